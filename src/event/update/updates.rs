//! The way through a delivery, from one update to the next.

use std::fmt;

use super::Update;
use crate::event::{
    Content, Unknown,
    change::{self, Change, ChangeValue as _, Contents, Head, Messages},
    decode::items::{self, Element, Item, Items},
    entry::Entry,
};

/// Goes through the updates of a delivery in wire order; made by [`WebhookEvent::updates`](crate::WebhookEvent::updates).
#[derive(Clone)]
pub struct Updates<'a> {
    entries: items::Iter<'a, Entry>,
    changes: items::Iter<'a, Change>,
    contents: Contents<'a>,
    field: &'a str,
    entry: Option<&'a Entry>,
    head: Option<&'a Head>,
}

impl<'a> Updates<'a> {
    /// The updates of a Cloud API delivery.
    pub(crate) fn of_entries(entries: &'a Items<Entry>) -> Self {
        Self { entries: entries.iter(), ..Self::of_contents(Contents::Single(None), None) }
    }

    /// The updates of an On-Premises delivery.
    pub(crate) fn of_messages(messages: &'a Messages) -> Self {
        Self {
            field: "messages",
            ..Self::of_contents(Contents::Messages(messages.contents()), messages.head())
        }
    }

    /// The one update of a delivery that could not be taken apart.
    pub(crate) fn of_unknown(unknown: Unknown<&'a str>) -> Self {
        Self::of_contents(Contents::Single(Some(Content::Unknown(unknown))), None)
    }

    fn of_contents(contents: Contents<'a>, head: Option<&'a Head>) -> Self {
        Self {
            entries: items::Iter::default(),
            changes: items::Iter::default(),
            contents,
            field: "",
            entry: None,
            head,
        }
    }
}

impl<'a> Iterator for Updates<'a> {
    type Item = Update<'a>;

    fn next(&mut self) -> Option<Update<'a>> {
        loop {
            if let Some(content) = self.contents.next() {
                return Some(Update { content, field: self.field, entry: self.entry, head: self.head });
            }
            if let Some(change) = self.changes.next() {
                (self.field, self.head, self.contents) = match change {
                    Element::Known(change) => (change.field(), change.head(), change.contents()),
                    Element::Kept(raw) => {
                        let unknown = change::unknown(raw);
                        (unknown.into_kind(), None, Contents::Single(Some(Content::Unknown(unknown))))
                    }
                };
                continue;
            }
            (self.field, self.head) = ("", None);
            match self.entries.next()? {
                Element::Known(entry) => (self.entry, self.changes) = (Some(entry), entry.changes.iter()),
                Element::Kept(raw) => {
                    (self.entry, self.contents) = (None, Contents::Single(Some(unknown_entry(raw))))
                }
            }
        }
    }
}

impl std::iter::FusedIterator for Updates<'_> {}

fn unknown_entry(raw: &str) -> Content<'_> {
    Content::Unknown(Unknown::new("entry", raw, <Entry as Item>::diagnose))
}

impl fmt::Debug for Updates<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
