//! Where an item stands, which a notification of that item alone repeats.

use super::{Found, Frame, Members, Walk, What};

/// Where an item stands in its notification.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    pub(crate) inside: Inside,
    /// The name in the table, which [`member`](Self::member) shortens.
    name: &'static str,
    pub(crate) is_element: bool,
}

/// The object that the item's member is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inside {
    /// The notification.
    Body,
    Entry,
    Change,
    /// The value of a change.
    Value,
    /// The member `standby` of a value.
    Standby,
    /// An On-Premises notification, which is a value itself.
    OnPremises,
    /// A chunk of a history.
    Chunk,
    /// A thread of a chunk.
    Thread,
}

impl Position {
    /// The member that the item is the value of, or an element of it; empty where the item is the whole body.
    pub(crate) fn member(&self) -> &'static str {
        self.name.strip_prefix("history/").unwrap_or(self.name)
    }
}

impl Walk<'_> {
    /// The position of what the walk came to last.
    #[inline]
    pub(crate) fn position(&self, found: &Found) -> Position {
        match (self.frames.last(), found.what) {
            (Some(Frame::Items(row, _, inside)), What::Item(_)) => {
                Position { inside: *inside, name: row.array, is_element: true }
            }
            _ => self.other_position(found),
        }
    }

    /// The position of what is no item of an array.
    fn other_position(&self, found: &Found) -> Position {
        let around = found.depth.checked_sub(1).and_then(|last| self.frames.get(last));
        let (inside, name, is_element) = match (around, found.what) {
            (None, What::NotAnArray(name)) => (Inside::Body, name, false),
            (None, _) => (Inside::Body, "", false),
            (Some(Frame::Entries(_)), What::NotAnArray(name)) => (Inside::Entry, name, false),
            (Some(Frame::Entries(_)), _) => (Inside::Body, "entry", true),
            (Some(Frame::Changes(_)), What::Malformed("changes", _)) => (Inside::Entry, "changes", true),
            (Some(Frame::Changes(_) | Frame::Items(..)), _) => (Inside::Change, "value", false),
            (Some(Frame::Value(members)), What::NotAnArray(name)) => (members.inside(), name, false),
            (Some(Frame::Value(_)), _) => (Inside::Change, "value", false),
            (Some(Frame::Chunks(_)), _) => (Inside::Value, "history", true),
            (Some(Frame::Chunk(_)), What::NotAnArray(name)) => (Inside::Chunk, name, false),
            (Some(Frame::Chunk(_)), _) => (Inside::Chunk, "metadata", false),
            (Some(Frame::Threads(_)), What::NotAnArray(name)) => (Inside::Thread, name, false),
            (Some(Frame::Threads(_)), _) => (Inside::Chunk, "threads", true),
        };
        Position { inside, name, is_element }
    }
}

impl Members {
    /// The object whose members they are.
    pub(super) fn inside(&self) -> Inside {
        match self.name {
            "" => Inside::OnPremises,
            "standby" => Inside::Standby,
            _ => Inside::Value,
        }
    }
}
