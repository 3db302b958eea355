//! What every member of a received object can do: be read, be absent, be written back, be shown, be audited.
//!
//! The platform leaves members out, sends `null` or `""` for them, and sends numbers as strings and strings as numbers.
//! That leniency is written here once, by type; the objects only list their members.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serialize, Serializer,
    de::{self, DeserializeSeed, Error as _, SeqAccess, Visitor},
    ser::SerializeMap,
};

use super::{audit::Audit, cursor::Cursor};

/// A type that can stand as a member of a received object.
pub(crate) trait Member: Sized {
    /// Reads a member that is there and must not be `null`.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads a member of which `null`, and for scalars `""`, means that it is absent.
    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_option(OptionalVisitor(PhantomData))
    }

    /// Reads a value whose text is at hand and given to `keep_raw` afterwards.
    ///
    /// It is put where the caller wants it: the largest types are hundreds of bytes, which serde would move eight times.
    fn read_alone<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Self>,
    ) -> Result<(), D::Error> {
        *place = Some(Self::read(deserializer)?);
        Ok(())
    }

    /// Keeps the value's text where a part of the value is unknown.
    fn keep_raw(&mut self, _raw: &str) {}

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

/// Reads a value whose text is at hand.
pub(crate) fn read_alone<'de, T: Member, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut place = None;
    T::read_alone(deserializer, &mut place)?;
    place.ok_or_else(|| D::Error::custom("nothing was read"))
}

/// Reads a member that stands alone.
pub(crate) fn decode<T: Member>(raw: &str) -> Result<T, serde_json::Error> {
    let mut place = None;
    if Cursor::of_text(raw).read(&mut place).is_err() {
        // Once more, by the reader that says what is wrong.
        T::read_alone(&mut serde_json::Deserializer::from_str(raw), &mut place)?;
    }
    place.ok_or_else(|| serde_json::Error::custom("nothing was read"))
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

/// Writes a member under its name, unless it is absent.
pub(crate) fn write_entry<M: SerializeMap, T: Member>(
    map: &mut M,
    name: &str,
    member: &T,
) -> Result<(), M::Error> {
    if member.is_absent() { Ok(()) } else { map.serialize_entry(name, &Write(member)) }
}

/// Shows a member where the standard library asks for `Debug`.
pub(crate) struct Show<'a, T>(pub(crate) &'a T);

impl<T: Member> fmt::Debug for Show<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}
