//! Messages of a chat, written by either side: echoes, and the chat history.

use crate::event::{
    ApiError, GroupId, MessageContent, MessageId, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
    message::{Context, Media, Referral},
};

object! {
    /// A message of a chat, written by the business or by the user.
    ///
    /// Field: `smb_message_echoes` or `message_echoes`, in `message_echoes`; as a part of
    /// [`HistoryMessage`](super::HistoryMessage) also `history`, in `messages`.
    ///
    /// Sent when the business writes in the WhatsApp Business app or through another app, and for each message of the chat history.
    /// The message is not a new inbound message; do not answer it.
    ///
    /// ```json
    /// {"from": "15550783881", "to": "16505551234", "id": "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBIyNDlBOEI5QUQ4NDc0N0FCNjMA",
    ///  "timestamp": "1739321024", "type": "text", "text": {"body": "Your order is on its way"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes>
    #[doc(alias = "smb_message_echoes")]
    #[doc(alias = "message_echoes")]
    #[doc(alias = "history")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct TranscriptMessage {
        #[tagged]
        /// The content of the message, by its `type`. A `media_placeholder` stands for a file of a history, which follows as a
        /// message with the same ID.
        pub content: MessageContent,
        /// The author's phone number. Missing where a user hides the number.
        pub from: Option<WaId>,
        /// The business-scoped ID of the user who wrote the message, since 2026. Missing for messages of the business.
        pub from_user_id: Option<UserId>,
        /// The author's ID across linked business portfolios.
        pub from_parent_user_id: Option<UserId>,
        /// The recipient's phone number. Missing where the user hides the number, in histories, and for messages of users.
        pub to: Option<WaId>,
        /// The recipient's business-scoped ID, since 2026.
        pub to_user_id: Option<UserId>,
        /// The recipient's ID across linked business portfolios.
        pub to_parent_user_id: Option<UserId>,
        /// The group that the message was sent to. Missing in a conversation of two.
        pub group_id: Option<GroupId>,
        /// The message's own identifier.
        pub id: MessageId,
        /// When the message was sent.
        pub timestamp: Timestamp,
        /// The author, if it is not a person.
        pub message_creation_type: Option<MessageCreationType>,
        /// The delivery status of the message, in histories.
        pub history_context: Option<HistoryContext>,
        /// The reference of the message: the message that it replies to, a product, or that it was forwarded.
        pub context: Option<Context>,
        /// The ad or post from which the user opened the conversation.
        pub referral: Option<Box<Referral>>,
        /// The reasons why the message could not be represented.
        pub errors: Vec<ApiError>,
    }
}

impl Payload for TranscriptMessage {
    fn kind(&self) -> Option<&str> {
        Some(self.content.kind())
    }

    fn id(&self) -> Option<&str> {
        Some(self.id.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn recipient(&self) -> Option<User<'_>> {
        User::by_ids(self.to.as_ref(), self.to_user_id.as_ref(), self.to_parent_user_id.as_ref())
    }

    fn group_id(&self) -> Option<&GroupId> {
        self.group_id.as_ref()
    }
}

impl TranscriptMessage {
    /// The user who wrote the message; `None` for messages without an author.
    pub(crate) fn user_from(&self) -> Option<User<'_>> {
        User::by_ids(self.from.as_ref(), self.from_user_id.as_ref(), self.from_parent_user_id.as_ref())
    }

    /// Returns the text that a person wrote or chose; see [`Message::text`](super::Message::text).
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.content.text()
    }

    /// Returns the media file of the message; see [`Message::media`](super::Message::media).
    #[must_use]
    pub fn media(&self) -> Option<&Media> {
        self.content.media()
    }

    /// Returns the message that this one replies to; see [`Message::reply_to`](super::Message::reply_to).
    #[must_use]
    pub fn reply_to(&self) -> Option<&MessageId> {
        self.content.reply_to(self.context.as_ref())
    }
}

open_string! {
    /// The author of a business message that no person wrote.
    pub enum MessageCreationType {
        /// A bot that Meta itself runs.
        CreatedByFirstPartyBot = "created_by_1p_bot",
    }
}

object! {
    /// The delivery status of a message of a chat history.
    ///
    /// ```json
    /// {"status": "READ"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct HistoryContext {
        /// The status.
        pub status: Option<HistoryStatus>,
    }
}

open_string! {
    /// A delivery status of a message of a chat history.
    pub enum HistoryStatus {
        /// Delivered to the recipient's device.
        Delivered = "DELIVERED",
        /// Not delivered because of an error.
        Error = "ERROR",
        /// Not delivered yet.
        Pending = "PENDING",
        /// Played by the recipient.
        Played = "PLAYED",
        /// Read by the recipient.
        Read = "READ",
        /// Sent by Meta.
        Sent = "SENT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_echo_replies_to_what_the_new_version_replies_to() {
        let echo: TranscriptMessage = serde_json::from_str(
            r#"{"from": "15550783881", "to": "16505551234", "id": "wamid.A", "timestamp": "1749416383", "type": "edit",
                "edit": {"original_message_id": "wamid.B", "message": {"context": {"id": "wamid.C"}, "type": "text",
                    "text": {"body": "At six"}}}}"#,
        )
        .unwrap();
        assert_eq!(echo.reply_to().unwrap(), "wamid.C");
    }
}
