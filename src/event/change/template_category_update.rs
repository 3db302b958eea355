//! The field `template_category_update`: changes of a template's category by Meta.

use crate::event::{
    TemplateId, TemplateRef, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A change of a template's category by Meta, announced or completed.
    ///
    /// Sent twice: about a day ahead, with [`correct_category`](Self::correct_category), and after the change, with
    /// [`previous_category`](Self::previous_category). **In an announcement, [`new_category`](Self::new_category) is the
    /// current category**; [`before()`](Self::before) and [`after()`](Self::after) are right in both cases.
    ///
    /// ```json
    /// {"message_template_id": 278077987957091, "message_template_name": "welcome", "message_template_language": "en-US",
    ///  "new_category": "UTILITY", "correct_category": "MARKETING", "category_update_timestamp": 1746169200}
    /// ```
    ///
    /// Field: `template_category_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_category_update>
    #[doc(alias = "template_category_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct TemplateCategoryUpdate {
        /// The identifier of the template.
        pub message_template_id: TemplateId,
        /// The name of the template.
        pub message_template_name: Option<Text>,
        /// The language and locale of the template, as `en_US` or `en-US`.
        pub message_template_language: Option<Text>,
        /// The category before the change. Absent in an announcement.
        pub previous_category: Option<TemplateCategory>,
        /// The category when the notification was sent.
        pub new_category: TemplateCategory,
        /// The category after the change. Present only in an announcement.
        pub correct_category: Option<TemplateCategory>,
        /// When the change will be made. Present only in an announcement.
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
    /// Returns whether the change is only announced.
    #[must_use]
    pub fn is_announcement(&self) -> bool {
        self.correct_category.is_some()
    }

    /// Returns the category before the change.
    #[must_use]
    pub fn before(&self) -> Option<&TemplateCategory> {
        if self.is_announcement() { Some(&self.new_category) } else { self.previous_category.as_ref() }
    }

    /// Returns the category after the change.
    #[must_use]
    pub fn after(&self) -> &TemplateCategory {
        self.correct_category.as_ref().unwrap_or(&self.new_category)
    }
}

open_string! {
    /// The category of a template, which determines its price and its rules.
    pub enum TemplateCategory {
        /// One-time passwords.
        Authentication = "AUTHENTICATION",
        /// Advertising, and everything that fits no other category.
        Marketing = "MARKETING",
        /// Responses to an action of the user, such as an order.
        Utility = "UTILITY",
        /// One-time passwords, until 2023.
        Otp = "OTP",
        /// Responses to an action of the user, until 2023.
        Transactional = "TRANSACTIONAL",
    }
}
