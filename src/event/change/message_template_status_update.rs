//! The field `message_template_status_update`: whether a template can be sent.

mod details;
mod event;

use crate::event::{
    TemplateId, TemplateRef, Text, content::Payload, macros::object,
    template_category_update::TemplateCategory,
};

pub use self::{details::*, event::*};

object! {
    /// A status change of a template.
    ///
    /// Sent when a review ends, and when a template is paused, disabled, deleted, and so on. The category is absent in older
    /// notifications.
    ///
    /// ```json
    /// {"event": "PAUSED", "message_template_id": 1689556908129832, "message_template_name": "order_confirmation",
    ///  "message_template_language": "en-US", "message_template_category": "MARKETING",
    ///  "other_info": {"title": "FIRST_PAUSE", "description": "Paused for three hours."}}
    /// ```
    ///
    /// Field: `message_template_status_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update>
    #[doc(alias = "message_template_status_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct TemplateStatusUpdate {
        /// The event.
        pub event: TemplateEvent,
        /// The identifier of the template.
        pub message_template_id: TemplateId,
        /// The name of the template.
        pub message_template_name: Option<Text>,
        /// The language and locale of the template, as `en_US` or `en-US`.
        pub message_template_language: Option<Text>,
        /// The category of the template.
        pub message_template_category: Option<TemplateCategory>,
        /// The reason for a rejection. `None` where Meta sends `NONE`, `null` or no reason.
        pub reason: Option<TemplateRejectionReason>,
        /// When the template was disabled; with `DISABLED`.
        pub disable_info: Option<TemplateDisableInfo>,
        /// Details of the event; with `PAUSED`, `LOCKED` and `UNLOCKED`.
        pub other_info: Option<TemplateOtherInfo>,
        /// The problem with the format and a recommendation; with the reason `INVALID_FORMAT`. Sent since 2025.
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
    /// Returns whether messages can no longer be sent with the template.
    ///
    /// Returns `None` if the event alone does not decide: for an appeal, a lock, a limit on the number of templates, a return
    /// from the archive, and events that this version does not know.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_of_none_is_no_reason() {
        let reason = |json: &str| {
            let json = format!(r#"{{"event":"APPROVED","message_template_id":1{json}}}"#);
            serde_json::from_str::<TemplateStatusUpdate>(&json).unwrap().reason
        };
        for absent in ["", r#","reason":"NONE""#, r#","reason":null"#, r#","reason":"""#] {
            assert_eq!(reason(absent), None, "{absent}");
        }
        assert_eq!(reason(r#","reason":"SCAM""#), Some(TemplateRejectionReason::Scam));
        assert_eq!(reason(r#","reason":"NONESUCH""#).unwrap(), "NONESUCH");
    }
}
