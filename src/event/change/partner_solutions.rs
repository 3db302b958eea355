//! The field `partner_solutions`: multi-partner solutions.

use crate::event::{
    SolutionId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A multi-partner solution was made, or its state changed.
    ///
    /// ```json
    /// {"event": "SOLUTION_CREATED", "solution_id": "774485461512159", "solution_status": "INITIATED"}
    /// ```
    ///
    /// It comes to both partners. The entry's identifier is the business portfolio's, not an account's.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/partner_solutions>
    pub struct PartnerSolution {
        /// What happened.
        pub event: PartnerSolutionEvent,
        /// The solution.
        pub solution_id: Option<SolutionId>,
        /// The state that the solution has now.
        pub solution_status: Option<PartnerSolutionStatus>,
    }
}

impl Payload for PartnerSolution {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }
}

open_string! {
    /// What happened to a multi-partner solution.
    pub enum PartnerSolutionEvent {
        /// It was made.
        SolutionCreated = "SOLUTION_CREATED",
        /// Its state changed.
        SolutionUpdated = "SOLUTION_UPDATED",
    }
}

open_string! {
    /// The state of a multi-partner solution.
    pub enum PartnerSolutionStatus {
        /// It can be used.
        Active = "ACTIVE",
        /// It can no longer be used.
        Deactivated = "DEACTIVATED",
        /// It is a draft.
        Draft = "DRAFT",
        /// One partner asked the other to take part.
        Initiated = "INITIATED",
        /// One partner asked the other to end it.
        PendingDeactivation = "PENDING_DEACTIVATION",
        /// The other partner does not take part.
        Rejected = "REJECTED",
    }
}
