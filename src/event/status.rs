//! What became of messages that the business sent.

use std::time::{Duration, SystemTime};

use super::{
    Error, GroupId, MessageId, TemplateId, Timestamp, UserId, WaId,
    decode::items::Leaf,
    payment::Payment,
    pricing::{Conversation, Pricing},
};
use crate::macros::{object, open_string};

object! {
    /// What became of a message that the business sent.
    ///
    /// Sent for every step of every outbound message, in any order and at times twice; `delivered` is left out when the user reads at
    /// once. Statuses of messages that another app of the business sent arrive as well.
    ///
    /// ```json
    /// {"id": "wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI3MTE5MjVBOTE3MDk5QUVFM0YA", "status": "delivered", "timestamp": "1750263773",
    ///  "recipient_id": "16505551234", "pricing": {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "marketing"}}
    /// ```
    ///
    /// To drop duplicates, the key is [`id`](Self::id) and [`status`](Self::status) together, and in a group
    /// [`recipient_participant_id`](Self::recipient_participant_id) as well: each participant has a status of their own.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status>
    pub struct Status {
        /// The message that the status is about.
        id: MessageId,
        /// What became of it.
        status: MessageStatus,
        /// When it became so.
        timestamp: Timestamp,
        /// The recipient's phone number, or the group's identifier. Missing where the message was sent to a user ID.
        recipient_id: Option<WaId>,
        /// The recipient's business-scoped ID, since 2026.
        recipient_user_id: Option<UserId>,
        /// The recipient's ID across linked business portfolios.
        recipient_parent_user_id | "parent_recipient_user_id" | "parent_user_id": Option<UserId>,
        /// Whether the recipient is a group.
        recipient_type: Option<RecipientType>,
        /// Of a group, the participant whose step this is.
        recipient_participant_id | "participant_recipient_id": Option<Box<WaId>>,
        /// The participant's business-scoped ID.
        recipient_participant_user_id: Option<UserId>,
        /// The participant's ID across linked business portfolios.
        recipient_participant_parent_user_id: Option<UserId>,
        /// The group, in a published schema.
        group_id: Option<GroupId>,
        /// A hash that changes when the recipient's identity does, if the identity check is switched on.
        recipient_identity_key_hash: Option<Box<str>>,
        /// What the business attached to the message when it sent it, up to 512 characters.
        biz_opaque_callback_data | "biz_opaque_callback_date": Option<Box<str>>,
        /// The template that was sent, for Direct Send.
        template_id: Option<Box<TemplateId>>,
        /// The conversation that the message was billed in; since Graph v24 only for free entry points.
        conversation: Option<Box<Conversation>>,
        /// What the message costs. Stands in `sent` and in one of `delivered` and `read`.
        pricing: Option<Box<Pricing>>,
        /// Why the message failed; said once, and nowhere to be asked for again.
        errors: Box<[Error]>,
        /// What the status is about, where it says so: `payment`, or `message` On-Premises.
        kind = "type": Option<StatusType>,
        /// The payment that the status is about.
        payment: Option<Box<Payment>>,
        /// On-Premises: the recipient, a second time.
        message: Option<Box<StatusMessage>>,
    }
}

impl Leaf for Status {}

impl Status {
    /// Whether this status replaces one that you stored for the same message.
    ///
    /// Statuses arrive in any order and more than once, so the last one to arrive is not the last one that happened. A message goes
    /// from `sent` over `delivered` and `read` to `played`, and never back; `failed` is final; a status that this
    /// version does not know replaces none that it knows.
    ///
    /// Statuses of other messages, and of other participants of a group, replace nothing; nor do a payment's and a message's
    /// replace each other.
    ///
    /// ```
    /// use whatsapp_webhook::event::Status;
    ///
    /// let sent: Status = serde_json::from_str(r#"{"id":"wamid.A","status":"sent","timestamp":"1750263770"}"#)?;
    /// let read: Status = serde_json::from_str(r#"{"id":"wamid.A","status":"read","timestamp":"1750263773"}"#)?;
    /// assert!(read.supersedes(&sent));
    /// assert!(!sent.supersedes(&read));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn supersedes(&self, previous: &Self) -> bool {
        self.id == previous.id
            && self.kind == previous.kind
            && self.recipient_participant_id == previous.recipient_participant_id
            && self.recipient_participant_user_id == previous.recipient_participant_user_id
            && self.status.step() > previous.status.step()
    }

    /// How old the status is at a point in time: how late it was delivered, if that is the time of its arrival.
    #[must_use]
    pub fn age_at(&self, now: SystemTime) -> Duration {
        self.timestamp.age_at(now)
    }
}

open_string! {
    /// What became of a message or a payment.
    pub enum MessageStatus {
        /// It left the platform.
        Sent = "sent",
        /// It is on the recipient's device.
        Delivered = "delivered",
        /// The recipient read it.
        Read = "read",
        /// The recipient listened to it; for voice messages.
        Played = "played",
        /// It could not be delivered; [`Status::errors`] says why.
        Failed = "failed",
        /// The recipient's copy was deleted; On-Premises.
        Deleted = "deleted",
        /// It was delivered and something in it was not, such as products; On-Premises.
        Warning = "warning",
        /// The payment is under way.
        Pending = "pending",
        /// The payment was received.
        Captured = "captured",
    }
}

impl MessageStatus {
    /// How far a message has come. Steps never go back.
    fn step(&self) -> u8 {
        match self {
            Self::_Unknown(_) => 0,
            Self::Warning | Self::Pending => 1,
            Self::Sent => 2,
            Self::Delivered => 3,
            Self::Read => 4,
            Self::Played | Self::Captured => 5,
            Self::Deleted => 6,
            Self::Failed => 7,
        }
    }
}

open_string! {
    /// What kind of recipient a message had.
    pub enum RecipientType {
        /// One user.
        Individual = "individual",
        /// A group.
        Group = "group",
    }
}

open_string! {
    /// What a status is about.
    pub enum StatusType {
        /// A message.
        Message = "message",
        /// A payment (India).
        Payment = "payment",
        /// A call.
        Call = "call",
    }
}

object! {
    /// The recipient of an On-Premises status.
    pub struct StatusMessage {
        /// The recipient's phone number.
        recipient_id: Option<WaId>,
    }
}
