//! What became of messages that the business sent.

use crate::event::{
    ApiError, Conversation, GroupId, MessageId, Payment, Pricing, TemplateId, Text, Timestamp, User, UserId,
    WaId,
    content::Payload,
    macros::{object, open_string},
};

use std::time::{Duration, SystemTime};

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
        pub id: MessageId,
        /// What became of it.
        pub status: MessageStatus,
        /// When it became so.
        pub timestamp: Timestamp,
        /// The recipient's phone number, or the group's identifier. Missing where the message was sent to a user ID.
        pub recipient_id: Option<WaId>,
        /// The recipient's business-scoped ID, since 2026.
        pub recipient_user_id: Option<UserId>,
        /// The recipient's ID across linked business portfolios.
        #[serde(alias = "parent_recipient_user_id")]
        #[serde(alias = "parent_user_id")]
        pub recipient_parent_user_id: Option<UserId>,
        /// Whether the recipient is a group.
        pub recipient_type: Option<RecipientType>,
        /// Of a group, the participant whose step this is.
        #[serde(alias = "participant_recipient_id")]
        pub recipient_participant_id: Option<WaId>,
        /// The participant's business-scoped ID.
        pub recipient_participant_user_id: Option<UserId>,
        /// The participant's ID across linked business portfolios.
        pub recipient_participant_parent_user_id: Option<UserId>,
        /// The group, in a published schema.
        pub group_id: Option<GroupId>,
        /// A hash that changes when the recipient's identity does, if the identity check is switched on.
        pub recipient_identity_key_hash: Option<Text>,
        /// What the business attached to the message when it sent it, up to 512 characters.
        #[serde(alias = "biz_opaque_callback_date")]
        pub biz_opaque_callback_data: Option<Text>,
        /// The template that was sent, for Direct Send.
        pub template_id: Option<TemplateId>,
        /// The conversation that the message was billed in; since Graph v24 only for free entry points.
        pub conversation: Option<Conversation>,
        /// What the message costs. Stands in `sent` and in one of `delivered` and `read`.
        pub pricing: Option<Pricing>,
        /// Why the message failed; said once, and nowhere to be asked for again.
        pub errors: Vec<ApiError>,
        /// What the status is about, where it says so: `payment`, or `message` On-Premises.
        #[serde(rename = "type")]
        pub kind: Option<StatusType>,
        /// The payment that the status is about.
        pub payment: Option<Box<Payment>>,
        /// On-Premises: the recipient, a second time.
        pub message: Option<OnPremisesRecipient>,
    }
}

impl Payload for Status {
    fn kind(&self) -> Option<&str> {
        Some(self.status.as_str())
    }

    fn id(&self) -> Option<&str> {
        Some(self.id.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn recipient(&self) -> Option<User<'_>> {
        User::by_ids(
            self.recipient_id.as_ref(),
            self.recipient_user_id.as_ref(),
            self.recipient_parent_user_id.as_ref(),
        )
    }
}

impl Status {
    /// Returns whether this status replaces one that you stored for the same delivery.
    ///
    /// Statuses arrive in any order and more than once, so the last one to arrive is not the last one that happened;
    /// [`MessageStatus::supersedes`] says which of two counts. Statuses of other deliveries replace nothing; see
    /// [`is_of_same_delivery`](Self::is_of_same_delivery).
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
        self.is_of_same_delivery(previous) && self.status.supersedes(&previous.status)
    }

    /// Returns whether two statuses are steps of one delivery: of one message to one recipient.
    ///
    /// In a group each participant has a delivery of their own; two participants are the same if any identifier of theirs is. A payment
    /// and the message that asks for it are two deliveries. A status without a `type` is about a message.
    #[must_use]
    pub fn is_of_same_delivery(&self, other: &Self) -> bool {
        let is_payment = |status: &Self| status.kind == Some(StatusType::Payment);
        let ours = self.participant();
        let theirs = other.participant();
        let nobody = ours == [None; 3] && theirs == [None; 3];
        let same = ours.iter().zip(theirs).any(|(one, other)| one.is_some() && *one == other);
        self.id == other.id && is_payment(self) == is_payment(other) && (nobody || same)
    }

    /// The participant of a group whose step this is.
    fn participant(&self) -> [Option<&str>; 3] {
        [
            self.recipient_participant_id.as_ref().map(WaId::as_str),
            self.recipient_participant_user_id.as_ref().map(UserId::as_str),
            self.recipient_participant_parent_user_id.as_ref().map(UserId::as_str),
        ]
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
    /// Returns how far a message has come, as a number that only grows: for an upsert in SQL.
    ///
    /// A message goes from `sent` over `delivered` and `read` to `played`, and never back; `failed` is final. A status that this
    /// version does not know has the rank 0. The ranks of a status do not change from one version to another.
    ///
    /// ```sql
    /// INSERT INTO deliveries (id, status, rank) VALUES ($1, $2, $3)
    /// ON CONFLICT (id) DO UPDATE SET status = excluded.status, rank = excluded.rank
    /// WHERE deliveries.rank < excluded.rank
    /// ```
    #[must_use]
    pub fn rank(&self) -> u8 {
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

    /// Returns whether this status replaces one that you stored, such as a database column, for the same delivery.
    ///
    /// ```
    /// use whatsapp_webhook::event::MessageStatus;
    ///
    /// let stored = MessageStatus::from("read");
    /// assert!(MessageStatus::Failed.supersedes(&stored));
    /// assert!(!MessageStatus::Delivered.supersedes(&stored));
    /// ```
    #[must_use]
    pub fn supersedes(&self, previous: &Self) -> bool {
        self.rank() > previous.rank()
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
    pub struct OnPremisesRecipient {
        /// The recipient's phone number.
        pub recipient_id: Option<WaId>,
    }
}
