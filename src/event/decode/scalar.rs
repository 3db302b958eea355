//! Members that are one JSON string, number or boolean.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{self, Error as _, Unexpected, Visitor},
};

use crate::macros::scalar;

/// A member that is one JSON string, number or boolean.
pub(crate) trait Scalar: Sized {
    /// Ends the sentence "expected …" of a decode error.
    const EXPECTED: &'static str;

    fn from_text(_: &str) -> Option<Self> {
        None
    }

    fn from_integer(_: i128) -> Option<Self> {
        None
    }

    fn from_float(_: f64) -> Option<Self> {
        None
    }

    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    /// Whether the value is one that this version knows; only open strings can answer no.
    fn is_recognized(&self) -> bool {
        true
    }

    fn serialize_scalar<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    fn fmt_scalar(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

pub(crate) fn read<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer
        .deserialize_any(ScalarVisitor::<T, false>(PhantomData))?
        .ok_or_else(|| D::Error::custom("the value is null"))
}

pub(crate) fn read_optional<'de, T: Scalar, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(ScalarVisitor::<T, true>(PhantomData))
}

struct ScalarVisitor<T, const OPTIONAL: bool>(PhantomData<T>);

impl<'de, T: Scalar, const OPTIONAL: bool> Visitor<'de> for ScalarVisitor<T, OPTIONAL> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        if OPTIONAL { Ok(None) } else { Err(E::invalid_type(Unexpected::Unit, &self)) }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if OPTIONAL && text.is_empty() {
            return Ok(None);
        }
        T::from_text(text).map(Some).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        T::from_integer(number.into())
            .map(Some)
            .ok_or_else(|| E::invalid_type(Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        T::from_integer(number.into())
            .map(Some)
            .ok_or_else(|| E::invalid_type(Unexpected::Signed(number), &self))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        T::from_float(number).map(Some).ok_or_else(|| E::invalid_type(Unexpected::Float(number), &self))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        T::from_bool(value).map(Some).ok_or_else(|| E::invalid_type(Unexpected::Bool(value), &self))
    }
}

impl Scalar for Box<str> {
    const EXPECTED: &'static str = "a string";

    fn from_text(text: &str) -> Option<Self> {
        Some(text.into())
    }

    fn serialize_scalar<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }

    fn fmt_scalar(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.len())
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "true or false";

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }

    fn serialize_scalar<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }

    fn fmt_scalar(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Scalar for i64 {
    const EXPECTED: &'static str = "a whole number, or a string of digits";

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn from_integer(number: i128) -> Option<Self> {
        number.try_into().ok()
    }

    fn serialize_scalar<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }

    fn fmt_scalar(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Scalar for f64 {
    const EXPECTED: &'static str = "a number";

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok().filter(|number: &Self| number.is_finite())
    }

    fn from_integer(number: i128) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "JSON has one kind of number")]
        Some(number as Self)
    }

    fn from_float(number: f64) -> Option<Self> {
        Some(number)
    }

    fn serialize_scalar<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A coordinate of 40 arrives as `40`, and is to leave as it came.
        #[expect(clippy::cast_possible_truncation, reason = "checked by the comparison")]
        let whole = *self as i64;
        #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "equal only where nothing is lost")]
        if whole as Self == *self && whole.abs() < 1 << 53 {
            serializer.serialize_i64(whole)
        } else {
            serializer.serialize_f64(*self)
        }
    }

    fn fmt_scalar(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<number>")
    }
}

scalar!(Box<str>);
scalar!(bool);
scalar!(i64);
scalar!(f64);

/// Text of an open string that this version does not know; private, so that naming it later breaks nobody.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownText(Box<str>);

impl UnknownText {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for UnknownText {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_scalar(f)
    }
}
