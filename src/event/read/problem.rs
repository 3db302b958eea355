//! Why a value could not be read.

use super::Watch;
use crate::event::DecodeError;

/// Why a value could not be read.
///
/// Most problems are never shown, so a problem holds no text of its own. The place is found by reading once more, when
/// somebody asks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Problem {
    /// The expected value and the value found.
    Expected(&'static str, &'static str),
    /// A required member is absent.
    Missing(&'static str),
    /// The object has no member of its type.
    Nothing,
    /// The lists of the item hold more elements than WhatsApp sends.
    TooManyElements,
}

impl Problem {
    /// The problem at the place where the watch was when it occurred.
    pub(super) fn at(self, watch: &Watch) -> DecodeError {
        DecodeError::new(watch.path(), self.message())
    }

    /// The problem without a place.
    pub(super) fn alone(self) -> DecodeError {
        DecodeError::new("", self.message())
    }

    fn message(self) -> String {
        match self {
            Self::Expected(what, got) => format!("expected {what}, got {got}"),
            Self::Missing(name) => format!("missing member `{name}`"),
            Self::Nothing => "the object has no member of its type".to_owned(),
            Self::TooManyElements => "the lists hold more elements than WhatsApp sends".to_owned(),
        }
    }
}
