//! The field `template_correct_category_detection`: a template seems to be in the wrong category.

use crate::event::{
    TemplateId, TemplateRef, Text, content::Payload, macros::object,
    template_category_update::TemplateCategory,
};

object! {
    /// A template whose content is not that of its category.
    ///
    /// ```json
    /// {"message_template_id": 1213485583768734, "message_template_name": "order_update", "message_template_language": "en_US",
    ///  "category": "UTILITY", "correct_category": "MARKETING"}
    /// ```
    ///
    /// It comes when the platform finds such a template. Nothing has changed yet; a
    /// [`TemplateCategoryUpdate`](super::TemplateCategoryUpdate) may follow. The names `current_category` and
    /// `suggested_category` are read as well.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_correct_category_detection>
    pub struct TemplateCategoryDetection {
        /// The template.
        pub message_template_id: TemplateId,
        /// The template's name.
        pub message_template_name: Option<Text>,
        /// The template's language and locale, as `en_US` or `en-US`.
        pub message_template_language: Option<Text>,
        /// The category that the template has.
        #[serde(alias = "current_category")]
        pub category: Option<TemplateCategory>,
        /// The category that fits the template's content.
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
