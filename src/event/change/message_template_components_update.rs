//! The field `message_template_components_update`: edits of templates.

use crate::event::{
    TemplateId, TemplateRef, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The components of a template after an edit.
    ///
    /// Sent after each edit, with all components. A component that the template does not have is absent.
    ///
    /// ```json
    /// {"message_template_id": 1315502779341834, "message_template_name": "order_confirmation",
    ///  "message_template_language": "en_US", "message_template_element": "Thanks, {{1}}!"}
    /// ```
    ///
    /// Field: `message_template_components_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_components_update>
    #[doc(alias = "message_template_components_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct TemplateComponentsUpdate {
        /// The identifier of the template.
        pub message_template_id: TemplateId,
        /// The name of the template.
        pub message_template_name: Option<Text>,
        /// The language and locale of the template, as `en_US` or `en-US`.
        pub message_template_language: Option<Text>,
        /// The text of the header.
        pub message_template_title: Option<Text>,
        /// The text of the body.
        pub message_template_element: Option<Text>,
        /// The text of the footer.
        pub message_template_footer: Option<Text>,
        /// The buttons.
        pub message_template_buttons: Vec<TemplateButton>,
    }
}

impl Payload for TemplateComponentsUpdate {
    fn template(&self) -> Option<TemplateRef<'_>> {
        Some(TemplateRef {
            id: Some(&self.message_template_id),
            name: self.message_template_name.as_deref(),
            language: self.message_template_language.as_deref(),
        })
    }
}

object! {
    /// A button of a template.
    ///
    /// ```json
    /// {"message_template_button_type": "URL", "message_template_button_text": "Track",
    ///  "message_template_button_url": "https://example.com/track"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct TemplateButton {
        /// The type of the button.
        pub message_template_button_type: Option<TemplateButtonType>,
        /// The label.
        pub message_template_button_text: Option<Text>,
        /// The page that the button opens; with `URL`.
        pub message_template_button_url: Option<Text>,
        /// The number that the button calls; with `PHONE_NUMBER`.
        pub message_template_button_phone_number: Option<Text>,
    }
}

open_string! {
    /// The type of a template's button.
    pub enum TemplateButtonType {
        /// Opens the catalog.
        Catalog = "CATALOG",
        /// Copies a code.
        CopyCode = "COPY_CODE",
        /// Not documented by Meta.
        Extension = "EXTENSION",
        /// Opens a Flow.
        Flow = "FLOW",
        /// Opens several products.
        Mpm = "MPM",
        /// Opens an order.
        OrderDetails = "ORDER_DETAILS",
        /// Copies or fills in a one-time password.
        Otp = "OTP",
        /// Calls a phone number.
        PhoneNumber = "PHONE_NUMBER",
        /// Sends the button's payload to the business.
        Postback = "POSTBACK",
        /// Sends the button's label as a response.
        QuickReply = "QUICK_REPLY",
        /// Sets a reminder.
        Reminder = "REMINDER",
        /// Sends the user's location.
        SendLocation = "SEND_LOCATION",
        /// Opens one product.
        Spm = "SPM",
        /// Opens a page.
        Url = "URL",
        /// Calls the business on WhatsApp.
        VoiceCall = "VOICE_CALL",
    }
}
