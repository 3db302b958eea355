//! Parts of an object that are objects of their own here, and stand flat among its members on the wire.

use serde::{de::MapAccess, ser::SerializeMap};

use super::{audit::Audit, member::Member};

/// The members of an object, one by one, so that another object can have them among its own.
pub(crate) trait Flat: Member {
    /// The wire's name of the member, if it is one.
    fn named(name: &str) -> Option<&'static str>;

    fn read_member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error>;

    fn write_members<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    fn audit_member(name: &str, raw: &str, audit: &mut Audit<'_>);
}

/// Reads a member of a part, which begins with its first member.
pub(crate) fn read<'de, T: Flat, A: MapAccess<'de>>(
    part: &mut Option<Box<T>>,
    name: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    if part.is_none() {
        *part = T::absent().map(Box::new);
    }
    match part {
        Some(part) => part.read_member(name, map),
        None => Ok(()),
    }
}
