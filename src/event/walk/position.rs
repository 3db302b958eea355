//! Where an item stands, which a notification of that item alone repeats.

use super::{Found, Frame, Members, Walk, What};

/// Where an item stands in its notification.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    pub(crate) inside: Inside,
    /// The member that the item is the value of, or an element of it; empty where the item is the whole body.
    pub(crate) member: &'static str,
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

impl Walk<'_> {
    /// The position of what the walk came to last.
    pub(crate) fn position(&self, found: &Found) -> Position {
        let mut around = self.frames.iter().take(found.depth).rev();
        let (inside, member, is_element) = match (around.next(), found.what) {
            (None, What::NotAnArray(name)) => (Inside::Body, name, false),
            (None, _) => (Inside::Body, "", false),
            (Some(Frame::Entries(_)), What::NotAnArray(name)) => (Inside::Entry, name, false),
            (Some(Frame::Entries(_)), _) => (Inside::Body, "entry", true),
            (Some(Frame::Changes(_)), What::Malformed("changes", _)) => (Inside::Entry, "changes", true),
            (Some(Frame::Changes(_)), _) => (Inside::Change, "value", false),
            (Some(Frame::Value(members)), What::NotAnArray(name)) => (members.inside(), name, false),
            (Some(Frame::Value(_)), _) => (Inside::Change, "value", false),
            (Some(Frame::Chunks(_)), _) => (Inside::Value, "history", true),
            (Some(Frame::Chunk(_)), What::NotAnArray(name)) => (Inside::Chunk, name, false),
            (Some(Frame::Chunk(_)), _) => (Inside::Chunk, "metadata", false),
            (Some(Frame::Threads(_)), What::NotAnArray(name)) => (Inside::Thread, name, false),
            (Some(Frame::Threads(_)), _) => (Inside::Chunk, "threads", true),
            (Some(Frame::Items(row, _)), _) => {
                let inside = match around.next() {
                    Some(Frame::Value(members)) => members.inside(),
                    Some(Frame::Threads(_)) => Inside::Thread,
                    _ => Inside::Chunk,
                };
                (inside, row.name(), true)
            }
        };
        Position { inside, member, is_element }
    }
}

impl Members {
    /// The object whose members they are.
    fn inside(&self) -> Inside {
        match self.name {
            "" => Inside::OnPremises,
            "standby" => Inside::Standby,
            _ => Inside::Value,
        }
    }
}
