//! JSON whose shape Meta does not define.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

use crate::event::{
    DecodeError,
    read::{self, Problem, Read, Reader},
};

/// JSON whose shape Meta does not define, such as the notes on a payment.
///
/// Two values are equal if their JSON text is. `Debug` shows only the length; `Display` writes the JSON.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// Returns the JSON text as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the JSON text as an owned string.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_string()
    }

    /// Deserializes the JSON into `T`.
    ///
    /// # Errors
    ///
    /// When the JSON does not have the shape of `T`.
    pub fn decode<'de, T: Deserialize<'de>>(&'de self) -> Result<T, DecodeError> {
        DecodeError::deserialize(&self.0)
    }
}

impl AsRef<str> for RawJson {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

impl Read for RawJson {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        Ok(Self(reader.skip().into()))
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_raw(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::deserialize(deserializer)
    }
}

/// Writes JSON text unchanged.
pub(crate) fn write_raw<S: Serializer>(raw: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_str::<&RawValue>(raw).map_err(S::Error::custom)?.serialize(serializer)
}
