//! The field `template_correct_category_detection`: a template seems to be in the wrong category.

use super::{Single, TemplateCategory};
use crate::{
    event::{Content, TemplateId, decode::items::Leaf},
    macros::object,
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
        message_template_id: TemplateId,
        /// The template's name.
        message_template_name: Option<Box<str>>,
        /// The template's language and locale, as `en_US` or `en-US`.
        message_template_language: Option<Box<str>>,
        /// The category that the template has.
        category | "current_category": Option<TemplateCategory>,
        /// The category that fits the template's content.
        correct_category | "suggested_category": TemplateCategory,
    }
}

impl Leaf for TemplateCategoryDetection {}

impl Single for TemplateCategoryDetection {
    fn content(&self) -> Content<'_> {
        Content::TemplateCategoryDetection(self)
    }
}
