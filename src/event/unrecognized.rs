//! The parts of a notification that this version does not know.

use std::{collections::VecDeque, fmt};

use super::{
    Contact, DecodeError, UnknownReason,
    change::ROWS,
    json,
    read::{self, Notes, escaped},
    unknown::explain,
    walk::{Around, ENVELOPE, Found, Walk, What},
};

/// A part of a notification that was kept raw or open, or that the types have no member for.
///
/// [`WebhookEvent::unrecognized`](crate::WebhookEvent::unrecognized) lists them. Nothing is lost:
/// [`WebhookEvent::raw`](crate::WebhookEvent::raw) has every byte. Log unrecognized parts to learn about additions of Meta's
/// before your users notice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unrecognized {
    pointer: String,
    reason: UnrecognizedReason,
}

impl Unrecognized {
    /// Returns the place of the part in the body, as a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)), such as
    /// `/entry/0/changes/0/value/messages/1`.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns the reason why the part is unrecognized.
    #[must_use]
    pub fn reason(&self) -> &UnrecognizedReason {
        &self.reason
    }
}

impl fmt::Display for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.reason)
    }
}

/// The reason why a part of a notification is unrecognized.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnrecognizedReason {
    /// A change whose `field` is not modeled. The content is [`Content::Unknown`](crate::Content::Unknown).
    Field,
    /// A message, interactive reply or similar object whose `type` is not modeled. Its content is `Unknown`.
    Type,
    /// A member that the types do not have.
    Member,
    /// A string outside the documented values, which is kept unchanged.
    Value,
    /// A part of a known kind, but not in its shape. The error names the place below the pointer.
    Malformed(DecodeError),
}

impl fmt::Display for UnrecognizedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field => f.write_str("unknown field"),
            Self::Type => f.write_str("unknown type"),
            Self::Member => f.write_str("unknown member"),
            Self::Value => f.write_str("unknown value"),
            Self::Malformed(error) => write!(f, "malformed: {error}"),
        }
    }
}

/// The search for unrecognized parts, which reads a notification once more, item by item.
pub(crate) struct Search<'a> {
    walk: Walk<'a>,
    /// The position of the envelope, until its members have been examined.
    envelope: Option<usize>,
    found: VecDeque<Unrecognized>,
    /// The contacts of a change that were not examined yet: the pointer of the array, behind the last contact, and its index.
    contacts: Option<(String, usize, usize)>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(walk: Walk<'a>, envelope: Option<usize>) -> Self {
        Self { walk, envelope, found: VecDeque::new(), contacts: None }
    }

    fn note(&mut self, pointer: String, reason: UnrecognizedReason) {
        self.found.push_back(Unrecognized { pointer, reason });
    }

    fn note_all(&mut self, pointer: &str, notes: Notes) {
        for (below, reason) in notes {
            self.note(format!("{pointer}{below}"), reason);
        }
    }

    fn note_reason(&mut self, pointer: String, reason: UnknownReason) {
        self.note(
            pointer,
            match reason {
                UnknownReason::NotModeled => UnrecognizedReason::Field,
                UnknownReason::Malformed(error) => UnrecognizedReason::Malformed(error),
            },
        );
    }

    fn look_at(&mut self, found: &Found) {
        let (text, start) = (self.walk.text, found.start);
        let pointer = self.walk.pointer(found);
        let raw = |start| text.get(start..json::end(text.as_bytes(), start)).unwrap_or_default();
        match found.what {
            What::Item(row) => {
                let mut rows =
                    ROWS.iter().filter(|other| other.field == row.field && other.array == row.array);
                let notes = rows.find_map(|row| (row.watch)(text, start).ok());
                let below = match row.array {
                    "" => "/value",
                    "history/metadata" => "/metadata",
                    _ => "",
                };
                match notes {
                    Some(notes) => self.note_all(&format!("{pointer}{below}"), notes),
                    None => {
                        let below = if below == "/value" { "" } else { below };
                        self.note_reason(format!("{pointer}{below}"), (row.explain)(raw(start)));
                    }
                }
                self.walk.pass_item(json::end(text.as_bytes(), start));
            }
            What::NotAnArray(_) => self.note_reason(pointer, explain::not_an_array(raw(start))),
            What::Malformed(_, explain) => self.note_reason(pointer, explain(raw(start))),
            What::NewField => self.note(pointer, UnrecognizedReason::Field),
            What::Around(around) => self.look_around(&pointer, start, around),
        }
    }

    /// Examines the members of an object that contains items.
    fn look_around(&mut self, pointer: &str, start: usize, around: &Around) {
        for member in json::members(self.walk.text, start) {
            let pointer = format!("{pointer}/{}", escaped(&member.name()));
            if around.has_contacts(&member, self.walk.text) {
                self.contacts = Some((pointer, member.value + 1, 0));
                continue;
            }
            match around.watch(&member, &self.walk) {
                Some(Ok(notes)) => self.note_all(&pointer, notes),
                Some(Err(error)) => self.note(pointer, UnrecognizedReason::Malformed(error)),
                None => self.note(pointer, UnrecognizedReason::Member),
            }
        }
    }
}

impl Search<'_> {
    /// Examines the next contact.
    fn look_at_contact(&mut self, (pointer, at, index): (String, usize, usize)) {
        let text = self.walk.text;
        let Some(start) = json::next_element(text.as_bytes(), at) else { return };
        let place = format!("{pointer}/{index}");
        match read::watch::<Contact>(text, start) {
            Ok(notes) => self.note_all(&place, notes),
            Err(error) => self.note(place, UnrecognizedReason::Malformed(error)),
        }
        self.contacts = Some((pointer, json::end(text.as_bytes(), start), index + 1));
    }
}

impl Iterator for Search<'_> {
    type Item = Unrecognized;

    fn next(&mut self) -> Option<Unrecognized> {
        loop {
            if let Some(found) = self.found.pop_front() {
                return Some(found);
            }
            if let Some(contacts) = self.contacts.take() {
                self.look_at_contact(contacts);
                continue;
            }
            match self.walk.next() {
                Some(found) => self.look_at(&found),
                None => {
                    let start = self.envelope.take()?;
                    self.look_around("", start, &ENVELOPE);
                }
            }
        }
    }
}
