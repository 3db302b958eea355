//! What this version could not put into a type, kept as it came.

use std::fmt;

use serde::Deserialize;

use super::{
    DecodeError,
    decode::member::{self, Member},
};

/// Something that arrived and is newer than this version, or is not of the shape that its kind has.
///
/// It stands wherever a typed value would: a change whose `field` is new ([`Content::Unknown`](crate::Content::Unknown)), an item
/// that is malformed (the same), a message whose `type` is new
/// ([`MessageContent::Unknown`](crate::event::message::MessageContent::Unknown)). The raw JSON is in it, so nothing is lost, and a new type can be
/// read before this crate names it:
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
///     if let Content::Unknown(unknown) = update.content {
///         assert_eq!(unknown.kind(), "weather");
///         assert_eq!(unknown.decode::<Weather>()?.degrees, 21.5);
///     }
/// }
/// # Ok::<(), whatsapp_webhook::DecodeError>(())
/// ```
///
/// `Debug` shows the length alone.
#[derive(Clone, Copy)]
pub struct Unknown<T = Box<str>> {
    kind: T,
    raw: T,
    diagnose: fn(&str) -> UnknownReason,
}

impl<T: AsRef<str>> Unknown<T> {
    pub(crate) fn new(kind: T, raw: T, diagnose: fn(&str) -> UnknownReason) -> Self {
        Self { kind, raw, diagnose }
    }

    /// What it says it is: the `field` of a change, the `type` of a message, or the name of the array that a malformed item stands in.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.kind.as_ref()
    }

    /// Its JSON as it came: the `value` of a change, the whole item, or the whole message.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.as_ref()
    }

    /// Reads the JSON into a type of yours.
    ///
    /// # Errors
    ///
    /// When the JSON is not of that type's shape.
    pub fn decode<'de, V: Deserialize<'de>>(&'de self) -> Result<V, DecodeError> {
        DecodeError::locate(self.raw.as_ref())
    }

    /// Whether it is merely new, or is of a known kind and malformed.
    #[must_use]
    pub fn reason(&self) -> UnknownReason {
        (self.diagnose)(self.raw.as_ref())
    }
}

impl<'a> Unknown<&'a str> {
    pub(crate) fn into_kind(self) -> &'a str {
        self.kind
    }

    pub(crate) fn into_raw(self) -> &'a str {
        self.raw
    }
}

impl Unknown {
    pub(crate) fn with_raw(&self, raw: &str) -> Self {
        Self { kind: self.kind.clone(), raw: raw.into(), diagnose: self.diagnose }
    }
}
impl<T: AsRef<str>> fmt::Debug for Unknown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unknown({} bytes)", self.raw.as_ref().len())
    }
}

impl<T: AsRef<str>> PartialEq for Unknown<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw()
    }
}

/// Why something was kept raw.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownReason {
    /// Its kind is not modelled by this version: the platform added it, or a newer version of this crate has it.
    NotModeled,
    /// Its kind is known and its shape is not that of the kind; the error says where.
    Malformed(DecodeError),
}

impl UnknownReason {
    /// The reason of a value that could not be read as `T`.
    pub(crate) fn malformed<T: Member>(raw: &str) -> Self {
        Self::Malformed(
            match DecodeError::locate_with(raw, |deserializer| member::read_alone::<T, _>(deserializer)) {
                Ok(_) => DecodeError::malformed("", "nothing is in it"),
                Err(error) => error,
            },
        )
    }

    pub(crate) fn not_modeled(_: &str) -> Self {
        Self::NotModeled
    }
}

impl fmt::Display for UnknownReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotModeled => f.write_str("not modelled by this version"),
            Self::Malformed(error) => error.fmt(f),
        }
    }
}
