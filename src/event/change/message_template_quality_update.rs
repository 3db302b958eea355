//! The field `message_template_quality_update`: quality scores of templates.

use crate::event::{
    TemplateId, TemplateRef, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A change of a template's quality score.
    ///
    /// Sent when the share of users who block or report the template's messages changes. The type is also read under the field
    /// `message_template_status_update`, as in Meta's own example.
    ///
    /// ```json
    /// {"previous_quality_score": "GREEN", "new_quality_score": "YELLOW", "message_template_id": 806312974732579,
    ///  "message_template_name": "welcome", "message_template_language": "en-US"}
    /// ```
    ///
    /// Field: `message_template_quality_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_quality_update>
    #[doc(alias = "message_template_quality_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct TemplateQualityUpdate {
        /// The score before the change.
        pub previous_quality_score: Option<TemplateQualityScore>,
        /// The score after the change.
        pub new_quality_score: TemplateQualityScore,
        /// The identifier of the template.
        pub message_template_id: TemplateId,
        /// The name of the template.
        pub message_template_name: Option<Text>,
        /// The language and locale of the template, as `en_US` or `en-US`.
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
    /// The quality score of a template, from the feedback of users.
    pub enum TemplateQualityScore {
        /// High quality.
        Green = "GREEN",
        /// Medium quality. The template may be paused if the score does not improve.
        Yellow = "YELLOW",
        /// Low quality. The template may be paused or disabled soon.
        Red = "RED",
        /// Not rated yet.
        Unknown = "UNKNOWN",
    }
}
