//! The field `history`: the chats of a number from before it was connected.

#[cfg(test)]
use crate::event::description::Description;
use crate::event::{
    Text, Timestamp, TranscriptMessage, User, UserId, WaId,
    content::Payload,
    macros::object,
    read::{Problem, Read, Reader},
};
use std::sync::Arc;

use serde::{Serialize, Serializer};

object! {
    /// How far the transfer of a history is.
    ///
    /// Each chunk of a history is an update of this kind, behind the messages that are in it. A history comes
    /// in three phases; one
    /// without chats is left out.
    ///
    /// ```json
    /// {"phase": 0, "chunk_order": 1, "progress": 55}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history>
    pub struct HistorySync {
        /// The time that the chunk is from: 0 for the day before the number was connected, 1 for the 90 days
        /// before, 2 for up to 180.
        pub phase: Option<i64>,
        /// The chunk's number in its phase. Chunks may arrive in any order.
        pub chunk_order: Option<i64>,
        /// How much was sent by now, in percent; 100 means that nothing more comes.
        pub progress: Option<i64>,
    }
}

object! {
    /// The chat that a message of a history stands in.
    ///
    /// ```json
    /// {"id": "16505551234", "context": {"wa_id": "16505551234", "user_id": "US.13491208655302741918", "username": "kerry"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history>
    pub struct HistoryThread {
        /// The user's phone number. Missing where the user hides it.
        pub id: Option<WaId>,
        /// Who the user is, since 2026.
        pub context: Option<HistoryThreadUser>,
    }
}

object! {
    /// The user of a chat.
    pub struct HistoryThreadUser {
        /// The phone number. Missing where the user hides it.
        pub wa_id: Option<WaId>,
        /// The business-scoped ID.
        pub user_id: Option<UserId>,
        /// The ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// The username, with or without a leading `@`.
        pub username: Option<Text>,
    }
}

/// A message of a history, with the chat and the chunk that it came in.
///
/// Sent for numbers that also use the WhatsApp Business app, once they are connected and the business agreed to share the history. A
/// notification can hold thousands. Files come later, as messages of their own with no thread and no chunk: those of the last
/// 14 days, under the identifier of their placeholder.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history>
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[doc(alias = "history")]
pub struct HistoryMessage {
    /// The message.
    pub message: TranscriptMessage,
    /// The chat that the message is in.
    pub thread: Option<Arc<HistoryThread>>,
    /// The chunk that the message came in.
    pub sync: Option<HistorySync>,
    /// Whether the business wrote the message.
    pub is_from_business: bool,
}

impl HistoryMessage {
    /// Adds what is around the message.
    pub(crate) fn place(
        &mut self,
        thread: Option<&Arc<HistoryThread>>,
        sync: Option<&HistorySync>,
        business_digits: &str,
    ) {
        let message = &self.message;
        let is_to_user = message.to.is_some() || message.to_user_id.is_some();
        let from = message.from.as_ref().map(WaId::as_str).unwrap_or_default();
        let digits = from.bytes().filter(u8::is_ascii_digit);
        self.is_from_business =
            is_to_user || !business_digits.is_empty() && digits.eq(business_digits.bytes());
        (self.thread, self.sync) = (thread.cloned(), sync.cloned());
    }

    /// The user whose chat it is, whoever wrote the message.
    fn user(&self) -> Option<User<'_>> {
        let thread = self.thread.as_ref()?;
        let context = thread.context.as_ref();
        let phone = thread.id.as_ref().or(context.and_then(|user| user.wa_id.as_ref()));
        let user_id = context.and_then(|user| user.user_id.as_ref());
        let user = User::by_ids(phone, user_id, context.and_then(|user| user.parent_user_id.as_ref()))?;
        Some(User { username: context.and_then(|user| user.username.as_deref()), ..user })
    }

    /// The user as the message names them, and as the chat does.
    fn user_or<'a>(&'a self, named: Option<User<'a>>) -> Option<User<'a>> {
        match (named, self.user()) {
            (Some(named), Some(user)) => Some(named.or(user)),
            (named, user) => named.or(user),
        }
    }
}

impl Payload for HistoryMessage {
    fn kind(&self) -> Option<&str> {
        Some(self.message.content.kind())
    }

    fn id(&self) -> Option<&str> {
        Some(self.message.id.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.message.timestamp)
    }

    fn sender(&self) -> Option<User<'_>> {
        if self.is_from_business { None } else { self.user_or(self.message.user_from()) }
    }

    fn recipient(&self) -> Option<User<'_>> {
        if self.is_from_business { self.user_or(self.message.recipient()) } else { None }
    }
}

impl Payload for HistorySync {
    fn kind(&self) -> Option<&str> {
        Some("history")
    }
}

impl HistoryThread {
    /// A thread, if anything is known of it.
    pub(crate) fn new(id: Option<WaId>, context: Option<HistoryThreadUser>) -> Option<Self> {
        (id.is_some() || context.is_some()).then_some(Self { id, context })
    }
}

impl Read for HistoryMessage {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        let message = TranscriptMessage::read(reader)?;
        Ok(Self { message, thread: None, sync: None, is_from_business: false })
    }

    #[cfg(test)]
    fn describe(description: &mut Description) {
        TranscriptMessage::describe(description);
        HistoryThread::describe(description);
    }
}

impl Serialize for HistoryMessage {
    /// Writes the message as it is in its thread.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.message.serialize(serializer)
    }
}
