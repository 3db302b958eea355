//! Delivery statuses of outbound messages.

use crate::event::{
    ApiError, Conversation, GroupId, MessageId, Payment, Pricing, TemplateId, Text, Timestamp, User, UserId,
    WaId,
    content::Payload,
    macros::{object, open_string},
};

use std::time::{Duration, SystemTime};

object! {
    /// A delivery status of an outbound message.
    ///
    /// Field: `messages`, in `statuses`; also `standby`, in `statuses`.
    ///
    /// Sent for every step of every outbound message, in any order and sometimes twice. `delivered` is skipped when the user reads
    /// the message at once. Statuses of messages that another app of the business sent arrive as well.
    ///
    /// ```json
    /// {"id": "wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI3MTE5MjVBOTE3MDk5QUVFM0YA", "status": "delivered", "timestamp": "1750263773",
    ///  "recipient_id": "16505551234", "pricing": {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "marketing"}}
    /// ```
    ///
    /// To drop duplicates, use [`id`](field@Self::id) and [`status`](Self::status) together as the key, in a group with the
    /// participant: each participant has statuses of their own. [`is_of_same_delivery`](Self::is_of_same_delivery) compares all
    /// identifiers of a participant.
    ///
    /// ```
    /// use whatsapp_webhook::event::{MessageStatus, Status};
    ///
    /// let status: Status = serde_json::from_str(
    ///     r#"{"id": "wamid.A", "status": "failed", "timestamp": "1750263773", "recipient_id": "16505551234",
    ///         "errors": [{"code": 131047, "title": "Re-engagement message"}]}"#,
    /// )?;
    /// assert_eq!(status.status, MessageStatus::Failed);
    /// assert!(status.errors[0].means_window_closed());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status>
    #[doc(alias = "messages")]
    #[doc(alias = "statuses")]
    #[doc(alias = "standby")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Status {
        /// The message that the status is about.
        pub id: MessageId,
        /// The new status.
        pub status: MessageStatus,
        /// When the status changed.
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
        /// The participant of a group that the status is about.
        #[serde(alias = "participant_recipient_id")]
        pub recipient_participant_id: Option<WaId>,
        /// The participant's business-scoped ID.
        pub recipient_participant_user_id: Option<UserId>,
        /// The participant's ID across linked business portfolios.
        pub recipient_participant_parent_user_id: Option<UserId>,
        /// The group. This member appears only in a schema that Meta published.
        pub group_id: Option<GroupId>,
        /// A hash that changes with the recipient's identity. Present if the identity check is enabled.
        pub recipient_identity_key_hash: Option<Text>,
        /// The data that the business attached to the message when sending it, up to 512 characters.
        #[serde(alias = "biz_opaque_callback_date")]
        pub biz_opaque_callback_data: Option<Text>,
        /// The template of the message, for Direct Send.
        pub template_id: Option<TemplateId>,
        /// The conversation that the message was billed in. Since Graph v24 present for free entry points only.
        pub conversation: Option<Conversation>,
        /// The pricing of the message. Present in `sent`, and in one of `delivered` and `read`.
        pub pricing: Option<Pricing>,
        /// The reasons why the message failed. Meta sends them only once; they cannot be queried later.
        pub errors: Vec<ApiError>,
        /// The subject of the status, if present: `payment`, or `message` On-Premises.
        #[serde(rename = "type")]
        pub kind: Option<StatusType>,
        /// The payment that the status is about.
        pub payment: Option<Box<Payment>>,
        /// The recipient, repeated by the On-Premises client.
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
    /// Returns whether this status replaces a stored one of the same delivery.
    ///
    /// Statuses arrive in any order and more than once, so the last one to arrive is not always the latest;
    /// [`MessageStatus::supersedes`] decides between two. A status of another delivery is never replaced; see
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

    /// Returns whether two statuses are about the same delivery: one message to one recipient.
    ///
    /// In a group each participant has a delivery of their own; two participants are the same if they share any identifier. A
    /// payment and the message that requests it are two deliveries. A status without a `type` is about a message. To look a
    /// delivery up in a database, use [`id`](field@Self::id), [`is_about_payment`](Self::is_about_payment) and
    /// [`participant`](Self::participant).
    #[must_use]
    pub fn is_of_same_delivery(&self, other: &Self) -> bool {
        let same_participant = match (self.participant(), other.participant()) {
            (None, None) => true,
            (Some(one), Some(other)) => one.is_same_as(&other),
            _ => false,
        };
        self.id == other.id && self.is_about_payment() == other.is_about_payment() && same_participant
    }

    /// Returns whether the status is about a payment, not about a message.
    #[must_use]
    pub fn is_about_payment(&self) -> bool {
        self.kind == Some(StatusType::Payment)
    }

    /// Returns the participant of a group whose delivery the status is about; `None` outside of groups.
    ///
    /// [`User::id`] of the participant is the part of a database key that tells the deliveries of a group message apart.
    #[must_use]
    pub fn participant(&self) -> Option<User<'_>> {
        User::by_ids(
            self.recipient_participant_id.as_ref(),
            self.recipient_participant_user_id.as_ref(),
            self.recipient_participant_parent_user_id.as_ref(),
        )
    }

    /// Returns how old the status is at a point in time. At the time of its arrival, this is how late it was.
    #[must_use]
    pub fn age_at(&self, now: SystemTime) -> Duration {
        self.timestamp.age_at(now)
    }
}

open_string! {
    /// The status of an outbound message or a payment.
    pub enum MessageStatus {
        /// Sent by Meta.
        Sent = "sent",
        /// Delivered to the recipient's device.
        Delivered = "delivered",
        /// Read by the recipient.
        Read = "read",
        /// Played by the recipient; for voice messages.
        Played = "played",
        /// Not delivered; [`Status::errors`] has the reason.
        Failed = "failed",
        /// Deleted by the recipient; On-Premises.
        Deleted = "deleted",
        /// Delivered without a part of the content, such as products; On-Premises.
        Warning = "warning",
        /// The payment is in progress.
        Pending = "pending",
        /// The payment was received.
        Captured = "captured",
    }
}

impl MessageStatus {
    /// Returns the position of the status in the life of a message, for an upsert in SQL.
    ///
    /// | rank | status |
    /// | --- | --- |
    /// | 0 | unknown to this version |
    /// | 1 | `warning`, `pending` |
    /// | 2 | `sent` |
    /// | 3 | `delivered` |
    /// | 4 | `read` |
    /// | 5 | `played`, `captured` |
    /// | 6 | `deleted` |
    /// | 7 | `failed` |
    ///
    /// A message goes up in this table and never down. The rank of a known status is the same in every version of this crate. The
    /// rank does not tell deliveries apart: a group message has one for each participant, and a payment is none of a message.
    ///
    /// ```sql
    /// -- The key: status.id, status.is_about_payment(), and status.participant().map(|user| user.id()) or ''.
    /// INSERT INTO deliveries (id, is_payment, participant, status, rank) VALUES ($1, $2, $3, $4, $5)
    /// ON CONFLICT (id, is_payment, participant) DO UPDATE SET status = excluded.status, rank = excluded.rank
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

    /// Returns whether this status replaces a stored one of the same delivery, such as the value of a database column.
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
    /// The kind of recipient of a message.
    pub enum RecipientType {
        /// One user.
        Individual = "individual",
        /// A group.
        Group = "group",
    }
}

open_string! {
    /// The subject of a status.
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
    #[derive(Clone, Debug, PartialEq)]
    pub struct OnPremisesRecipient {
        /// The recipient's phone number.
        pub recipient_id: Option<WaId>,
    }
}
