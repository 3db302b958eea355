//! The field `standby`: conversations that another app of the business holds (Conversation Routing).

use crate::event::{
    MessageId, RawJson, Text, Timestamp, User, UserId, WaId,
    content::Payload,
    json,
    macros::object,
    read::{self, Problem, Read, Reader},
};
use serde::{Serialize, Serializer};

object! {
    /// A message that another app sent in a conversation which it holds.
    ///
    /// Sent to the apps that listen to the conversation without holding it.
    ///
    /// ```json
    /// {"id": "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUFERjg0NDEzNDdFODU3MUMxMAA=", "timestamp": "1750101000",
    ///  "message": {"messaging_product": "whatsapp", "to": "16505551234", "type": "text", "text": {"body": "On its way"}}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby>
    pub struct StandbyEcho {
        /// The message's identifier.
        pub id: MessageId,
        /// When it was sent.
        pub timestamp: Timestamp,
        /// The request by which the other app sent it, in the shape of the Cloud API's messages endpoint.
        pub message: Option<SentMessage>,
        /// The template that the message is made of, if it is of one.
        pub template: Option<RawJson>,
        /// The Flow that the message opens, if it opens one.
        pub flow: Option<RawJson>,
    }
}

impl Payload for StandbyEcho {
    fn kind(&self) -> Option<&str> {
        self.message.as_ref()?.kind.as_deref()
    }

    fn id(&self) -> Option<&str> {
        Some(self.id.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn recipient(&self) -> Option<User<'_>> {
        let message = self.message.as_ref()?;
        User::by_ids(message.to.as_ref(), message.recipient.as_ref(), None)
    }
}

impl StandbyEcho {
    /// Returns the text of a text message, or the caption of a file.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.message.as_ref()?.text.as_deref()
    }
}

/// The request by which another app sent a message, in the shape of the Cloud API's messages endpoint.
///
/// ```json
/// {"messaging_product": "whatsapp", "to": "16505551234", "type": "text", "text": {"body": "On its way"}}
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentMessage {
    /// The recipient's phone number, or the group's identifier. Missing where the message was sent to a user ID.
    pub to: Option<WaId>,
    /// The recipient's business-scoped ID, beside `to` or in its place.
    pub recipient: Option<UserId>,
    /// The message's type: `text`, `template`, `image`, …
    ///
    /// On the wire: `type`.
    pub kind: Option<Text>,
    /// The text of a text message, or the caption of a file.
    pub text: Option<Text>,
    /// The whole request.
    pub raw: RawJson,
}

impl Read for SentMessage {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        let raw = RawJson::read(reader)?;
        let request = raw.as_str();
        let kind: Option<Text> = part(request, "type");
        let content = kind.as_deref().and_then(|kind| json::member(request, 0, kind));
        let text = ["body", "caption"].map(|name| content.and_then(|at| json::member(request, at, name)));
        let text = text.into_iter().flatten().next().and_then(|at| read::read_part(request, at));
        Ok(Self { to: part(request, "to"), recipient: part(request, "recipient"), kind, text, raw })
    }
}

fn part<T: Read>(request: &str, name: &str) -> Option<T> {
    read::read_part(request, json::member(request, 0, name)?)
}

impl Serialize for SentMessage {
    /// Writes the request as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}
