//! The context of an update: the change and the entry that it is in, read when somebody asks.

mod contacts;

use std::{borrow::Cow, sync::OnceLock};

use bytes::Bytes;

use self::contacts::ContactIndex;
pub(crate) use self::contacts::PlacedContact;
use super::{
    Contact, ConversationContext, Metadata, Timestamp, User, WabaId,
    change::ROWS,
    content::Row,
    find::{Entry, Value},
    json,
    read::{self, Read},
};

/// The context that the updates of one change share.
#[derive(Debug)]
pub(crate) struct ChangeContext {
    body: Bytes,
    field: Cow<'static, str>,
    entry: Entry,
    value: Value,
    waba_id: OnceLock<Option<WabaId>>,
    entry_time: OnceLock<Option<Timestamp>>,
    metadata: OnceLock<Option<Metadata>>,
    business_digits: OnceLock<String>,
    conversation_context_at: OnceLock<u32>,
    conversation_context: OnceLock<Option<Box<ConversationContext>>>,
    contact_index: OnceLock<ContactIndex>,
    has_one_user: OnceLock<bool>,
}

impl ChangeContext {
    pub(crate) fn new(body: Bytes, field: Cow<'static, str>, entry: Entry, value: Value) -> Self {
        Self {
            body,
            field,
            entry,
            value,
            waba_id: OnceLock::new(),
            entry_time: OnceLock::new(),
            metadata: OnceLock::new(),
            business_digits: OnceLock::new(),
            conversation_context_at: OnceLock::new(),
            conversation_context: OnceLock::new(),
            contact_index: OnceLock::new(),
            has_one_user: OnceLock::new(),
        }
    }

    /// Whether it is the context of a part of the entry that has neither a field nor a value.
    pub(crate) fn is_nothing_of(&self, entry: &Entry) -> bool {
        self.field.is_empty() && self.value == Value::default() && self.entry == *entry
    }

    pub(crate) fn field(&self) -> &str {
        &self.field
    }

    /// The field, if this version knows it.
    pub(crate) fn known_field(&self) -> &'static str {
        match self.field {
            Cow::Borrowed(field) => field,
            Cow::Owned(_) => "",
        }
    }

    /// The row of an item array of the field, and its index.
    pub(crate) fn row_of(&self, array: &str) -> Option<(usize, &'static Row)> {
        if array.is_empty() {
            return None; // many rows have no array, and a member may have no name
        }
        ROWS.iter().enumerate().find(|(_, row)| row.array == array && row.field == self.field)
    }

    pub(crate) fn waba_id(&self) -> Option<&WabaId> {
        self.waba_id.get_or_init(|| self.read(self.entry.id)).as_ref()
    }

    pub(crate) fn entry_time(&self) -> Option<Timestamp> {
        *self.entry_time.get_or_init(|| self.read(self.entry.time))
    }

    pub(crate) fn metadata(&self) -> Option<&Metadata> {
        self.metadata.get_or_init(|| self.read(self.value.metadata)).as_ref()
    }

    /// The digits of the business phone number.
    pub(crate) fn business_digits(&self) -> &str {
        self.business_digits.get_or_init(|| {
            let number = self.metadata().and_then(|metadata| metadata.display_phone_number.as_ref());
            number.map_or("", |number| number.as_str()).chars().filter(char::is_ascii_digit).collect()
        })
    }

    pub(crate) fn conversation_context(&self) -> Option<&ConversationContext> {
        let read = || self.read(self.conversation_context_at()).map(Box::new);
        self.conversation_context.get_or_init(read).as_deref()
    }

    /// Where the summary of the conversation starts; 0 where there is none.
    fn conversation_context_at(&self) -> u32 {
        *self.conversation_context_at.get_or_init(|| {
            if self.value == Value::default() {
                return 0; // the field has no item arrays
            }
            let text = self.slice(0, self.value.end as usize);
            let at = json::member(text, self.value.start as usize, "conversation_context");
            at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default()
        })
    }

    pub(crate) fn waba_id_part(&self) -> &str {
        self.part_if_any(self.entry.id)
    }

    pub(crate) fn entry_time_part(&self) -> &str {
        self.part_if_any(self.entry.time)
    }

    pub(crate) fn metadata_part(&self) -> &str {
        self.part_if_any(self.value.metadata)
    }

    pub(crate) fn conversation_context_part(&self) -> &str {
        self.part_if_any(self.conversation_context_at())
    }

    /// The text of a part; empty where there is none.
    fn part_if_any(&self, at: u32) -> &str {
        if at == 0 { "" } else { self.part(at) }
    }

    /// The contacts in wire order, without those that are malformed.
    pub(crate) fn contacts(&self) -> impl Iterator<Item = Contact> {
        let starts = self.contact_array().map(|start| contacts::contact_starts(&self.body, start));
        starts.into_iter().flatten().filter_map(|(start, length)| {
            let start = start as usize;
            read::read_at(self.slice(start, start + length), 0).ok().map(|(contact, _)| contact)
        })
    }

    /// Where the array of contacts starts.
    fn contact_array(&self) -> Option<usize> {
        let start = self.value.contacts as usize;
        (start > 0 && self.body.get(start) == Some(&b'[')).then_some(start)
    }

    /// The contact of a user of this change.
    ///
    /// Contacts are matched by identifier. Where no identifier joins them, the only contact belongs to the only user, unless
    /// the two name different business-scoped IDs: in Brazil, Mexico and Argentina the two numbers may differ by a digit.
    pub(crate) fn contact_of(
        &self,
        user: &User<'_>,
        has_one_user: impl FnOnce() -> bool,
    ) -> Option<PlacedContact> {
        let array = self.contact_array()?;
        let index = self.contact_index.get_or_init(|| ContactIndex::new(&self.body, array));
        if let Some(contact) = index.find(&self.body, user) {
            return Some(contact);
        }
        let only = index.only(&self.body)?;
        let named = User::of_contact(&only.1).and_then(|user| user.user_id);
        let contradicts = user.user_id.is_some_and(|id| named.is_some_and(|other| other != id));
        let belongs = !contradicts && *self.has_one_user.get_or_init(has_one_user);
        belongs.then_some(only)
    }

    /// The text of the value that starts at a place of the body.
    pub(crate) fn part(&self, at: u32) -> &str {
        let start = at as usize;
        self.slice(start, json::end(&self.body, start))
    }

    pub(crate) fn slice(&self, start: usize, end: usize) -> &str {
        contacts::slice(&self.body, start, end)
    }

    fn read<T: Read>(&self, at: u32) -> Option<T> {
        if at == 0 { None } else { read::read_part(self.part(at), 0) }
    }

    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    pub(crate) fn value(&self) -> Value {
        self.value
    }
}
