//! What every member of a received object can do: be read, be absent, be written back, be shown, be audited.
//!
//! The platform leaves members out, sends `null` or `""` for them, and sends numbers as strings and strings as numbers.
//! That leniency is written here once, by type; the objects only list their members.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serialize, Serializer,
    de::{self, DeserializeSeed, Error as _, SeqAccess, Unexpected, Visitor},
};

use super::unrecognized::Audit;
use crate::macros::scalar;

/// A type that can stand as a member of a received object.
pub(crate) trait Member: Sized {
    /// Reads a member that is there and must not be `null`.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads a member of which `null`, and for scalars `""`, means that it is absent.
    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_option(OptionalVisitor(PhantomData))
    }

    /// What a missing member means; `None` where the member is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the value says nothing, so that it need not be kept or written.
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes the member in the wire's shape.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Shows the member in `Debug`, without message text, names or phone numbers.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Reports whatever in the member's JSON this version does not know.
    fn audit(raw: &str, audit: &mut Audit<'_>);
}

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

pub(crate) fn read_scalar<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer
        .deserialize_any(ScalarVisitor::<T, false>(PhantomData))?
        .ok_or_else(|| D::Error::custom("the value is null"))
}

pub(crate) fn read_optional_scalar<'de, T: Scalar, D: Deserializer<'de>>(
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

struct OptionalVisitor<T>(PhantomData<T>);

impl<'de, T: Member> Visitor<'de> for OptionalVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::read(deserializer).map(Some)
    }
}

impl<T: Member> Member for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(T::read_optional(deserializer)?.filter(|value| !value.is_absent()))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.show(f),
            None => f.write_str("none"),
        }
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        T::audit(raw, audit);
    }
}

impl<T: Member> Member for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).write(serializer)
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).show(f)
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        T::audit(raw, audit);
    }
}

/// The longest list that an item may hold.
///
/// WhatsApp's own limits are far below (257 contact cards, 30 products). The bound keeps the memory of one item close to
/// the length of its text; an item with a longer list is kept raw.
const LONGEST_LIST: usize = 1024;

impl<T: Member> Member for Box<[T]> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);

        impl<'de, T: Member> Visitor<'de> for ListVisitor<T> {
            type Value = Box<[T]>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Box::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(element) = elements.next_element_seed(Read::<Option<T>>::new())? {
                    if list.len() == LONGEST_LIST {
                        return Err(A::Error::custom(format_args!(
                            "a list of more than {LONGEST_LIST} elements"
                        )));
                    }
                    list.extend(element);
                }
                Ok(list.into())
            }
        }

        deserializer.deserialize_any(ListVisitor(PhantomData))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Write))
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(Show)).finish()
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.array(raw, |raw, audit| <Option<T>>::audit(raw, audit));
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
        self.0.show(f)
    }
}

/// The value of a member, or what its absence means.
pub(crate) fn or_absent<T: Member, E: de::Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.or_else(T::absent).ok_or_else(|| E::missing_field(name))
}

/// Reads a member where serde asks for a seed.
pub(crate) struct Read<T>(PhantomData<T>);

impl<T> Read<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Member> DeserializeSeed<'de> for Read<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Writes a member where serde asks for `Serialize`.
pub(crate) struct Write<'a, T>(pub(crate) &'a T);

impl<T: Member> Serialize for Write<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Shows a member where the standard library asks for `Debug`.
pub(crate) struct Show<'a, T>(pub(crate) &'a T);

impl<T: Member> fmt::Debug for Show<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}
