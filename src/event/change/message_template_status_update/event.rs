//! The event of a status change, and the reason for a rejection.

use crate::event::macros::open_string;

open_string! {
    /// The event of a [`TemplateStatusUpdate`](super::TemplateStatusUpdate).
    pub enum TemplateEvent {
        /// The template was approved and can be sent.
        Approved = "APPROVED",
        /// The template was archived.
        Archived = "ARCHIVED",
        /// The template was deleted.
        Deleted = "DELETED",
        /// The template was disabled for negative feedback: [`TemplateStatusUpdate::disable_info`](super::TemplateStatusUpdate::disable_info).
        Disabled = "DISABLED",
        /// The template received negative feedback and may be disabled. Messages can still be sent with the template.
        Flagged = "FLAGGED",
        /// The business appealed a decision.
        InAppeal = "IN_APPEAL",
        /// The account has reached the limit on the number of templates.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// The template cannot be edited: [`TemplateStatusUpdate::other_info`](super::TemplateStatusUpdate::other_info).
        Locked = "LOCKED",
        /// The template was paused for negative feedback: [`TemplateStatusUpdate::other_info`](super::TemplateStatusUpdate::other_info).
        Paused = "PAUSED",
        /// The template is under review.
        Pending = "PENDING",
        /// The template will be deleted.
        PendingDeletion = "PENDING_DELETION",
        /// The template is no longer flagged or disabled and can be sent.
        Reinstated = "REINSTATED",
        /// The template was rejected: [`TemplateStatusUpdate::reason`](super::TemplateStatusUpdate::reason).
        Rejected = "REJECTED",
        /// The template was restored from the archive.
        Unarchived = "UNARCHIVED",
        /// The template can be edited again: [`TemplateStatusUpdate::other_info`](super::TemplateStatusUpdate::other_info).
        Unlocked = "UNLOCKED",
    }
}

open_string! {
    /// The reason for the rejection of a template.
    pub enum TemplateRejectionReason {
        /// The content is abusive.
        AbusiveContent = "ABUSIVE_CONTENT",
        /// The category is not available.
        CategoryNotAvailable = "CATEGORY_NOT_AVAILABLE",
        /// The category does not match the content.
        IncorrectCategory = "INCORRECT_CATEGORY",
        /// The format is invalid: [`TemplateStatusUpdate::rejection_info`](super::TemplateStatusUpdate::rejection_info).
        InvalidFormat = "INVALID_FORMAT",
        /// The content is promotional.
        Promotional = "PROMOTIONAL",
        /// The content is a scam.
        Scam = "SCAM",
        /// The language or category does not match the content.
        TagContentMismatch = "TAG_CONTENT_MISMATCH",
    }
}
