//! Finding: one validating pass over a notification, which remembers where its entries and changes are.
//!
//! The pass builds no tree. Its memory is a list of positions whose length is bounded by a share of the body, so that
//! a body of tiny changes costs no more than any other. The walk takes a place from the list where it has one, and
//! finds it again where it has none.

use std::sync::Arc;

use super::{
    DecodeError,
    json::{self, Broken, Member},
};

/// The `object` of every Cloud API notification.
const OBJECT: &str = "whatsapp_business_account";

/// The arrays of an On-Premises notification, at its top.
const ON_PREMISES: [&str; 3] = ["messages", "statuses", "errors"];

/// A longer identifier or time of an entry is none: all changes of the entry share it, and may be many.
const LONGEST_PART: usize = 64;

/// A body needs this many bytes for each place that is remembered of it.
const BYTES_PER_PLACE: usize = 96;

/// Which of the two envelopes a notification has, and where its parts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Envelope {
    /// `object` and `entry`; the position of the value of `entry`.
    Cloud { entry: usize },
    /// `object` without `entry`.
    Empty,
    /// `messages`, `statuses` or `errors` at the top.
    OnPremises(Value),
}

/// The places of an entry's parts. A position of 0 stands for an absent part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) id: u32,
    pub(crate) time: u32,
    pub(crate) changes: u32,
}

/// The places of a change's parts. A position of 0 stands for an absent part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) field: u32,
    pub(crate) value: Value,
}

/// The places of the parts of a change's value. A position of 0 stands for an absent part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) metadata: u32,
    pub(crate) contacts: u32,
    /// The first member that is neither of the two.
    pub(crate) others: u32,
    /// Whether a name may occur more than once.
    pub(crate) repeats: bool,
}

/// A place that the walk need not find again.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Entry(Entry),
    Change(Change),
}

impl Default for Place {
    fn default() -> Self {
        Self::Entry(Entry::default())
    }
}

/// The places of a notification in wire order, as many as its length allows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// An entry and its change, which is what most notifications hold.
    few: [Place; 2],
    count: usize,
    /// All of them, if there are more than a few.
    many: Option<Arc<Vec<Place>>>,
}

impl Places {
    pub(crate) fn as_slice(&self) -> &[Place] {
        match &self.many {
            Some(many) => many,
            None => self.few.get(..self.count).unwrap_or_default(),
        }
    }
}

/// Collects places.
#[derive(Default)]
struct Finder {
    places: Places,
    many: Vec<Place>,
    most: usize,
}

impl Finder {
    fn len(&self) -> usize {
        if self.many.is_empty() { self.places.count } else { self.many.len() }
    }

    fn push(&mut self, place: Place) {
        let len = self.len();
        if len >= self.most {
            return;
        }
        if let Some(few) = self.places.few.get_mut(len).filter(|_| self.many.is_empty()) {
            *few = place;
            self.places.count += 1;
            return;
        }
        if self.many.is_empty() {
            self.many.extend(self.places.few);
        }
        self.many.push(place);
    }

    fn replace(&mut self, index: usize, place: Place) {
        let places = if self.many.is_empty() { self.places.few.as_mut_slice() } else { &mut self.many };
        if let Some(replaced) = places.get_mut(index) {
            *replaced = place;
        }
    }

    fn truncate(&mut self, len: usize) {
        if len < self.len() {
            self.many.truncate(len);
            self.places.count = self.places.count.min(len);
        }
    }

    fn finish(mut self) -> Places {
        self.places.many = (!self.many.is_empty()).then(|| Arc::new(self.many));
        self.places
    }
}

/// Validates a notification, and finds its parts.
pub(crate) fn find(text: &str) -> Result<(Envelope, Places), DecodeError> {
    if u32::try_from(text.len()).is_err() {
        return Err(DecodeError::new("", "the body is longer than 4 GiB"));
    }
    let mut finder = Finder { most: 2 + text.len() / BYTES_PER_PLACE, ..Finder::default() };
    let envelope = envelope(text, &mut finder).map_err(|Broken| DecodeError::of_broken_json(text))??;
    Ok((envelope, finder.finish()))
}

fn envelope(text: &str, finder: &mut Finder) -> Result<Result<Envelope, DecodeError>, Broken> {
    let bytes = text.as_bytes();
    let start = json::white_space(bytes, 0);
    if bytes.get(start) != Some(&b'{') {
        let end = json::skip(bytes, start)?;
        at_the_end(bytes, end)?;
        return Ok(Err(DecodeError::expected("an object", text, start)));
    }
    let (mut object, mut entry, mut on_premises) = (None, None, [false; ON_PREMISES.len()]);
    let end = each_member(text, start, |member| {
        let is_array = bytes.get(member.value) == Some(&b'[');
        match &*member.name() {
            "object" => object = Some(member.value).filter(|at| !is_null(bytes, *at)),
            "entry" => {
                entry = Some(member.value);
                finder.truncate(0);
                if is_array {
                    return each_element(bytes, member.value, |at| {
                        find_entry(text, at, finder).map(|entry| entry.end as usize)
                    });
                }
            }
            name => {
                for (array, came) in ON_PREMISES.iter().zip(&mut on_premises) {
                    if *array == name {
                        *came = is_array;
                    }
                }
            }
        }
        json::skip(bytes, member.value)
    })?;
    at_the_end(bytes, end)?;
    let is_ours = object.and_then(|at| json::string(text, at)).as_deref() == Some(OBJECT);
    Ok(match (object, entry) {
        (Some(_), _) if !is_ours => Err(DecodeError::new(
            "object",
            "expected `whatsapp_business_account`; this is a notification of another product",
        )),
        (Some(_), None) => Ok(Envelope::Empty),
        (Some(_), Some(entry)) => Ok(Envelope::Cloud { entry }),
        (None, Some(entry)) if bytes.get(entry) == Some(&b'[') => Ok(Envelope::Cloud { entry }),
        (None, _) if on_premises.contains(&true) => Ok(Envelope::OnPremises(find_value(text, start)?)),
        (None, _) => Err(DecodeError::new(
            "",
            "neither `entry` (Cloud API) nor `messages`, `statuses` or `errors` (On-Premises) is there",
        )),
    })
}

fn at_the_end(bytes: &[u8], at: usize) -> Result<(), Broken> {
    if json::white_space(bytes, at) == bytes.len() { Ok(()) } else { Err(Broken) }
}

pub(crate) fn is_null(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&b'n')
}

/// Validates the entry at `at`, and finds its parts and those of its changes.
fn find_entry(text: &str, at: usize, finder: &mut Finder) -> Result<Entry, Broken> {
    let bytes = text.as_bytes();
    let mut entry = Entry { start: position(at), ..Entry::default() };
    if bytes.get(at) != Some(&b'{') {
        return Ok(Entry { end: position(json::skip(bytes, at)?), ..entry });
    }
    let index = finder.len();
    finder.push(Place::Entry(entry));
    let end = each_member(text, at, |member| {
        match &*member.name() {
            "id" | "time" => {
                let end = json::skip(bytes, member.value)?;
                let at = if end - member.value > LONGEST_PART { 0 } else { position(member.value) };
                *(if member.is("id") { &mut entry.id } else { &mut entry.time }) = at;
                return Ok(end);
            }
            "changes" => {
                entry.changes = position(member.value);
                finder.truncate(index + 1);
                if bytes.get(member.value) == Some(&b'[') {
                    return each_element(bytes, member.value, |at| {
                        let change = find_change(text, at)?;
                        finder.push(Place::Change(change));
                        Ok(change.end as usize)
                    });
                }
            }
            _ => {}
        }
        json::skip(bytes, member.value)
    })?;
    entry.end = position(end);
    finder.replace(index, Place::Entry(entry));
    Ok(entry)
}

/// Validates the change at `at`, and finds its parts.
fn find_change(text: &str, at: usize) -> Result<Change, Broken> {
    let bytes = text.as_bytes();
    let mut change = Change { start: position(at), ..Change::default() };
    if bytes.get(at) != Some(&b'{') {
        return Ok(Change { end: position(json::skip(bytes, at)?), ..change });
    }
    let end = each_member(text, at, |member| {
        match &*member.name() {
            "field" => change.field = position(member.value),
            "value" => {
                change.value = find_value(text, member.value)?;
                return Ok(change.value.end as usize);
            }
            _ => {}
        }
        json::skip(bytes, member.value)
    })?;
    change.end = position(end);
    Ok(change)
}

/// Validates the value of a change, and finds its parts.
fn find_value(text: &str, at: usize) -> Result<Value, Broken> {
    let bytes = text.as_bytes();
    let mut value = Value { start: position(at), ..Value::default() };
    if bytes.get(at) != Some(&b'{') {
        return Ok(Value { end: position(json::skip(bytes, at)?), ..value });
    }
    let mut names = 0_u64;
    let end = each_member(text, at, |member| {
        let name = member.name();
        let name = &*name;
        let bit = bit_of(name);
        value.repeats |= names & bit != 0;
        names |= bit;
        match name {
            "metadata" => value.metadata = position(member.value),
            "contacts" => value.contacts = position(member.value),
            "messaging_product" => {}
            _ if value.others == 0 => value.others = position(member.at),
            _ => {}
        }
        json::skip(bytes, member.value)
    })?;
    value.end = position(end);
    Ok(value)
}

/// A bit for a name. The names that Meta uses have different bits; if two have the same, the walk looks once more.
fn bit_of(name: &str) -> u64 {
    let of = |byte: Option<&u8>| byte.copied().map_or(0, usize::from);
    1 << ((name.len() + 3 * of(name.as_bytes().first()) + of(name.as_bytes().last())) % 64)
}

/// Finds the entry at `at` of validated text once more.
#[cold]
pub(crate) fn entry_again(text: &str, at: usize) -> Entry {
    if text.as_bytes().get(at) != Some(&b'{') {
        return Entry {
            start: position(at),
            end: position(json::end(text.as_bytes(), at)),
            ..Entry::default()
        };
    }
    find_entry(text, at, &mut Finder::default()).unwrap_or_default()
}

/// Finds the change at `at` of validated text once more.
#[cold]
pub(crate) fn change_again(text: &str, at: usize) -> Change {
    find_change(text, at).unwrap_or_default()
}

/// Finds the parts of an object of validated text that stands in for a value, such as the member `standby`.
pub(crate) fn value_at(text: &str, at: usize) -> Value {
    find_value(text, at).unwrap_or_default()
}

/// A position of a body that is no longer than 4 GiB.
#[inline]
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or_default()
}

/// Validates the object at `at`. `each` validates the value of a member, and returns the position behind it.
fn each_member<'a>(
    text: &'a str,
    at: usize,
    mut each: impl FnMut(Member<'a>) -> Result<usize, Broken>,
) -> Result<usize, Broken> {
    let bytes = text.as_bytes();
    let mut at = json::white_space(bytes, at + 1);
    if bytes.get(at) == Some(&b'}') {
        return Ok(at + 1);
    }
    loop {
        let member = json::first_member(text, at)?;
        at = json::white_space(bytes, each(member)?);
        match bytes.get(at) {
            Some(b',') => at = json::white_space(bytes, at + 1),
            Some(b'}') => return Ok(at + 1),
            _ => return Err(Broken),
        }
    }
}

/// Validates the array at `at`. `each` validates an element, and returns the position behind it.
fn each_element(
    bytes: &[u8],
    at: usize,
    mut each: impl FnMut(usize) -> Result<usize, Broken>,
) -> Result<usize, Broken> {
    let mut at = json::white_space(bytes, at + 1);
    if bytes.get(at) == Some(&b']') {
        return Ok(at + 1);
    }
    loop {
        at = json::white_space(bytes, each(at)?);
        match bytes.get(at) {
            Some(b',') => at = json::white_space(bytes, at + 1),
            Some(b']') => return Ok(at + 1),
            _ => return Err(Broken),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::change::ROWS;

    #[test]
    fn the_names_that_come_together_have_bits_of_their_own() {
        let always =
            ["messaging_product", "metadata", "contacts", "conversation_context", "standby", "history"];
        for field in ROWS.iter().map(|row| row.field) {
            let arrays = ROWS.iter().filter(|row| row.field == field && !row.array.is_empty());
            let arrays = arrays.map(|row| row.array).filter(|array| !array.contains('/'));
            let names: Vec<&str> = always.into_iter().chain(arrays).collect();
            let bits = names.iter().fold(0, |bits, name| bits | bit_of(name));
            assert_eq!(bits.count_ones() as usize, names.len(), "{field}: {names:?}");
        }
    }
}
