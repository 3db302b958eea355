//! The field `history`: what was said before a number of the WhatsApp Business app was connected.

use std::slice;

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{
    ChangeValue, Head,
    item_value::{content, unknown},
};
use crate::{
    event::{
        ChatMessage, Content, DecodeError, Error, UnknownReason, User, UserId, WaId,
        decode::{
            audit::Audit,
            cursor::{Cursor, Refused},
            items::{Element, Item, Items, Iter},
            json,
            member::{self, Member as _},
        },
    },
    macros::object,
};

/// What a change of the field `history` holds: chunks of the history, or the files of messages that had a
/// placeholder in it.
#[derive(Clone, Default)]
pub(crate) struct History {
    head: Head,
    history: Items<Chunk>,
    messages: Items<ChatMessage>,
    message_echoes: Items<ChatMessage>,
}

/// A part of a history.
#[derive(Clone, Default)]
pub(crate) struct Chunk {
    metadata: Option<Box<HistorySync>>,
    threads: Items<Thread>,
    errors: Box<[Error]>,
}

/// A chat of a history.
#[derive(Clone, Default)]
pub(crate) struct Thread {
    head: Option<Box<HistoryThread>>,
    messages: Items<ChatMessage>,
}

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
        phase: Option<i64>,
        /// The chunk's number in its phase. Chunks may arrive in any order.
        chunk_order: Option<i64>,
        /// How much was sent by now, in percent; 100 means that nothing more comes.
        progress: Option<i64>,
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
        id: Option<WaId>,
        /// Who the user is, since 2026.
        context: Option<Box<ThreadUser>>,
    }
}

object! {
    /// The user of a chat.
    pub struct ThreadUser {
        /// The phone number. Missing where the user hides it.
        wa_id: Option<WaId>,
        /// The business-scoped ID.
        user_id: Option<UserId>,
        /// The ID across linked business portfolios.
        parent_user_id: Option<UserId>,
        /// The username, with or without a leading `@`.
        username: Option<Box<str>>,
    }
}

/// A message of a history, with the place that it stands in.
///
/// Sent for numbers that also use the WhatsApp Business app, once they are connected and the business agreed
/// to share. A
/// delivery can hold thousands. Files come later, as messages of their own with no thread and no chunk: those
/// of the last
/// 14 days, under the identifier that the placeholder had.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history>
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct HistoryMessage<'a> {
    /// The message.
    pub message: &'a ChatMessage,
    /// The chat that it stands in.
    pub thread: Option<&'a HistoryThread>,
    /// The chunk that it came in.
    pub sync: Option<&'a HistorySync>,
}

impl<'a> HistoryMessage<'a> {
    /// The user whose chat it is, whoever wrote the message.
    pub(crate) fn user(&self) -> User<'a> {
        let Some(thread) = self.thread else { return User::default() };
        let context = thread.context.as_deref();
        let phone = thread.id.as_ref().or(context.and_then(|user| user.wa_id.as_ref()));
        let user = User::by_ids(
            phone,
            context.and_then(|user| user.user_id.as_ref()),
            context.and_then(|user| user.parent_user_id.as_ref()),
        );
        User { username: context.and_then(|user| user.username.as_deref()), ..user }
    }

    /// Whether the business wrote it, to whom the number belongs.
    pub(crate) fn is_from_business(&self, number: Option<&str>) -> bool {
        let digits = |number: &str| number.chars().filter(char::is_ascii_digit).collect::<String>();
        let addressed = self.message.to.is_some() || self.message.to_user_id.is_some();
        let from = self.message.from.as_ref().map(|from| digits(from.as_str()));
        addressed || from.is_some() && from == number.map(digits)
    }
}

impl ChangeValue for History {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Refused> {
        let mut value = Self::default();
        cursor.members(|name, cursor| {
            match name {
                "history" => value.history = Items::read(cursor)?,
                "messages" => value.messages = Items::read(cursor)?,
                "message_echoes" => value.message_echoes = Items::read(cursor)?,
                _ => value.head.read(name, cursor)?,
            }
            Ok(())
        })?;
        Ok(value)
    }

    fn diagnose(raw: &str) -> UnknownReason {
        match json::members(raw, |_, _| {}) {
            Ok(()) => UnknownReason::NotModeled,
            Err(error) => UnknownReason::Malformed(DecodeError::of_json(&error)),
        }
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.object(raw, |name, raw, audit| match name {
            "history" => Items::<Chunk>::audit(raw, audit),
            "messages" | "message_echoes" => Items::<ChatMessage>::audit(raw, audit),
            _ => Head::audit(name, raw, audit),
        });
    }

    type Contents<'a> = Box<Contents<'a>>;

    fn contents(&self) -> Box<Contents<'_>> {
        Box::new(Contents {
            chunks: self.history.iter(),
            files: [("messages", &self.messages), ("message_echoes", &self.message_echoes)].map(Some),
            ..Contents::default()
        })
    }

    fn head(&self) -> Option<&Head> {
        Some(&self.head)
    }
}

impl Serialize for History {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.head.write(&mut map)?;
        self.history.write_as("history", &mut map)?;
        self.messages.write_as("messages", &mut map)?;
        self.message_echoes.write_as("message_echoes", &mut map)?;
        map.end()
    }
}

impl Item for Chunk {
    /// Progress or errors that are malformed are left out, so that they cost none of the messages. A chunk in
    /// which nothing
    /// can be read is kept as a whole.
    fn read_into(cursor: &mut Cursor<'_>, place: &mut Option<Self>) -> Result<(), Refused> {
        let mut chunk = Self::default();
        cursor.members(|name, cursor| {
            match name {
                "metadata" => chunk.metadata = cursor.read_or_skip()?,
                "threads" => chunk.threads = Items::read(cursor)?,
                "errors" => chunk.errors = cursor.read_or_skip()?,
                _ => {
                    cursor.skip()?;
                }
            }
            Ok(())
        })?;
        let is_empty =
            chunk.metadata.is_none() && chunk.threads.known().next().is_none() && chunk.errors.is_empty();
        if is_empty {
            return Err(Refused);
        }
        *place = Some(chunk);
        Ok(())
    }

    fn diagnose(raw: &str) -> UnknownReason {
        UnknownReason::Malformed(match json::members(raw, |_, _| {}) {
            Ok(()) => DecodeError::malformed("", NOTHING),
            Err(error) => DecodeError::of_json(&error),
        })
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.object(raw, |name, raw, audit| match name {
            "metadata" => audit.part::<Option<HistorySync>>(raw),
            "threads" => Items::<Thread>::audit(raw, audit),
            "errors" => audit.part::<Box<[Error]>>(raw),
            _ => audit.unknown_member(),
        });
    }
}

const NOTHING: &str = "neither progress nor a thread nor an error is in it that can be read";

impl Serialize for Chunk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        member::write_entry(&mut map, "metadata", &self.metadata)?;
        self.threads.write_as("threads", &mut map)?;
        member::write_entry(&mut map, "errors", &self.errors)?;
        map.end()
    }
}

impl Item for Thread {
    fn read_into(cursor: &mut Cursor<'_>, place: &mut Option<Self>) -> Result<(), Refused> {
        let (mut head, mut messages) =
            (HistoryThread { id: None, context: None, names: Default::default() }, None);
        cursor.members(|name, cursor| {
            match name {
                "id" => head.id = cursor.read_or_skip()?,
                "context" => head.context = cursor.read_or_skip()?,
                "messages" => messages = Some(Items::read(cursor)?),
                _ => {
                    cursor.skip()?;
                }
            }
            Ok(())
        })?;
        let messages = messages.ok_or(Refused)?;
        *place = Some(Self { head: (!head.is_absent()).then(|| Box::new(head)), messages });
        Ok(())
    }

    fn diagnose(raw: &str) -> UnknownReason {
        UnknownReason::Malformed(match json::members(raw, |_, _| {}) {
            Ok(()) => DecodeError::malformed("messages", "the thread has none"),
            Err(error) => DecodeError::of_json(&error),
        })
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.object(raw, |name, raw, audit| match name {
            "id" => audit.part::<Option<WaId>>(raw),
            "context" => audit.part::<Option<ThreadUser>>(raw),
            "messages" => Items::<ChatMessage>::audit(raw, audit),
            _ => audit.unknown_member(),
        });
    }
}

impl Serialize for Thread {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(head) = &self.head {
            member::write_entry(&mut map, "id", &head.id)?;
            member::write_entry(&mut map, "context", &head.context)?;
        }
        map.serialize_entry("messages", &self.messages)?;
        map.end()
    }
}

/// The updates of a history that are still to come: of each chunk the messages of its threads, its errors,
/// and how far it
/// got; behind all chunks, the files.
#[derive(Clone, Default)]
pub(crate) struct Contents<'a> {
    chunks: Iter<'a, Chunk>,
    sync: Option<&'a HistorySync>,
    /// Set until the chunk's own update was given out.
    progress: Option<&'a HistorySync>,
    threads: Iter<'a, Thread>,
    thread: Option<&'a HistoryThread>,
    /// The array that the messages stand in.
    name: &'static str,
    messages: Iter<'a, ChatMessage>,
    errors: slice::Iter<'a, Error>,
    /// The arrays of files, each until its turn.
    files: [Option<(&'static str, &'a Items<ChatMessage>)>; 2],
}

impl<'a> Iterator for Contents<'a> {
    type Item = Content<'a>;

    fn next(&mut self) -> Option<Content<'a>> {
        loop {
            let (thread, sync) = (self.thread, self.sync);
            if let Some(message) = self.messages.next() {
                let place = |message| Content::HistoryMessage(HistoryMessage { message, thread, sync });
                return Some(content(self.name, &message, place));
            }
            if let Some(thread) = self.threads.next() {
                match thread {
                    Element::Known(thread) => {
                        self.thread = thread.head.as_deref();
                        (self.name, self.messages) = ("messages", thread.messages.iter());
                    }
                    Element::Kept(raw) => return Some(unknown::<Thread>("threads", raw)),
                }
                continue;
            }
            if let Some(error) = self.errors.next() {
                return Some(Content::Error(error));
            }
            if let Some(progress) = self.progress.take() {
                return Some(Content::HistorySync(progress));
            }
            (self.thread, self.sync) = (None, None);
            match self.chunks.next() {
                Some(Element::Known(chunk)) => {
                    self.sync = chunk.metadata.as_deref();
                    self.progress = self.sync;
                    (self.threads, self.errors) = (chunk.threads.iter(), chunk.errors.iter());
                }
                Some(Element::Kept(raw)) => return Some(unknown::<Chunk>("history", raw)),
                None => {
                    let (name, messages) = self.files.iter_mut().find_map(Option::take)?;
                    (self.name, self.messages) = (name, messages.iter());
                }
            }
        }
    }
}
