//! Members that hold one value or a list of values.

use std::{ops::Deref, slice, vec};

use serde::{Deserialize, Serialize, Serializer};

use crate::event::read::{self, Problem, Read, Reader};

/// One value, or a list of values, where Meta sends either.
///
/// Dereferences to a slice. A single value is written without an array.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OneOrMany<T>(Vec<T>);

impl<T> Deref for OneOrMany<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> AsRef<[T]> for OneOrMany<T> {
    fn as_ref(&self) -> &[T] {
        &self.0
    }
}

impl<T> IntoIterator for OneOrMany<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> vec::IntoIter<T> {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> slice::Iter<'a, T> {
        self.0.iter()
    }
}

impl<T: Read> Read for OneOrMany<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        if reader.is_at_array() {
            Vec::read(reader).map(Self)
        } else {
            T::read(reader).map(|one| Self(vec![one]))
        }
    }

    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }

    #[cfg(test)]
    fn describe(description: &mut crate::event::description::Description) {
        T::describe(description);
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &*self.0 {
            [one] => one.serialize(serializer),
            list => list.serialize(serializer),
        }
    }
}

impl<'de, T: Read> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::deserialize(deserializer)
    }
}
