//! The field `message_template_quality_update`: how users take to a template.

use crate::event::{
    TemplateId, TemplateRef, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A change of a template's quality score.
    ///
    /// ```json
    /// {"previous_quality_score": "GREEN", "new_quality_score": "YELLOW", "message_template_id": 806312974732579,
    ///  "message_template_name": "welcome", "message_template_language": "en-US"}
    /// ```
    ///
    /// It comes when users begin to block or report what is sent with the template, or no longer do. It is read under the field
    /// `message_template_status_update` as well, where the platform's own example has it.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_quality_update>
    pub struct TemplateQualityUpdate {
        /// The score that the template had.
        pub previous_quality_score: Option<TemplateQualityScore>,
        /// The score that it has now.
        pub new_quality_score: TemplateQualityScore,
        /// The template.
        pub message_template_id: TemplateId,
        /// The template's name.
        pub message_template_name: Option<Text>,
        /// The template's language and locale, as `en_US` or `en-US`.
        pub message_template_language: Option<Text>,
    }
}

impl Payload for TemplateQualityUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.new_quality_score.as_str())
    }

    fn template(&self) -> Option<TemplateRef<'_>> {
        Some(TemplateRef {
            id: Some(&self.message_template_id),
            name: self.message_template_name.as_deref(),
            language: self.message_template_language.as_deref(),
        })
    }
}

open_string! {
    /// How users take to a template.
    pub enum TemplateQualityScore {
        /// Well.
        Green = "GREEN",
        /// Not well; a template that stays so may be paused.
        Yellow = "YELLOW",
        /// Badly; the template may be paused or disabled soon.
        Red = "RED",
        /// Not known yet.
        Unknown = "UNKNOWN",
    }
}
