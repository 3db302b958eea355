//! Objects whose member `type` names the member that holds their payload, as in `{"type": "text", "text": {…}}`.
//!
//! Serde has no representation for this. The payload is read when its member comes by, whichever of the two is first, and
//! `type` must agree in the end.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::value::RawValue;

use super::{
    audit::Audit,
    json,
    member::{self, Member},
};
use crate::event::{DecodeError, Unknown, UnknownReason, UnrecognizedReason};

/// An enum of payloads, a variant for each `type`; made by the macro `tagged!`.
pub(crate) trait Tagged: Sized {
    /// The variants without their payloads.
    type Kind: Copy + PartialEq;

    /// The kind that a `type` names, and how it is spelled.
    fn kind_named(name: &str) -> Option<(Self::Kind, Spelling)>;

    /// The kind of this payload; none for what is unknown.
    fn kind_known(&self) -> Option<Self::Kind>;

    /// The `type` of a kind, as it was spelled.
    fn name_of(kind: Self::Kind, spelling: Spelling) -> &'static str;

    fn read_payload<'de, A: MapAccess<'de>>(kind: Self::Kind, map: &mut A) -> Result<Option<Self>, A::Error>;

    /// What the `type` means when nothing stands under its name; none where the payload is required.
    fn without_payload(kind: Self::Kind) -> Option<Self>;

    fn write_payload<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    fn audit_payload(kind: Self::Kind, raw: &str, audit: &mut Audit<'_>);

    fn from_unknown(unknown: Unknown) -> Self;

    fn as_unknown(&self) -> Option<&Unknown>;
}

/// How `type` was spelled, so that it can be written back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    Usual,
    Alias,
    Missing,
}

/// Reads an object that stands inside another one.
pub(crate) fn read<'de, T: Member, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let raw = <&'de RawValue>::deserialize(deserializer)?.get();
    member::decode(raw).map_err(|error| {
        let located = DecodeError::locate_with(raw, |deserializer| member::read_alone::<T, _>(deserializer));
        D::Error::custom(located.err().unwrap_or_else(|| DecodeError::of_json(&error)))
    })
}

/// Gives a payload that is unknown the text of the object that it stands in.
pub(crate) fn keep_raw<C: Tagged>(content: &mut C, raw: &str) {
    if let Some(unknown) = content.as_unknown() {
        *content = C::from_unknown(unknown.with_raw(raw));
    }
}

/// The text of an object whose payload is unknown.
pub(crate) fn unknown_raw<C: Tagged>(content: &C) -> Option<&str> {
    content.as_unknown().map(Unknown::raw)
}

/// Writes `type` and the payload under its name.
pub(crate) fn write<C: Tagged, M: SerializeMap>(
    content: &C,
    spelling: Spelling,
    map: &mut M,
) -> Result<(), M::Error> {
    if let Some(kind) = content.kind_known().filter(|_| spelling != Spelling::Missing) {
        map.serialize_entry("type", C::name_of(kind, spelling))?;
    }
    content.write_payload(map)
}

/// A member that the payload is read from.
pub(crate) enum Key<C: Tagged> {
    Type,
    Payload(C::Kind),
}

impl<C: Tagged> Key<C> {
    pub(crate) fn named(name: &str) -> Option<Self> {
        if name == "type" {
            Some(Self::Type)
        } else {
            C::kind_named(name).map(|(kind, _)| Self::Payload(kind))
        }
    }
}

/// Gathers `type` and the payload while the members of an object come by.
pub(crate) struct Reader<C: Tagged> {
    tag: Option<Type<C>>,
    content: Option<C>,
    /// Payloads under other names, met before `type` told which one counts.
    others: Vec<C>,
}

enum Type<C: Tagged> {
    Known(C::Kind, Spelling),
    Unknown(Box<str>),
}

impl<C: Tagged> Reader<C> {
    pub(crate) fn new() -> Self {
        Self { tag: None, content: None, others: Vec::new() }
    }

    pub(crate) fn read_type<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.tag = map.next_value_seed(TypeSeed(PhantomData))?;
        Ok(())
    }

    pub(crate) fn read_payload<'de, A: MapAccess<'de>>(
        &mut self,
        kind: C::Kind,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let unwanted = |tag: &Type<C>| !matches!(tag, Type::Known(wanted, _) if *wanted == kind);
        if self.tag.as_ref().is_some_and(unwanted) {
            map.next_value::<IgnoredAny>()?;
            return Ok(());
        }
        let content = C::read_payload(kind, map)?;
        let earlier = content.and_then(|content| self.content.replace(content));
        if let Some(earlier) = earlier.filter(|earlier| earlier.kind_known() != Some(kind)) {
            self.others.retain(|other| other.kind_known() != earlier.kind_known());
            self.others.push(earlier);
        }
        Ok(())
    }

    pub(crate) fn finish<E: de::Error>(self) -> Result<(C, Spelling), E> {
        let (kind, spelling) = match self.tag {
            Some(Type::Known(kind, spelling)) => (kind, spelling),
            Some(Type::Unknown(name)) => {
                return Ok((
                    C::from_unknown(Unknown::new(name, Box::default(), UnknownReason::not_modeled)),
                    Spelling::Usual,
                ));
            }
            None => {
                return self
                    .content
                    .map(|content| (content, Spelling::Missing))
                    .ok_or_else(|| E::missing_field("type"));
            }
        };
        let content =
            self.content.into_iter().chain(self.others).find(|content| content.kind_known() == Some(kind));
        let content = content.or_else(|| C::without_payload(kind)).unwrap_or_else(|| {
            let name = C::name_of(kind, spelling);
            C::from_unknown(Unknown::new(name.into(), Box::default(), missing_payload))
        });
        Ok((content, spelling))
    }
}

fn missing_payload(raw: &str) -> UnknownReason {
    let kind = json::member(raw, "type").and_then(json::text).unwrap_or_default();
    UnknownReason::Malformed(DecodeError::malformed(kind, "the member that `type` names is missing"))
}

struct TypeSeed<C>(PhantomData<C>);

impl<'de, C: Tagged> DeserializeSeed<'de> for TypeSeed<C> {
    type Value = Option<Type<C>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<C: Tagged> Visitor<'_> for TypeSeed<C> {
    type Value = Option<Type<C>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(match C::kind_named(name) {
            Some((kind, spelling)) => Some(Type::Known(kind, spelling)),
            None if name.is_empty() => None,
            None => Some(Type::Unknown(name.into())),
        })
    }
}

/// The `type` of an object that is audited; `None` inside where it has none, so that any payload counts.
pub(crate) struct Tag<C: Tagged>(Option<C::Kind>);

impl<C: Tagged> Tag<C> {
    /// Reports a `type` that is not known, which ends the audit of the object.
    pub(crate) fn of(raw: &str, audit: &mut Audit<'_>) -> Option<Self> {
        let name = json::member(raw, "type").and_then(json::text).filter(|name| !name.is_empty());
        let Some(name) = name else { return Some(Self(None)) };
        let Some((kind, spelling)) = C::kind_named(&name) else {
            audit.report(UnrecognizedReason::Type);
            return None;
        };
        // A second name of the `type` need not be one of the payload.
        let has_payload = [spelling, Spelling::Usual].into_iter().any(|spelling| {
            json::member(raw, C::name_of(kind, spelling)).is_some_and(|payload| payload != "null")
        });
        if !has_payload && C::without_payload(kind).is_none() {
            audit.kept(missing_payload(raw), UnrecognizedReason::Type);
        }
        Some(Self(Some(kind)))
    }

    /// Whether the member is part of the tagged payload.
    pub(crate) fn covers(&self, name: &str) -> bool {
        match Key::<C>::named(name) {
            Some(Key::Type) => true,
            Some(Key::Payload(kind)) => self.0.is_none_or(|tag| tag == kind),
            None => false,
        }
    }

    pub(crate) fn audit(&self, name: &str, raw: &str, audit: &mut Audit<'_>) {
        if let Some(Key::Payload(kind)) = Key::<C>::named(name) {
            C::audit_payload(kind, raw, audit);
        }
    }
}
