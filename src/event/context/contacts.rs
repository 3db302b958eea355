//! Finding the contact of a user.

use std::hash::{BuildHasher as _, RandomState};

use crate::event::{Contact, User, json, read::Reader};

/// Where the contacts of a change are, by the hashes of their identifiers.
///
/// A change may hold a thousand contacts beside a thousand messages, so looking through all of them for each message is
/// out of the question; and keeping them decoded costs many times their length.
#[derive(Debug)]
pub(crate) struct ContactIndex {
    hasher: RandomState,
    /// The hash of an identifier, and where in the array its contact starts; sorted.
    places: Vec<(u32, u32)>,
    /// Where the contact starts that is alone.
    pub(crate) only: Option<u32>,
}

/// How many contacts with one identifier are read in search of one that is not malformed. Without a bound, as many messages as
/// malformed contacts would cost the product of their numbers.
const MOST_TRIES: usize = 8;

/// The least that an identifier takes of the JSON: `{"wa_id":1}` and a comma.
const BYTES_PER_IDENTIFIER: usize = 12;

impl ContactIndex {
    /// Looks through an array of contacts.
    pub(crate) fn new(array: &str) -> Self {
        let hasher = RandomState::new();
        let first = json::next_element(array.as_bytes(), 1);
        let is_only = first.is_some_and(|at| {
            json::next_element(array.as_bytes(), json::end(array.as_bytes(), at)).is_none()
        });
        if is_only {
            return Self { hasher, places: Vec::new(), only: first.and_then(|at| u32::try_from(at).ok()) };
        }
        let mut places = Vec::with_capacity(array.len() / BYTES_PER_IDENTIFIER + 1);
        let mut next = first;
        while let Some(start) = next {
            for member in json::members(array, start) {
                if !matches!(&*member.name(), "wa_id" | "user_id" | "parent_user_id") {
                    continue;
                }
                if let Ok(identifier) = Reader::new(array, member.value).text("") {
                    places.push((hash(&hasher, &identifier), u32::try_from(start).unwrap_or_default()));
                }
            }
            next = json::next_element(array.as_bytes(), json::end(array.as_bytes(), start));
        }
        places.sort_unstable();
        Self { hasher, places, only: None }
    }

    /// The first contact that has an identifier of the user; the business-scoped ID decides before the number.
    ///
    /// `read` reads the contact that starts at a place of the array.
    pub(crate) fn find(
        &self,
        user: &User<'_>,
        read: impl Fn(u32) -> Option<Box<Contact>>,
    ) -> Option<Box<Contact>> {
        if let Some(only) = self.only {
            return read(only).filter(|contact| user.is(contact));
        }
        let identifiers = [user.user_id, user.phone, user.parent_user_id];
        identifiers.into_iter().flatten().find_map(|identifier| {
            let hash = hash(&self.hasher, identifier);
            let start = self.places.partition_point(|(other, _)| *other < hash);
            let same =
                self.places.get(start..).unwrap_or_default().iter().take_while(|(other, _)| *other == hash);
            same.take(MOST_TRIES).filter_map(|(_, at)| read(*at)).find(|contact| user.is(contact))
        })
    }
}

fn hash(hasher: &RandomState, identifier: &str) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "half of the hash is enough")]
    let hash = hasher.hash_one(identifier) as u32;
    hash
}
