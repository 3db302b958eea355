//! The field `account_review_update`: decisions on the review of an account.

use crate::event::{
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The decision on the review of a WhatsApp Business Account.
    ///
    /// Sent when the account was checked against Meta's policies.
    ///
    /// ```json
    /// {"decision": "APPROVED"}
    /// ```
    ///
    /// Field: `account_review_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_review_update>
    #[doc(alias = "account_review_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct AccountReviewUpdate {
        /// The decision.
        pub decision: ReviewDecision,
    }
}

impl Payload for AccountReviewUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.decision.as_str())
    }
}

open_string! {
    /// The decision on the review of an account or of a display name.
    pub enum ReviewDecision {
        /// Approved.
        Approved = "APPROVED",
        /// Deferred.
        Deferred = "DEFERRED",
        /// Not decided yet.
        Pending = "PENDING",
        /// Rejected.
        Rejected = "REJECTED",
    }
}
