//! The status of a call that the business placed.

use crate::event::{
    MessageId, StatusType, Text, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The status of a call that the business placed.
    ///
    /// Sent while the user's phone rings, and when the user accepts or rejects the call.
    ///
    /// ```json
    /// {"id": "wacid.ABGGFjFVU2AfAgo6V", "type": "call", "status": "RINGING", "timestamp": "1749197000",
    ///  "recipient_id": "16505551234"}
    /// ```
    ///
    /// Field: `calls`, in `statuses`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/business-initiated-calls>
    #[doc(alias = "calls")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallStatus {
        /// The identifier of the call, `wacid.…`.
        pub id: MessageId,
        /// The type of the status: `call`.
        #[serde(rename = "type")]
        pub kind: Option<StatusType>,
        /// The new status.
        pub status: CallStatusKind,
        /// When the status changed.
        pub timestamp: Timestamp,
        /// The phone number of the user who is called. Absent if the user hides it.
        pub recipient_id: Option<WaId>,
        /// The business-scoped ID of the user. Sent since 2026.
        pub recipient_user_id: Option<UserId>,
        /// The user's ID across linked business portfolios. Also sent as `parent_recipient_user_id` and `parent_user_id`.
        #[serde(alias = "parent_recipient_user_id")]
        #[serde(alias = "parent_user_id")]
        pub recipient_parent_user_id: Option<UserId>,
        /// The data that the business attached when it placed the call. Also sent as `biz_opaque_callback_date`.
        #[serde(alias = "biz_opaque_callback_date")]
        pub biz_opaque_callback_data: Option<Text>,
    }
}

impl Payload for CallStatus {
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

open_string! {
    /// The status of a call that the business placed.
    pub enum CallStatusKind {
        /// The user's phone rings.
        Ringing = "RINGING",
        /// The user accepted the call.
        Accepted = "ACCEPTED",
        /// The user rejected the call.
        Rejected = "REJECTED",
    }
}
