//! What a reader does not know, and where it is.

use std::{borrow::Cow, fmt::Write as _};

use crate::event::UnrecognizedReason;

/// The place of a reader below the item that it reads, and what it noted on the way.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// The place as a JSON pointer.
    pointer: String,
    notes: Notes,
}

/// The unrecognized parts of an item: JSON pointers below the item, each with the reason.
pub(crate) type Notes = Vec<(String, UnrecognizedReason)>;

impl Watch {
    pub(super) fn enter_member(&mut self, name: &str) {
        self.pointer.push('/');
        self.pointer.push_str(&escaped(name));
    }

    pub(super) fn enter_element(&mut self, index: u32) {
        let _ = write!(self.pointer, "/{index}");
    }

    pub(super) fn leave(&mut self) {
        self.pointer.truncate(self.pointer.rfind('/').unwrap_or_default());
    }

    /// The place, and how much was noted on the way to it.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.pointer.len(), self.notes.len())
    }

    /// Goes back to an earlier place, and forgets what was noted since.
    pub(super) fn go_back(&mut self, (pointer, notes): (usize, usize)) {
        self.pointer.truncate(pointer);
        self.notes.truncate(notes);
    }

    pub(super) fn note(&mut self, reason: UnrecognizedReason) {
        self.notes.push((self.pointer.clone(), reason));
    }

    /// Notes something about the whole object at the watch's place, instead of what was noted inside it.
    pub(super) fn note_instead(&mut self, reason: UnrecognizedReason, since: usize) {
        self.notes.truncate(since);
        self.note(reason);
    }

    pub(super) fn len(&self) -> usize {
        self.notes.len()
    }

    pub(super) fn into_notes(self) -> Notes {
        self.notes
    }

    /// The place as in `contacts[1].phones`.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for name in self.pointer.split('/').skip(1) {
            if name.bytes().all(|byte| byte.is_ascii_digit()) {
                let _ = write!(path, "[{name}]");
            } else {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(name);
            }
        }
        path
    }
}

/// A member's name as a part of a JSON pointer.
pub(crate) fn escaped(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) { name.replace('~', "~0").replace('/', "~1").into() } else { name.into() }
}
