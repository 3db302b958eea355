//! JSON whose shape is the business's own.

use std::fmt;

use serde::{Deserialize, Deserializer, Serializer};
use serde_json::value::RawValue;

use super::{
    DecodeError,
    decode::{audit::Audit, json, member::Member},
};
use crate::macros::serde_through_member;

/// JSON whose shape the platform does not define, such as the notes on a payment.
#[derive(Clone, PartialEq, Eq)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// The JSON text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads the JSON into a type of yours.
    ///
    /// # Errors
    ///
    /// When the JSON is not of that type's shape.
    pub fn decode<'de, T: Deserialize<'de>>(&'de self) -> Result<T, DecodeError> {
        DecodeError::locate(&self.0)
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(f)
    }
}

impl Member for RawJson {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(|raw| Self(raw.get().into()))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::write_raw(&self.0, serializer)
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }

    fn audit(_: &str, _: &mut Audit<'_>) {}
}

serde_through_member!(RawJson);
