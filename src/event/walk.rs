//! Walking: over entries, changes and item arrays to the items, in wire order.
//!
//! The walk goes over validated text and reads no item; [`Updates`](super::Updates) and
//! [`WebhookEvent::unrecognized`](super::WebhookEvent::unrecognized) read what it finds.

mod enter;
mod position;

pub(crate) use self::{
    enter::{Around, ENVELOPE},
    position::{Inside, Position},
};
use std::{borrow::Cow, collections::VecDeque, fmt::Write as _, sync::Arc};

use bytes::Bytes;

use super::{
    HistorySync, UnknownReason,
    content::Row,
    context::ChangeContext,
    find::{Entry, Envelope, Place, Value},
    history::HistoryThread,
    json,
};

/// A place in a notification.
pub(crate) struct Walk<'a> {
    pub(crate) text: &'a str,
    body: &'a Bytes,
    /// The places that the first pass remembered, and that the walk has not come to.
    places: &'a [Place],
    /// The arrays and objects around the place, the outermost first.
    frames: Vec<Frame>,
    /// What the walk found and has not come to: the objects around items, if they are asked for, and what is in them.
    asides: Option<VecDeque<Found>>,
    pending: Option<Found>,
    entry: Entry,
    /// The context of what the walk came to, if it is in an entry; and that of everything outside of entries.
    context: Option<Arc<ChangeContext>>,
    outside: Option<Arc<ChangeContext>>,
    /// In a history: the chunk and the thread that a message is in.
    pub(crate) sync: Option<HistorySync>,
    pub(crate) thread: Option<Arc<HistoryThread>>,
}

/// An array or an object around the place.
enum Frame {
    Entries(Array),
    Changes(Array),
    Value(Members),
    Items(&'static Row, Array, Inside),
    Chunks(Array),
    Chunk(Parts),
    Threads(Array),
}

/// A place in an array.
#[derive(Clone, Copy)]
struct Array {
    /// Behind the bracket, or behind the last element that was passed.
    at: usize,
    /// How many elements the walk came to.
    count: usize,
}

/// A place among the members of a change's value.
struct Members {
    /// The name of the object.
    name: &'static str,
    /// Where the object starts.
    start: usize,
    /// Behind the brace, or behind the last member that was passed.
    at: usize,
    /// Whether a name may occur more than once, and the rows whose arrays were walked; a bit for each.
    repeats: bool,
    walked: u64,
}

/// The parts of a chunk of a history that the walk has not come to. A position of 0 stands for none.
#[derive(Default)]
struct Parts {
    threads: u32,
    errors: u32,
    metadata: u32,
}

/// A part of a chunk of a history.
#[derive(Clone, Copy)]
enum Part {
    Threads,
    Errors,
    Metadata,
}

/// Something that the walk came to.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) what: What,
    /// How many frames are around it.
    depth: usize,
}

/// The kinds of places in a notification that the walk visits.
#[derive(Clone, Copy)]
pub(crate) enum What {
    /// An item of the row's type.
    Item(&'static Row),
    /// Something else in the place of the array of this name.
    NotAnArray(&'static str),
    /// A part that is malformed in another way: what it is, and the reason.
    Malformed(&'static str, fn(&str) -> UnknownReason),
    /// The value of a change whose field is not modeled.
    NewField,
    /// An object around items.
    Around(&'static Around),
}

impl Array {
    fn new(start: usize) -> Self {
        Self { at: start + 1, count: 0 }
    }

    /// Comes to the next element.
    #[inline]
    fn next(&mut self, bytes: &[u8]) -> Option<usize> {
        let start = json::next_element(bytes, self.at)?;
        self.count += 1;
        Some(start)
    }

    /// The index of the element that the walk came to.
    fn index(self) -> usize {
        self.count.saturating_sub(1)
    }
}

impl Members {
    fn new(name: &'static str, value: Value, at: u32) -> Self {
        Self { name, start: value.start as usize, at: at as usize, repeats: value.repeats, walked: 0 }
    }
}

impl Parts {
    /// The next part: which one, and where it starts.
    fn next(&mut self) -> Option<(Part, usize)> {
        let parts = [
            (Part::Threads, &mut self.threads),
            (Part::Errors, &mut self.errors),
            (Part::Metadata, &mut self.metadata),
        ];
        let (part, at) = parts.into_iter().find(|(_, at)| **at > 0)?;
        Some((part, std::mem::take(at) as usize))
    }
}

impl<'a> Walk<'a> {
    /// A walk that comes to items.
    pub(crate) fn new(body: &'a Bytes, envelope: Envelope, places: &'a [Place]) -> Self {
        Self::start(body, envelope, places, None)
    }

    /// A walk that comes to the objects around items as well.
    pub(crate) fn thorough(body: &'a Bytes, envelope: Envelope, places: &'a [Place]) -> Self {
        Self::start(body, envelope, places, Some(VecDeque::new()))
    }

    /// A walk over the items of one change once more.
    pub(crate) fn of_change(context: &'a ChangeContext) -> Self {
        let mut walk = Self::new(context.body(), Envelope::Empty, &[]);
        walk.pending = walk.enter_value(context.known_field(), "value", context.value());
        walk
    }

    fn start(
        body: &'a Bytes,
        envelope: Envelope,
        places: &'a [Place],
        asides: Option<VecDeque<Found>>,
    ) -> Self {
        let mut walk = Self {
            text: std::str::from_utf8(body).unwrap_or_default(),
            body,
            places,
            frames: Vec::with_capacity(MOST_FRAMES),
            asides,
            pending: None,
            entry: Entry::default(),
            context: None,
            outside: None,
            sync: None,
            thread: None,
        };
        walk.pending = walk.enter_envelope(envelope);
        walk
    }

    /// Comes to the next item, or to the next object around items.
    pub(crate) fn next(&mut self) -> Option<Found> {
        let bytes = self.text.as_bytes();
        loop {
            if let Some(aside) = self.asides.as_mut().and_then(VecDeque::pop_front) {
                return Some(aside);
            }
            if let Some(pending) = self.pending.take() {
                return Some(pending);
            }
            let found = match self.frames.last_mut()? {
                Frame::Items(row, array, _) => match array.next(bytes) {
                    Some(start) => {
                        let what = What::Item(row);
                        return Some(self.found(start, what));
                    }
                    None => self.leave(),
                },
                Frame::Value(members) => match json::next_member(self.text, members.at) {
                    Some(member) => self.enter_member(member),
                    None => self.leave(),
                },
                Frame::Changes(array) => match array.next(bytes) {
                    Some(start) => self.enter_change(start),
                    None => self.leave(),
                },
                Frame::Entries(array) => match array.next(bytes) {
                    Some(start) => self.enter_entry(start),
                    None => self.leave(),
                },
                Frame::Chunks(array) => match array.next(bytes) {
                    Some(start) => self.enter_chunk(start),
                    None => self.leave(),
                },
                Frame::Threads(array) => match array.next(bytes) {
                    Some(start) => self.enter_thread(start),
                    None => self.leave(),
                },
                Frame::Chunk(parts) => match parts.next() {
                    Some((part, start)) => self.enter_part(part, start),
                    None => self.leave(),
                },
            };
            self.pending = found;
        }
    }

    /// The context of what the walk came to.
    pub(crate) fn context(&mut self) -> &Arc<ChangeContext> {
        let outside =
            || ChangeContext::new(self.body.clone(), Cow::Borrowed(""), Entry::default(), Value::default());
        match &mut self.context {
            Some(context) => context,
            None => self.outside.get_or_insert_with(|| Arc::new(outside())),
        }
    }

    fn found(&self, start: usize, what: What) -> Found {
        Found { start, what, depth: self.frames.len() }
    }

    /// Passes an item of an item array, which ends there.
    #[inline]
    pub(crate) fn pass_item(&mut self, end: usize) {
        if let Some(Frame::Items(_, array, _)) = self.frames.last_mut() {
            array.at = end;
        }
    }

    /// Passes an element of the array that the walk is in.
    fn pass(&mut self, end: usize) {
        if let Some(
            Frame::Changes(array) | Frame::Entries(array) | Frame::Chunks(array) | Frame::Threads(array),
        ) = self.frames.last_mut()
        {
            array.at = end;
        }
    }

    /// Leaves an array or object whose elements were all passed.
    fn leave(&mut self) -> Option<Found> {
        let end = match self.frames.pop() {
            Some(Frame::Items(_, array, _)) => json::white_space(self.text.as_bytes(), array.at) + 1,
            Some(Frame::Chunks(array)) => {
                (self.sync, self.thread) = (None, None);
                json::white_space(self.text.as_bytes(), array.at) + 1
            }
            _ => return None,
        };
        if let Some(Frame::Value(members)) = self.frames.last_mut()
            && !members.repeats
        {
            members.at = end;
        }
        None
    }

    /// Whether the field has an item array of this name.
    pub(crate) fn is_array_of_field(&self, name: &str) -> bool {
        let Some(context) = &self.context else { return false };
        context.row_of(name).is_some() || context.field() == "history" && name == "history"
    }

    /// The JSON pointer of something that the walk came to last.
    pub(crate) fn pointer(&self, found: &Found) -> String {
        let mut pointer = String::new();
        for frame in self.frames.iter().take(found.depth) {
            let _ = match frame {
                Frame::Entries(array) => write!(pointer, "/entry/{}", array.index()),
                Frame::Changes(array) => write!(pointer, "/changes/{}", array.index()),
                Frame::Value(members) if members.name.is_empty() => Ok(()),
                Frame::Value(members) => write!(pointer, "/{}", members.name),
                Frame::Items(row, array, _) => write!(pointer, "/{}/{}", row.name(), array.index()),
                Frame::Chunks(array) => write!(pointer, "/history/{}", array.index()),
                Frame::Threads(array) => write!(pointer, "/threads/{}", array.index()),
                Frame::Chunk(_) => Ok(()),
            };
        }
        if let What::NotAnArray(name) = found.what {
            let _ = write!(pointer, "/{name}");
        }
        pointer
    }
}

/// Entries, changes, a value, `standby`, or a history with its chunks, threads and messages.
const MOST_FRAMES: usize = 8;
