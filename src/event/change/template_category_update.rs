//! The field `template_category_update`: the platform moves a template to another category.

use crate::event::{
    TemplateId, TemplateRef, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A change of a template's category, done or announced.
    ///
    /// ```json
    /// {"message_template_id": 278077987957091, "message_template_name": "welcome", "message_template_language": "en-US",
    ///  "new_category": "UTILITY", "correct_category": "MARKETING", "category_update_timestamp": 1746169200}
    /// ```
    ///
    /// It comes twice: about a day ahead, with [`correct_category`](Self::correct_category), and when it is done, with
    /// [`previous_category`](Self::previous_category). **Ahead of time, [`new_category`](Self::new_category) is the category that
    /// the template still has**; [`before()`](Self::before) and [`after()`](Self::after) hold in both.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_category_update>
    pub struct TemplateCategoryUpdate {
        /// The template.
        pub message_template_id: TemplateId,
        /// The template's name.
        pub message_template_name: Option<Text>,
        /// The template's language and locale, as `en_US` or `en-US`.
        pub message_template_language: Option<Text>,
        /// The category that the template had; only once the change is done.
        pub previous_category: Option<TemplateCategory>,
        /// The category that the template has at the time of the delivery.
        pub new_category: TemplateCategory,
        /// The category that the template will have; only ahead of time.
        pub correct_category: Option<TemplateCategory>,
        /// When the change will be made; only ahead of time.
        pub category_update_timestamp: Option<Timestamp>,
    }
}

impl Payload for TemplateCategoryUpdate {
    fn template(&self) -> Option<TemplateRef<'_>> {
        Some(TemplateRef {
            id: Some(&self.message_template_id),
            name: self.message_template_name.as_deref(),
            language: self.message_template_language.as_deref(),
        })
    }
}

impl TemplateCategoryUpdate {
    /// Whether the change is only announced.
    #[must_use]
    pub fn is_announcement(&self) -> bool {
        self.correct_category.is_some()
    }

    /// The category before the change.
    #[must_use]
    pub fn before(&self) -> Option<&TemplateCategory> {
        if self.is_announcement() { Some(&self.new_category) } else { self.previous_category.as_ref() }
    }

    /// The category after the change.
    #[must_use]
    pub fn after(&self) -> &TemplateCategory {
        self.correct_category.as_ref().unwrap_or(&self.new_category)
    }
}

open_string! {
    /// What a template is for, which decides its price and its rules.
    pub enum TemplateCategory {
        /// One-time passwords.
        Authentication = "AUTHENTICATION",
        /// Advertising, and whatever is none of the others.
        Marketing = "MARKETING",
        /// Answers to something that the user did, such as an order.
        Utility = "UTILITY",
        /// One-time passwords, until 2023.
        Otp = "OTP",
        /// Answers to something that the user did, until 2023.
        Transactional = "TRANSACTIONAL",
    }
}
