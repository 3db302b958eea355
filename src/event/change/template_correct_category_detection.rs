//! The field `template_correct_category_detection`: templates in the wrong category.

use crate::event::{
    TemplateId, TemplateRef, Text, content::Payload, macros::object,
    template_category_update::TemplateCategory,
};

object! {
    /// A template whose content does not match its category.
    ///
    /// Sent when Meta detects such a template. The category is unchanged; a
    /// [`TemplateCategoryUpdate`](super::TemplateCategoryUpdate) may follow.
    ///
    /// ```json
    /// {"message_template_id": 1213485583768734, "message_template_name": "order_update", "message_template_language": "en_US",
    ///  "category": "UTILITY", "correct_category": "MARKETING"}
    /// ```
    ///
    /// Field: `template_correct_category_detection`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_correct_category_detection>
    #[doc(alias = "template_correct_category_detection")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct TemplateCategoryDetection {
        /// The identifier of the template.
        pub message_template_id: TemplateId,
        /// The name of the template.
        pub message_template_name: Option<Text>,
        /// The language and locale of the template, as `en_US` or `en-US`.
        pub message_template_language: Option<Text>,
        /// The current category. Also sent as `current_category`.
        #[serde(alias = "current_category")]
        pub category: Option<TemplateCategory>,
        /// The category that matches the content. Also sent as `suggested_category`.
        #[serde(alias = "suggested_category")]
        pub correct_category: TemplateCategory,
    }
}

impl Payload for TemplateCategoryDetection {
    fn template(&self) -> Option<TemplateRef<'_>> {
        Some(TemplateRef {
            id: Some(&self.message_template_id),
            name: self.message_template_name.as_deref(),
            language: self.message_template_language.as_deref(),
        })
    }
}
