//! The field `message_template_status_update`: whether a template can be sent.

use crate::event::{
    TemplateId, TemplateRef, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
    template_category_update::TemplateCategory,
};

object! {
    /// A change of a template's status.
    ///
    /// ```json
    /// {"event": "PAUSED", "message_template_id": 1689556908129832, "message_template_name": "order_confirmation",
    ///  "message_template_language": "en-US", "reason": "NONE", "message_template_category": "MARKETING",
    ///  "other_info": {"title": "FIRST_PAUSE", "description": "Paused for three hours."}}
    /// ```
    ///
    /// It comes when a review ends, and when a template is paused, disabled, deleted and so on. The category is missing in older
    /// deliveries; the reason may be missing, `null` or `NONE`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update>
    pub struct TemplateStatusUpdate {
        /// What happened to the template.
        pub event: TemplateEvent,
        /// The template.
        pub message_template_id: TemplateId,
        /// The template's name.
        pub message_template_name: Option<Text>,
        /// The template's language and locale, as `en_US` or `en-US`.
        pub message_template_language: Option<Text>,
        /// The template's category.
        pub message_template_category: Option<TemplateCategory>,
        /// Why the template was rejected.
        pub reason: Option<TemplateRejectionReason>,
        /// When the template was disabled; with `DISABLED`.
        pub disable_info: Option<TemplateDisableInfo>,
        /// What happened in more detail; with `PAUSED`, `LOCKED` and `UNLOCKED`.
        pub other_info: Option<TemplateOtherInfo>,
        /// What is wrong with the format, and what to do about it; with the reason `INVALID_FORMAT`, since 2025.
        pub rejection_info: Option<TemplateRejectionInfo>,
    }
}

impl Payload for TemplateStatusUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }

    fn template(&self) -> Option<TemplateRef<'_>> {
        Some(TemplateRef {
            id: Some(&self.message_template_id),
            name: self.message_template_name.as_deref(),
            language: self.message_template_language.as_deref(),
        })
    }
}

impl TemplateStatusUpdate {
    /// Whether messages cannot be sent with the template from now on.
    ///
    /// None where the event alone does not tell: for an appeal, a lock, a limit on the number of templates, a return from the
    /// archive, and events that this version does not know.
    ///
    /// ```
    /// use whatsapp_webhook::event::TemplateStatusUpdate;
    ///
    /// let update: TemplateStatusUpdate = serde_json::from_str(r#"{"event":"PAUSED","message_template_id":1689556908129832}"#)?;
    /// assert_eq!(update.blocks_sending(), Some(true));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn blocks_sending(&self) -> Option<bool> {
        use TemplateEvent as Event;

        match self.event {
            Event::Archived
            | Event::Deleted
            | Event::Disabled
            | Event::Paused
            | Event::Pending
            | Event::PendingDeletion
            | Event::Rejected => Some(true),
            Event::Approved | Event::Flagged | Event::Reinstated => Some(false),
            Event::InAppeal
            | Event::LimitExceeded
            | Event::Locked
            | Event::Unarchived
            | Event::Unlocked
            | Event::_Unknown(_) => None,
        }
    }
}

open_string! {
    /// What happened to a template.
    pub enum TemplateEvent {
        /// A review approved it; it can be sent.
        Approved = "APPROVED",
        /// It was put into the archive.
        Archived = "ARCHIVED",
        /// It was deleted.
        Deleted = "DELETED",
        /// It was disabled because of what users say about it; see [`TemplateStatusUpdate::disable_info`].
        Disabled = "DISABLED",
        /// Users take to it badly; it can still be sent, and may be disabled.
        Flagged = "FLAGGED",
        /// The business appealed against a decision.
        InAppeal = "IN_APPEAL",
        /// The account has as many templates as it may have.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// It cannot be edited; see [`TemplateStatusUpdate::other_info`].
        Locked = "LOCKED",
        /// It cannot be sent for now, because of what users say about it; see [`TemplateStatusUpdate::other_info`].
        Paused = "PAUSED",
        /// It is being reviewed.
        Pending = "PENDING",
        /// It will be deleted.
        PendingDeletion = "PENDING_DELETION",
        /// It is no longer flagged or disabled; it can be sent.
        Reinstated = "REINSTATED",
        /// A review rejected it; see [`TemplateStatusUpdate::reason`].
        Rejected = "REJECTED",
        /// It was taken out of the archive.
        Unarchived = "UNARCHIVED",
        /// It can be edited again; see [`TemplateStatusUpdate::other_info`].
        Unlocked = "UNLOCKED",
    }
}

open_string! {
    /// Why a template was rejected.
    pub enum TemplateRejectionReason {
        /// Its content is abusive.
        AbusiveContent = "ABUSIVE_CONTENT",
        /// Its category cannot be used.
        CategoryNotAvailable = "CATEGORY_NOT_AVAILABLE",
        /// Its category is not that of its content.
        IncorrectCategory = "INCORRECT_CATEGORY",
        /// Its format is not valid; see [`TemplateStatusUpdate::rejection_info`].
        InvalidFormat = "INVALID_FORMAT",
        /// No reason; the template was not rejected.
        None = "NONE",
        /// Its content is advertising.
        Promotional = "PROMOTIONAL",
        /// Its content is a scam.
        Scam = "SCAM",
        /// Its language or category is not that of its content.
        TagContentMismatch = "TAG_CONTENT_MISMATCH",
    }
}

object! {
    /// When a template was disabled.
    ///
    /// ```json
    /// {"disable_date": "1751234563"}
    /// ```
    pub struct TemplateDisableInfo {
        /// When it was disabled; a number or a string of digits.
        pub disable_date: Option<Timestamp>,
    }
}

object! {
    /// What happened to a template in more detail.
    ///
    /// ```json
    /// {"title": "SECOND_PAUSE", "description": "Paused for six hours."}
    /// ```
    pub struct TemplateOtherInfo {
        /// What happened.
        pub title: Option<TemplateOtherInfoTitle>,
        /// The same for people.
        pub description: Option<Text>,
    }
}

open_string! {
    /// What happened to a template in more detail.
    pub enum TemplateOtherInfoTitle {
        /// It was paused for the first time.
        FirstPause = "FIRST_PAUSE",
        /// It was paused for the second time.
        SecondPause = "SECOND_PAUSE",
        /// It was paused because too much was sent with it too fast.
        RateLimitingPause = "RATE_LIMITING_PAUSE",
        /// It is no longer paused.
        Unpause = "UNPAUSE",
        /// It was disabled.
        Disabled = "DISABLED",
    }
}

object! {
    /// What is wrong with the format of a template, and what to do about it.
    ///
    /// ```json
    /// {"reason": "Two parameters touch.", "recommendation": "Put a word between them."}
    /// ```
    pub struct TemplateRejectionInfo {
        /// What is wrong, for people.
        pub reason: Option<Text>,
        /// What to do about it, for people.
        pub recommendation: Option<Text>,
    }
}
