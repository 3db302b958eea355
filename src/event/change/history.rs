//! The field `history`: the chats of a number from before it was connected.

mod sync;
mod thread;

use std::sync::Arc;

use serde::{Serialize, Serializer};

#[cfg(test)]
use crate::event::description::Description;
use crate::event::{
    GroupId, Timestamp, TranscriptMessage, User, WaId,
    content::Payload,
    read::{Problem, Read, Reader},
};

pub use self::{sync::*, thread::*};

/// A message of a history, with its chat and its chunk.
///
/// Sent for numbers that also use the WhatsApp Business app, after the number was connected and the business agreed to share
/// the history. A notification can hold thousands of messages. The user or the business sent the message in the past, so a bot
/// must not respond to it.
///
/// A file is sent later than its message, which has the type `media_placeholder`. The update with the file has the same
/// identifier, no thread and no chunk, and is sent for the last 14 days only.
///
/// ```json
/// {"from": "16505551234", "id": "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI0QzFFNjk4QjQ0RDI1RjQ2OEUA", "timestamp": "1739230955",
///  "type": "text", "text": {"body": "Do you repair bikes?"}, "history_context": {"status": "READ"}}
/// ```
///
/// Field: `history`, in `messages` of a thread; for files also in `messages` and `message_echoes`.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history>
#[doc(alias = "history")]
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HistoryMessage {
    /// The message.
    pub message: TranscriptMessage,
    /// The chat. Absent for files.
    pub thread: Option<Arc<HistoryThread>>,
    /// The chunk. Absent for files.
    pub sync: Option<HistorySync>,
    /// Whether the business sent the message.
    pub is_from_business: bool,
}

impl HistoryMessage {
    /// Adds the chat, the chunk and the author.
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

    /// Returns the user of the chat, for messages in both directions.
    fn user(&self) -> Option<User<'_>> {
        let thread = self.thread.as_ref()?;
        let context = thread.context.as_ref();
        let phone = thread.id.as_ref().or(context.and_then(|user| user.wa_id.as_ref()));
        let user_id = context.and_then(|user| user.user_id.as_ref());
        let user = User::by_ids(phone, user_id, context.and_then(|user| user.parent_user_id.as_ref()))?;
        Some(User { username: context.and_then(|user| user.username.as_deref()), ..user })
    }

    /// The user with the identifiers from the message and from the chat.
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

    fn group_id(&self) -> Option<&GroupId> {
        self.message.group_id.as_ref()
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
    /// Writes the message alone, as in its thread.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.message.serialize(serializer)
    }
}
