//! Messages of a chat, whichever side wrote them: echoes, and what was said before the number was connected.

use super::{
    Error, GroupId, MessageContent, MessageId, Timestamp, UserId, WaId,
    decode::items::Leaf,
    message::{Context, Media, Referral},
};
use crate::macros::{object, open_string};

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
    pub struct ChatMessage {
        /// The phone number of the side that wrote it. Missing where a user hides it.
        from: Option<WaId>,
        /// The business-scoped ID of the user who wrote it, since 2026.
        from_user_id: Option<UserId>,
        /// That user's ID across linked business portfolios.
        from_parent_user_id: Option<Box<UserId>>,
        /// The phone number that it went to. Missing where the user hides it, in histories, and for messages
        /// of users.
        to: Option<WaId>,
        /// The business-scoped ID of the user that it went to, since 2026.
        to_user_id: Option<UserId>,
        /// That user's ID across linked business portfolios.
        to_parent_user_id: Option<Box<UserId>>,
        /// The group that it was written in.
        group_id: Option<GroupId>,
        /// The message's own identifier.
        id: MessageId,
        /// When it was sent.
        timestamp: Timestamp,
        /// What wrote it, if no person did.
        message_creation_type: Option<MessageCreationType>,
        /// What became of it; in histories.
        history_context: Option<HistoryContext>,
        /// What it refers to: a reply's original, or that it was forwarded.
        context: Option<Box<Context>>,
        /// The ad or post from which the user opened the conversation.
        referral: Option<Box<Referral>>,
        /// Why it could not be represented.
        errors: Box<[Error]>,
    }
    /// What was sent. A `media_placeholder` stands for a file of a history.
    with content: MessageContent
}

impl ChatMessage {
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
        self.context.as_deref()?.id.as_ref()
    }
}

impl Leaf for ChatMessage {}

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
        status: Option<HistoryStatus>,
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
