//! Data this version has no type for.

pub(crate) mod explain;

use std::{
    borrow::Cow,
    fmt,
    hash::{Hash, Hasher},
};

use serde::{Deserialize, Serialize, Serializer};

use super::{
    DecodeError,
    read::{self, Read},
    value::write_raw,
};

/// Data that is newer than this version, or malformed, as raw JSON.
///
/// `Unknown` takes the place of the typed value: of the content of an update, if the `field` is new or the item is malformed
/// ([`Content::Unknown`](crate::Content::Unknown)), and of the content of a message whose `type` is new
/// ([`MessageContent::Unknown`](crate::event::MessageContent::Unknown)). The raw JSON is complete, so a handler can decode a new
/// type before this crate supports it:
///
/// ```
/// # use whatsapp_webhook::{Content, WebhookEvent};
/// #[derive(serde::Deserialize)]
/// struct Weather {
///     degrees: f64,
/// }
///
/// let event = WebhookEvent::from_bytes(
///     r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"weather","value":{"degrees":21.5}}]}]}"#,
/// )?;
/// for update in event.updates() {
///     if let Content::Unknown(unknown) = &update.content {
///         assert_eq!(unknown.kind(), "weather");
///         assert_eq!(unknown.decode::<Weather>()?.degrees, 21.5);
///     }
/// }
/// # Ok::<(), whatsapp_webhook::DecodeError>(())
/// ```
///
/// `Debug` shows only the length; `Display` writes the JSON.
#[derive(Clone)]
pub struct Unknown {
    /// Owned for what is new; a name that this version knows needs no memory.
    kind: Cow<'static, str>,
    raw: Box<str>,
    explain: fn(&str) -> UnknownReason,
}

impl Unknown {
    pub(crate) fn new(
        kind: impl Into<Cow<'static, str>>,
        raw: &str,
        explain: fn(&str) -> UnknownReason,
    ) -> Self {
        Self { kind: kind.into(), raw: raw.into(), explain }
    }

    /// Returns the name on the wire: the `field` of a change, the `type` of a message, or the name of the array that contains a
    /// malformed item.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns the JSON as it was received: the `value` of a change, the whole item, or the whole message.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Returns the reason why the data has no type: it is not modeled, or it is malformed.
    #[must_use]
    pub fn reason(&self) -> UnknownReason {
        (self.explain)(&self.raw)
    }

    /// Deserializes the JSON into `T`.
    ///
    /// # Errors
    ///
    /// When the JSON does not have the shape of `T`.
    pub fn decode<'de, T: Deserialize<'de>>(&'de self) -> Result<T, DecodeError> {
        DecodeError::deserialize(&self.raw)
    }
}

impl AsRef<str> for Unknown {
    fn as_ref(&self) -> &str {
        &self.raw
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unknown(<{} bytes>)", self.raw.len())
    }
}

impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        (&self.kind, &self.raw) == (&other.kind, &other.raw)
    }
}

impl Eq for Unknown {}

impl Hash for Unknown {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.kind, &self.raw).hash(state);
    }
}

impl Serialize for Unknown {
    /// Writes the JSON as it was received.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_raw(&self.raw, serializer)
    }
}

/// The reason why data was kept raw.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownReason {
    /// This version does not model the kind of data. A newer version of this crate may.
    NotModeled,
    /// The data is of a known kind, but not in its shape; the error names the place.
    Malformed(DecodeError),
}

impl UnknownReason {
    /// The reason for an item that could not be read as `T`.
    pub(crate) fn of_malformed<T: Read>(raw: &str) -> Self {
        match read::watch::<T>(raw, 0) {
            Err(error) => Self::Malformed(error),
            Ok(_) => Self::NotModeled,
        }
    }

    pub(crate) fn not_modeled(_: &str) -> Self {
        Self::NotModeled
    }
}

impl fmt::Display for UnknownReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotModeled => f.write_str("not modeled by this version"),
            Self::Malformed(error) => error.fmt(f),
        }
    }
}
