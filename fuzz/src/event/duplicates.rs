//! Whether an object of some JSON has two members with one name.

use std::{collections::HashSet, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Whether there are any. The JSON must be one that a `Value` can hold.
pub(super) fn are_in(json: &[u8]) -> bool {
    serde_json::from_slice::<Duplicates>(json).is_ok_and(|Duplicates(found)| found)
}

struct Duplicates(bool);

impl<'de> Deserialize<'de> for Duplicates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Search;

        impl<'de> Visitor<'de> for Search {
            type Value = bool;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON")
            }

            fn visit_unit<E>(self) -> Result<bool, E> {
                Ok(false)
            }

            fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
                Ok(false)
            }

            fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
                Ok(false)
            }

            fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
                Ok(false)
            }

            fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
                Ok(false)
            }

            fn visit_str<E>(self, _: &str) -> Result<bool, E> {
                Ok(false)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<bool, A::Error> {
                let mut found = false;
                while let Some(Duplicates(inside)) = elements.next_element()? {
                    found |= inside;
                }
                Ok(found)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
                let (mut names, mut found) = (HashSet::new(), false);
                while let Some((name, Duplicates(inside))) = members.next_entry::<String, _>()? {
                    found |= inside | !names.insert(name);
                }
                Ok(found)
            }
        }

        deserializer.deserialize_any(Search).map(Self)
    }
}
