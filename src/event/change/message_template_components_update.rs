//! The field `message_template_components_update`: a template was edited.

use crate::event::{
    TemplateId, TemplateRef, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The texts and buttons of a template that was edited.
    ///
    /// ```json
    /// {"message_template_id": 1315502779341834, "message_template_name": "order_confirmation",
    ///  "message_template_language": "en_US", "message_template_element": "Thanks, {{1}}!"}
    /// ```
    ///
    /// It comes after each edit, with all parts as they are now; a part that the template does not have is missing.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_components_update>
    pub struct TemplateComponentsUpdate {
        /// The template.
        pub message_template_id: TemplateId,
        /// The template's name.
        pub message_template_name: Option<Text>,
        /// The template's language and locale, as `en_US` or `en-US`.
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
    pub struct TemplateButton {
        /// What the button does.
        pub message_template_button_type: Option<TemplateButtonType>,
        /// The text on it.
        pub message_template_button_text: Option<Text>,
        /// The page that it opens; with `URL`.
        pub message_template_button_url: Option<Text>,
        /// The number that it calls; with `PHONE_NUMBER`.
        pub message_template_button_phone_number: Option<Text>,
    }
}

open_string! {
    /// What a button of a template does.
    pub enum TemplateButtonType {
        /// Opens the catalog.
        Catalog = "CATALOG",
        /// Copies a code.
        CopyCode = "COPY_CODE",
        /// The platform does not say.
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
        /// Sends its payload back.
        Postback = "POSTBACK",
        /// Answers with its text.
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
