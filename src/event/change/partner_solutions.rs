//! The field `partner_solutions`: multi-partner solutions.

use crate::event::{
    SolutionId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The creation or status change of a multi-partner solution.
    ///
    /// Sent to both partners. [`Update::waba_id`](crate::Update::waba_id) is the business portfolio, not an account.
    ///
    /// ```json
    /// {"event": "SOLUTION_CREATED", "solution_id": "774485461512159", "solution_status": "INITIATED"}
    /// ```
    ///
    /// Field: `partner_solutions`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/partner_solutions>
    #[doc(alias = "partner_solutions")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct PartnerSolution {
        /// The event.
        pub event: PartnerSolutionEvent,
        /// The identifier of the solution.
        pub solution_id: Option<SolutionId>,
        /// The new status.
        pub solution_status: Option<PartnerSolutionStatus>,
    }
}

impl Payload for PartnerSolution {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }
}

open_string! {
    /// The event of a [`PartnerSolution`].
    pub enum PartnerSolutionEvent {
        /// The solution was created.
        SolutionCreated = "SOLUTION_CREATED",
        /// The status of the solution changed.
        SolutionUpdated = "SOLUTION_UPDATED",
    }
}

open_string! {
    /// The status of a multi-partner solution.
    pub enum PartnerSolutionStatus {
        /// Active.
        Active = "ACTIVE",
        /// Deactivated.
        Deactivated = "DEACTIVATED",
        /// A draft.
        Draft = "DRAFT",
        /// One partner invited the other.
        Initiated = "INITIATED",
        /// One partner asked the other to deactivate the solution.
        PendingDeactivation = "PENDING_DEACTIVATION",
        /// The other partner rejected the invitation.
        Rejected = "REJECTED",
    }
}
