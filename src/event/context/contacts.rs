//! Finding the contact of a user.

use std::{
    borrow::Cow,
    hash::{BuildHasher as _, RandomState},
    sync::{Arc, OnceLock},
};

use crate::event::{
    Contact, User, json,
    read::{self, Reader},
};

/// Where the contacts of a change are, by the hashes of their identifiers.
///
/// A change may hold a thousand contacts beside a thousand messages. A search through all of them for each message would
/// take the product of both, and to keep all of them decoded takes many times their length. So their places are kept, and a
/// contact is read when it is asked for: once, as long as those that were read take no more than their share of the body.
#[derive(Debug)]
pub(crate) struct ContactIndex {
    hasher: RandomState,
    /// The hash of an identifier, and where its contact starts; sorted, and each hash once.
    places: Vec<(u32, u32)>,
    /// The contact that is alone.
    only: Option<Kept>,
    /// The contacts that are read once, in wire order.
    kept: Vec<Kept>,
}

/// A contact, and where it starts.
pub(crate) type PlacedContact = (u32, Arc<Contact>);

/// Where a contact starts, and the contact once it was read.
type Kept = (u32, OnceLock<Option<Arc<Contact>>>);

/// The maximum number of decoded contacts that are kept. Contacts of [`LONG`] bytes are kept beyond this number.
const MOST_KEPT: usize = 8192;

/// The length in bytes from which a contact is kept in any case.
const LONG: usize = 256;

/// The least that an identifier takes of the JSON: `{"wa_id":1}` and a comma.
const BYTES_PER_IDENTIFIER: usize = 12;

impl ContactIndex {
    /// Looks through the array of contacts that starts at `start` in validated text.
    pub(crate) fn new(body: &[u8], start: usize) -> Self {
        let mut index = Self { hasher: RandomState::new(), places: Vec::new(), only: None, kept: Vec::new() };
        let mut starts = contact_starts(body, start);
        let (first, second) = (starts.next(), starts.next());
        if second.is_none() {
            index.only = first.map(|(start, _)| (start, OnceLock::new()));
            return index;
        }
        index.places.reserve_exact((json::end(body, start) - start) / BYTES_PER_IDENTIFIER);
        for (start, length) in [first, second].into_iter().flatten().chain(starts) {
            let contact = slice(body, start as usize, start as usize + length);
            let [wa_id, user_id, parent_user_id] = identifiers(contact);
            let user = User::identified(wa_id.as_deref(), user_id.as_deref(), parent_user_id.as_deref());
            let hashes = user.iter().flat_map(|user| hashes(&index.hasher, user));
            index.places.extend(hashes.map(|hash| (hash, start)));
            if index.kept.len() < MOST_KEPT || length > LONG {
                index.kept.push((start, OnceLock::new()));
            }
        }
        index.places.sort_unstable();
        index.keep_one_of_each(body);
        index
    }

    /// Of several contacts with one identifier, the first one counts that is not malformed.
    fn keep_one_of_each(&mut self, body: &[u8]) {
        let mut kept = Vec::with_capacity(self.places.len());
        kept.extend(self.places.chunk_by(|one, other| one.0 == other.0).filter_map(|same| match same {
            [one] => Some(*one),
            several => several.iter().copied().find(|(_, at)| self.contact(body, *at).is_some()),
        }));
        self.places = kept;
    }

    /// The first contact that has an identifier of the user; the business-scoped ID decides before the number.
    pub(crate) fn find(&self, body: &[u8], user: &User<'_>) -> Option<PlacedContact> {
        if self.only.is_some() {
            return self.only(body).filter(|(_, contact)| user.is(contact));
        }
        hashes(&self.hasher, user).find_map(|hash| {
            let place = self.places.binary_search_by_key(&hash, |(other, _)| *other).ok()?;
            let at = self.places.get(place)?.1;
            self.contact(body, at).filter(|contact| user.is(contact)).map(|contact| (at, contact))
        })
    }

    /// The contact that is alone in the array.
    pub(crate) fn only(&self, body: &[u8]) -> Option<PlacedContact> {
        let (start, contact) = self.only.as_ref()?;
        contact.get_or_init(|| read_contact(body, *start)).clone().map(|contact| (*start, contact))
    }

    fn contact(&self, body: &[u8], at: u32) -> Option<Arc<Contact>> {
        match self.kept.binary_search_by_key(&at, |(start, _)| *start) {
            Ok(index) => self.kept.get(index)?.1.get_or_init(|| read_contact(body, at)).clone(),
            Err(_) => read_contact(body, at),
        }
    }
}

fn read_contact(body: &[u8], at: u32) -> Option<Arc<Contact>> {
    let start = at as usize;
    read::read_at(slice(body, start, json::end(body, start)), 0).ok().map(|(contact, _)| Arc::new(contact))
}

/// Where the elements of the array start, and how long they are.
pub(crate) fn contact_starts(body: &[u8], start: usize) -> impl Iterator<Item = (u32, usize)> {
    let mut at = start + 1;
    std::iter::from_fn(move || {
        let start = json::next_element(body, at)?;
        at = json::end(body, start);
        Some((u32::try_from(start).ok()?, at - start))
    })
}

pub(crate) fn slice(body: &[u8], start: usize, end: usize) -> &str {
    body.get(start..end).and_then(|part| std::str::from_utf8(part).ok()).unwrap_or_default()
}

/// The values of the three members that identify a contact.
fn identifiers(contact: &str) -> [Option<Cow<'_, str>>; 3] {
    let mut found = [None, None, None];
    for member in json::members(contact, 0) {
        let names = ["wa_id", "user_id", "parent_user_id"];
        if let Some((_, place)) = names.iter().zip(&mut found).find(|(name, _)| **name == member.name()) {
            let text = Reader::new(contact, member.value).text("").ok();
            *place = text.filter(|text| !text.is_empty());
        }
    }
    found
}

/// The hashes of a user's identifiers, each with its kind; that of the business-scoped ID comes first.
fn hashes(hasher: &RandomState, user: &User<'_>) -> impl Iterator<Item = u32> {
    let identifiers = [user.user_id, user.phone, user.parent_user_id];
    identifiers.into_iter().enumerate().filter_map(|(kind, identifier)| {
        #[expect(clippy::cast_possible_truncation, reason = "half of the hash is enough")]
        let hash = hasher.hash_one((kind, identifier?)) as u32;
        Some(hash)
    })
}
