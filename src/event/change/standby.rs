//! The field `standby`: conversations that another app controls (Conversation Routing).

use serde::{Serialize, Serializer};

use crate::event::{
    MessageId, RawJson, Text, Timestamp, User, UserId, WaId,
    content::Payload,
    json,
    macros::object,
    read::{self, Problem, Read, Reader},
};

object! {
    /// A message that another app sent in a conversation that it controls.
    ///
    /// Sent to the apps that subscribe to the conversation and do not control it.
    ///
    /// ```json
    /// {"id": "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUFERjg0NDEzNDdFODU3MUMxMAA=", "timestamp": "1750101000",
    ///  "message": {"messaging_product": "whatsapp", "to": "16505551234", "type": "text", "text": {"body": "On its way"}}}
    /// ```
    ///
    /// Field: `standby`, in `message_echoes`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby>
    #[doc(alias = "standby")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct StandbyEcho {
        /// The identifier of the message.
        pub id: MessageId,
        /// When the message was sent.
        pub timestamp: Timestamp,
        /// The request with which the other app sent the message.
        pub message: Option<SentMessage>,
        /// The template of a template message.
        pub template: Option<RawJson>,
        /// The Flow that the message opens.
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

/// The request with which another app sent a message, as the Cloud API's messages endpoint accepts it.
///
/// The members that most receivers need are read; [`raw`](Self::raw) is the whole request.
///
/// ```json
/// {"messaging_product": "whatsapp", "to": "16505551234", "recipient": "US.13491208655302741918", "type": "text",
///  "text": {"body": "On its way"}}
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentMessage {
    /// The recipient's phone number, or the identifier of a group. Absent if the message was sent to a user ID.
    pub to: Option<WaId>,
    /// The recipient's business-scoped ID, beside [`to`](Self::to) or in its place.
    pub recipient: Option<UserId>,
    /// The type of the message: `text`, `template`, `image`, …
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
    /// Writes the request as it was received.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}
