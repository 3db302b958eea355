//! Messages of a chat, whichever side wrote them: echoes, and what was said before the number was connected.

use crate::event::{
    ApiError, GroupId, MessageContent, MessageId, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
    message::{Context, Media, Referral},
};

object! {
    /// A message of a chat, written by the business or by the user.
    ///
    /// It is no news from a user: it was written in the WhatsApp Business app or by another app, or long ago.
    /// Do not answer it.
    ///
    /// ```json
    /// {"from": "15550783881", "to": "16505551234", "id": "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBIyNDlBOEI5QUQ4NDc0N0FCNjMA",
    ///  "timestamp": "1739321024", "type": "text", "text": {"body": "Your order is on its way"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes>
    pub struct TranscriptMessage {
        #[tagged]
        /// What was sent. A `media_placeholder` stands for a file of a history.
        pub content: MessageContent,
        /// The phone number of the side that wrote it. Missing where a user hides it.
        pub from: Option<WaId>,
        /// The business-scoped ID of the user who wrote it, since 2026.
        pub from_user_id: Option<UserId>,
        /// That user's ID across linked business portfolios.
        pub from_parent_user_id: Option<UserId>,
        /// The phone number that it went to. Missing where the user hides it, in histories, and for messages
        /// of users.
        pub to: Option<WaId>,
        /// The business-scoped ID of the user that it went to, since 2026.
        pub to_user_id: Option<UserId>,
        /// That user's ID across linked business portfolios.
        pub to_parent_user_id: Option<UserId>,
        /// The group that it was written in.
        pub group_id: Option<GroupId>,
        /// The message's own identifier.
        pub id: MessageId,
        /// When it was sent.
        pub timestamp: Timestamp,
        /// What wrote it, if no person did.
        pub message_creation_type: Option<MessageCreationType>,
        /// What became of it; in histories.
        pub history_context: Option<HistoryContext>,
        /// What it refers to: a reply's original, or that it was forwarded.
        pub context: Option<Context>,
        /// The ad or post from which the user opened the conversation.
        pub referral: Option<Box<Referral>>,
        /// Why it could not be represented.
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
}

impl TranscriptMessage {
    /// The user who wrote it, unless the business did.
    pub(crate) fn user_from(&self) -> Option<User<'_>> {
        User::by_ids(self.from.as_ref(), self.from_user_id.as_ref(), self.from_parent_user_id.as_ref())
    }

    /// The text that a person would read; see [`Message::text`](super::Message::text).
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.content.text()
    }

    /// The file that it holds, whatever its kind; see [`Message::media`](super::Message::media).
    #[must_use]
    pub fn media(&self) -> Option<&Media> {
        self.content.media()
    }

    /// The message that this one answers.
    #[must_use]
    pub fn reply_to(&self) -> Option<&MessageId> {
        self.context.as_ref()?.id.as_ref()
    }
}

open_string! {
    /// What wrote a message of the business.
    pub enum MessageCreationType {
        /// A bot that the platform itself runs.
        CreatedByFirstPartyBot = "created_by_1p_bot",
    }
}

object! {
    /// What became of a message that a history has.
    ///
    /// ```json
    /// {"status": "READ"}
    /// ```
    pub struct HistoryContext {
        /// How far it came.
        pub status: Option<HistoryStatus>,
    }
}

open_string! {
    /// How far a message of a history came.
    pub enum HistoryStatus {
        /// It is on the recipient's device.
        Delivered = "DELIVERED",
        /// It could not be delivered.
        Error = "ERROR",
        /// It is under way.
        Pending = "PENDING",
        /// The recipient listened to it.
        Played = "PLAYED",
        /// The recipient read it.
        Read = "READ",
        /// It left the platform.
        Sent = "SENT",
    }
}
