//! The iterator over the updates of a notification.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, OnceLock},
};

use super::Update;
use crate::event::{
    Content, Unknown, UnknownReason, WebhookEvent,
    change::ROWS,
    content::Row,
    context::ChangeContext,
    json,
    walk::{Found, Walk, What},
};

/// An iterator over the updates of a notification in wire order; made by [`WebhookEvent::updates`].
pub struct Updates<'a> {
    walk: Walk<'a>,
}

impl<'a> Updates<'a> {
    pub(crate) fn new(walk: Walk<'a>) -> Self {
        Self { walk }
    }

    /// The updates of one change once more.
    pub(super) fn of_change(context: &'a ChangeContext) -> Self {
        Self::new(Walk::of_change(context))
    }

    fn read_item(&mut self, start: usize, row: &'static Row) -> (Content, usize) {
        let read = (row.read)(self.walk.text, start).or_else(|problem| {
            // An example of Meta's has another type under a field without item arrays; the rows of such a field are tried in order.
            let others = if row.array.is_empty() { ROWS } else { &[] };
            let mut others = others.iter().filter(|other| other.field == row.field).skip(1);
            others.find_map(|row| (row.read)(self.walk.text, start).ok()).ok_or(problem)
        });
        let (mut content, end) = read.unwrap_or_else(|_| {
            let end = json::end(self.walk.text.as_bytes(), start);
            let name = if row.array.is_empty() { row.field } else { row.name() };
            (self.unknown(name, start, end, row.explain), end)
        });
        if let Content::HistoryMessage(message) = &mut content {
            let context = Arc::clone(self.walk.context());
            message.place(self.walk.thread.as_ref(), self.walk.sync.as_ref(), context.business_digits());
        }
        (content, end)
    }

    fn unknown(
        &self,
        kind: impl Into<Cow<'static, str>>,
        start: usize,
        end: usize,
        explain: fn(&str) -> UnknownReason,
    ) -> Content {
        let raw = self.walk.text.get(start..end).unwrap_or_default();
        Content::Unknown(Unknown::new(kind, raw, explain))
    }
}

impl Iterator for Updates<'_> {
    type Item = Update;

    fn next(&mut self) -> Option<Update> {
        let found = self.walk.next()?;
        let Found { start, what, .. } = found;
        let position = self.walk.position(&found);
        let end = |walk: &Walk<'_>| json::end(walk.text.as_bytes(), start);
        let (content, end) = match what {
            What::Item(row) => {
                let (content, end) = self.read_item(start, row);
                self.walk.pass_item(end);
                (content, end)
            }
            What::NotAnArray(name) => {
                let end = end(&self.walk);
                (self.unknown(name, start, end, crate::event::unknown::explain::not_an_array), end)
            }
            What::Malformed(name, explain) => {
                let end = end(&self.walk);
                (self.unknown(name, start, end, explain), end)
            }
            What::NewField => {
                let end = end(&self.walk);
                let field = self.walk.context().field().to_owned();
                (self.unknown(field, start, end, UnknownReason::not_modeled), end)
            }
            What::Around(_) => return self.next(),
        };
        Some(Update {
            content,
            context: Arc::clone(self.walk.context()),
            start: u32::try_from(start).unwrap_or_default(),
            end: u32::try_from(end).unwrap_or_default(),
            position,
            contact: OnceLock::new(),
            glimpse: OnceLock::new(),
        })
    }
}

impl<'a> IntoIterator for &'a WebhookEvent {
    type Item = Update;
    type IntoIter = Updates<'a>;

    fn into_iter(self) -> Updates<'a> {
        self.updates()
    }
}

impl fmt::Debug for Updates<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Updates").finish_non_exhaustive()
    }
}
