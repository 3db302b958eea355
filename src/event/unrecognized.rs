//! What in a delivery this version does not know.

use std::fmt;

use super::DecodeError;

/// One thing that was kept raw or open, or that the types have no place for.
///
/// Nothing of it is lost: [`WebhookEvent::raw`](crate::WebhookEvent::raw) has every byte. Log these to learn that the platform
/// moved on before your users notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrecognized {
    pointer: String,
    reason: UnrecognizedReason,
}

impl Unrecognized {
    pub(crate) fn new(pointer: String, reason: UnrecognizedReason) -> Self {
        Self { pointer, reason }
    }

    /// Where it stands in the body, as a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)), such as
    /// `/entry/0/changes/0/value/messages/1`.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is unrecognized about it.
    #[must_use]
    pub fn reason(&self) -> &UnrecognizedReason {
        &self.reason
    }
}

impl fmt::Display for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.reason)
    }
}

/// What is unrecognized about a part of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnrecognizedReason {
    /// A change whose `field` is not modelled; it was delivered as [`Content::Unknown`](crate::Content::Unknown).
    Field,
    /// A message, interactive reply or the like whose `type` is not modelled; it was delivered as `Unknown` content.
    Type,
    /// A member that the types have no place for.
    Member,
    /// A string outside the documented values; it was delivered as it came.
    Value,
    /// Something of a known kind in the wrong shape; the error says where below the pointer.
    Malformed(DecodeError),
}

impl fmt::Display for UnrecognizedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field => f.write_str("unknown field"),
            Self::Type => f.write_str("unknown type"),
            Self::Member => f.write_str("unknown member"),
            Self::Value => f.write_str("unknown value"),
            Self::Malformed(error) => write!(f, "malformed: {error}"),
        }
    }
}
