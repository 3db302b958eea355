//! The field `account_review_update`: how the review of an account ended.

use crate::event::{
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// How the review of a WhatsApp Business Account ended.
    ///
    /// ```json
    /// {"decision": "APPROVED"}
    /// ```
    ///
    /// It comes once the account has been held against the platform's policies.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_review_update>
    pub struct AccountReviewUpdate {
        /// What was decided.
        pub decision: ReviewDecision,
    }
}

impl Payload for AccountReviewUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.decision.as_str())
    }
}

open_string! {
    /// What a review of an account, or of a display name, decided.
    pub enum ReviewDecision {
        /// Approved.
        Approved = "APPROVED",
        /// Put off.
        Deferred = "DEFERRED",
        /// Not decided yet.
        Pending = "PENDING",
        /// Rejected.
        Rejected = "REJECTED",
    }
}
