//! Entering the objects and arrays around the items.

use std::{borrow::Cow, sync::Arc};

use super::{Array, Found, Frame, Inside, Members, Part, Parts, Walk, What};
use crate::{
    DecodeError,
    event::{
        ConversationContext, HistorySync, Metadata, RawJson, Text, Timestamp, WabaId,
        change::ROWS,
        content::Row,
        context::ChangeContext,
        find::{self, Change, Envelope, Place, Value, is_null},
        history::{HistoryThread, HistoryThreadUser},
        json::{self, Member},
        read::{self, Notes, Read},
        unknown::explain,
    },
};

/// The known members of an object around items.
pub(crate) struct Around {
    members: &'static [&'static [Known]],
    /// Whether the item arrays of the field are members, too.
    has_arrays: bool,
}

/// A member of an object around items: its name, and what is not known in its value.
type Known = (&'static str, fn(&str, usize) -> Result<Notes, DecodeError>);

const HEAD: &[Known] = &[
    ("messaging_product", watch::<Text>),
    ("metadata", watch::<Metadata>),
    ("conversation_context", watch::<ConversationContext>),
];
const CONTACTS: &[Known] = &[("contacts", watch_contacts)];
/// The version of the On-Premises client, which some relays leave.
const META: &[Known] = &[("meta", watch::<RawJson>)];
const IN_STANDBY: &[Known] = &[("standby", entered)];

pub(crate) static ENVELOPE: Around = Around::of(&[&[("object", entered), ("entry", entered)]]);
static ENTRY: Around =
    Around::of(&[&[("id", watch::<WabaId>), ("time", watch::<Timestamp>), ("changes", entered)]]);
static CHANGE: Around = Around::of(&[&[("field", entered), ("value", entered)]]);
static VALUE: Around = Around::of_arrays(&[HEAD, CONTACTS]);
static ON_PREMISES: Around = Around::of_arrays(&[HEAD, CONTACTS, META]);
/// The value of the field `standby`, whose contacts may be in its member of that name.
static AROUND_STANDBY: Around = Around::of_arrays(&[HEAD, CONTACTS, IN_STANDBY]);
static AROUND_STANDBY_WITH_CONTACTS: Around = Around::of_arrays(&[HEAD, IN_STANDBY]);
static STANDBY: Around = Around::of_arrays(&[CONTACTS]);
static CHUNK: Around = Around::of(&[&[
    ("metadata", entered),
    ("sync", watch::<HistorySync>),
    ("threads", entered),
    ("errors", entered),
]]);
static THREAD: Around =
    Around::of(&[&[("id", watch::<Text>), ("context", watch::<HistoryThreadUser>), ("messages", entered)]]);

impl Around {
    const fn of(members: &'static [&'static [Known]]) -> Self {
        Self { members, has_arrays: false }
    }

    const fn of_arrays(members: &'static [&'static [Known]]) -> Self {
        Self { members, has_arrays: true }
    }

    /// Whether a member is an array of contacts.
    pub(crate) fn has_contacts(&self, member: &Member<'_>, text: &str) -> bool {
        let is_array = text.as_bytes().get(member.value) == Some(&b'[');
        is_array
            && member.is("contacts")
            && self.members.iter().copied().flatten().any(|(name, _)| *name == "contacts")
    }

    /// Returns the unrecognized parts of a member, or `None` if the member itself is unrecognized.
    pub(crate) fn watch(&self, member: &Member<'_>, walk: &Walk<'_>) -> Option<Result<Notes, DecodeError>> {
        let name = member.name();
        let known = self.members.iter().copied().flatten().find(|(known, _)| *known == name);
        match known {
            Some((_, watch)) => Some(watch(walk.text, member.value)),
            None => (self.has_arrays && walk.is_array_of_field(&name)).then(|| Ok(Notes::new())),
        }
    }
}

/// Returns the unrecognized parts of a member that is decoded on its own.
fn watch<T: Read>(text: &str, at: usize) -> Result<Notes, DecodeError> {
    if is_absent(text, at) { Ok(Notes::new()) } else { read::watch::<T>(text, at) }
}

/// Contacts are examined one by one; anything else in their place is malformed.
fn watch_contacts(text: &str, at: usize) -> Result<Notes, DecodeError> {
    if is_absent(text, at) { Ok(Notes::new()) } else { Err(DecodeError::expected("an array", text, at)) }
}

/// Whether `null` or `""` is at a place.
fn is_absent(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with("null") || rest.starts_with("\"\""))
}

/// Nothing: the walk enters the member itself.
fn entered(_: &str, _: usize) -> Result<Notes, DecodeError> {
    Ok(Notes::new())
}

impl Walk<'_> {
    /// Notes an object around items, if those are asked for.
    fn around(&mut self, start: usize, around: &'static Around) {
        let found = self.found(start, What::Around(around));
        self.asides.iter_mut().for_each(|asides| asides.push_back(found));
    }

    fn malformed(
        &self,
        start: usize,
        name: &'static str,
        explain: fn(&str) -> crate::UnknownReason,
    ) -> Option<Found> {
        Some(self.found(start, What::Malformed(name, explain)))
    }

    pub(super) fn enter_envelope(&mut self, envelope: Envelope) -> Option<Found> {
        match envelope {
            Envelope::Cloud { entry } => self.enter_array(entry, "entry", Frame::Entries),
            Envelope::Empty => {
                let start = json::white_space(self.text.as_bytes(), 0);
                self.malformed(start, "entry", explain::missing_entry)
            }
            Envelope::OnPremises(value) => self.enter_value("messages", "", value),
        }
    }

    /// Enters an array. Anything else in its place is malformed, but for `null`.
    fn enter_array(
        &mut self,
        start: usize,
        name: &'static str,
        frame: impl FnOnce(Array) -> Frame,
    ) -> Option<Found> {
        match self.text.as_bytes().get(start) {
            Some(b'[') => {
                self.frames.push(frame(Array::new(start)));
                None
            }
            Some(b'n') | None => None,
            Some(_) => Some(self.found(start, What::NotAnArray(name))),
        }
    }

    pub(super) fn enter_entry(&mut self, start: usize) -> Option<Found> {
        let entry = match self.places.split_first() {
            Some((Place::Entry(entry), rest)) if entry.start as usize == start => {
                self.places = rest;
                *entry
            }
            _ => find::entry_again(self.text, start),
        };
        self.pass(entry.end as usize);
        self.context = None;
        if entry.changes == 0 {
            return self.malformed(start, "entry", explain::malformed_entry);
        }
        self.entry = entry;
        self.around(start, &ENTRY);
        let malformed = self.enter_array(entry.changes as usize, "changes", Frame::Changes);
        if malformed.is_some() {
            self.enter_nothing();
        }
        malformed
    }

    pub(super) fn enter_change(&mut self, start: usize) -> Option<Found> {
        let change = match self.places.split_first() {
            Some((Place::Change(change), rest)) if change.start as usize == start => {
                self.places = rest;
                *change
            }
            _ => find::change_again(self.text, start),
        };
        self.pass(change.end as usize);
        let Some(field) = field_of(self.text, &change) else {
            self.enter_nothing();
            return self.malformed(start, "changes", explain::malformed_change);
        };
        self.around(start, &CHANGE);
        let value = change.value.start as usize;
        match ROWS.iter().find(|row| row.field == field) {
            Some(row) if row.array.is_empty() => {
                self.enter_context(row.field.into(), Value::default());
                Some(self.found(value, What::Item(row)))
            }
            Some(row) => self.enter_value(row.field, "value", change.value),
            None => {
                self.enter_context(field.into_owned().into(), Value::default());
                Some(self.found(value, What::NewField))
            }
        }
    }

    /// Enters the value of a field that has item arrays.
    pub(super) fn enter_value(
        &mut self,
        field: &'static str,
        name: &'static str,
        value: Value,
    ) -> Option<Found> {
        let start = value.start as usize;
        if self.text.as_bytes().get(start) != Some(&b'{') {
            self.enter_context(field.into(), Value::default());
            return self.malformed(start, field, explain::not_an_object);
        }
        if field == "standby" {
            return self.enter_standby(value);
        }
        let at = if value.others == 0 { value.end - 1 } else { value.others };
        self.frames.push(Frame::Value(Members::new(name, value, at)));
        self.around(start, if name.is_empty() { &ON_PREMISES } else { &VALUE });
        self.enter_context(field.into(), value);
        None
    }

    /// Enters the member `standby`, which holds the arrays of its field, and at times the contacts.
    fn enter_standby(&mut self, value: Value) -> Option<Found> {
        let bytes = self.text.as_bytes();
        let inner =
            json::member(self.text, value.start as usize, "standby").filter(|at| !is_null(bytes, *at));
        let inside = inner.map_or(Value { repeats: false, ..value }, |at| find::value_at(self.text, at));
        let has_contacts = bytes.get(inside.contacts as usize) == Some(&b'[');
        let contacts = if has_contacts { inside.contacts } else { value.contacts };
        self.enter_context("standby".into(), Value { contacts, ..value });
        if inner.is_some_and(|at| bytes.get(at) != Some(&b'{')) {
            return self.malformed(value.start as usize, "standby", explain::malformed_standby);
        }
        // Arrays that are not in the member `standby` count as well; they come last.
        self.frames.push(Frame::Value(Members::new("value", value, value.start + 1)));
        let is_moved = inner.is_some() && has_contacts;
        self.around(
            value.start as usize,
            if is_moved { &AROUND_STANDBY_WITH_CONTACTS } else { &AROUND_STANDBY },
        );
        if let Some(start) = inner {
            self.frames.push(Frame::Value(Members::new("standby", inside, inside.start + 1)));
            self.around(start, &STANDBY);
        }
        None
    }

    /// Enters a member of a value, if it is an item array.
    pub(super) fn enter_member(&mut self, member: Member<'_>) -> Option<Found> {
        let bytes = self.text.as_bytes();
        let name = member.name();
        let context = self.context.as_ref()?;
        let row = context.row_of(&name);
        let is_history = context.field() == "history" && name == "history";
        let Some(Frame::Value(members)) = self.frames.last_mut() else { return None };
        let inside = members.inside();
        let mut start = member.value;
        let is_known = row.is_some() || is_history;
        if !is_known || members.repeats || bytes.get(start) != Some(&b'[') {
            members.at = json::end(bytes, start);
        }
        if !is_known {
            return None;
        }
        if members.repeats {
            // The last of several arrays counts, in the place of the first.
            let bit = 1 << row.map_or(63, |(bit, _)| bit);
            if members.walked & bit != 0 {
                return None;
            }
            members.walked |= bit;
            start = json::member(self.text, members.start, &name).unwrap_or(start);
        }
        match row {
            Some((_, row)) => self.enter_array(start, row.array, |array| Frame::Items(row, array, inside)),
            None => self.enter_array(start, "history", Frame::Chunks),
        }
    }

    pub(super) fn enter_chunk(&mut self, start: usize) -> Option<Found> {
        self.pass(json::end(self.text.as_bytes(), start));
        let (mut parts, mut sync) = (Parts::default(), 0);
        for member in json::members(self.text, start) {
            let position = u32::try_from(member.value).unwrap_or_default();
            match &*member.name() {
                "threads" => parts.threads = position,
                "errors" => parts.errors = position,
                "metadata" => parts.metadata = position,
                // Where a record of one message has the metadata, which would be an update of its own.
                "sync" => sync = position,
                _ => {}
            }
        }
        let starts = |at: u32, first: u8| at > 0 && self.text.as_bytes().get(at as usize) == Some(&first);
        if !starts(parts.threads, b'[') && !starts(parts.errors, b'[') && !starts(parts.metadata, b'{') {
            return self.malformed(start, "history", explain::malformed_chunk);
        }
        let sync = [parts.metadata, sync].into_iter().find(|at| *at > 0);
        (self.sync, self.thread) = (sync.and_then(|at| read::read_part(self.text, at as usize)), None);
        self.frames.push(Frame::Chunk(parts));
        self.around(start, &CHUNK);
        None
    }

    pub(super) fn enter_part(&mut self, part: Part, start: usize) -> Option<Found> {
        match part {
            Part::Threads => self.enter_array(start, "threads", Frame::Threads),
            Part::Errors => {
                let row = history_row("history/errors")?;
                self.enter_array(start, "errors", |array| Frame::Items(row, array, Inside::Chunk))
            }
            Part::Metadata if is_null(self.text.as_bytes(), start) => None,
            Part::Metadata => Some(self.found(start, What::Item(history_row("history/metadata")?))),
        }
    }

    pub(super) fn enter_thread(&mut self, start: usize) -> Option<Found> {
        self.pass(json::end(self.text.as_bytes(), start));
        let (mut id, mut context, mut messages) = (None, None, None);
        for member in json::members(self.text, start) {
            match &*member.name() {
                "id" => id = read::read_part(self.text, member.value),
                "context" => context = read::read_part(self.text, member.value),
                "messages" => messages = Some(member.value),
                _ => {}
            }
        }
        let Some(messages) = messages else {
            return self.malformed(start, "threads", explain::malformed_thread);
        };
        self.thread = HistoryThread::new(id, context).map(Arc::new);
        self.around(start, &THREAD);
        let row = history_row("history/messages")?;
        self.enter_array(messages, "messages", |array| Frame::Items(row, array, Inside::Thread))
    }

    /// The context of what has neither a field nor a value, which all such changes of an entry share.
    fn enter_nothing(&mut self) {
        if self.context.as_ref().is_none_or(|context| !context.is_nothing_of(&self.entry)) {
            self.enter_context("".into(), Value::default());
        }
    }

    fn enter_context(&mut self, field: Cow<'static, str>, value: Value) {
        self.context = Some(Arc::new(ChangeContext::new(self.body.clone(), field, self.entry, value)));
        (self.sync, self.thread) = (None, None);
    }
}

/// The field of a change, if it has one and a value.
fn field_of<'a>(text: &'a str, change: &Change) -> Option<Cow<'a, str>> {
    if change.field == 0 || change.value.start == 0 {
        None
    } else {
        json::string(text, change.field as usize)
    }
}

/// The row of an array, or of an object, inside a chunk of a history.
fn history_row(array: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.field == "history" && row.array == array)
}
