//! The field `message_template_components_update`: a template was edited.

use super::Single;
use crate::{
    event::{Content, TemplateId, decode::items::Leaf},
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
        message_template_id: TemplateId,
        /// The template's name.
        message_template_name: Option<Box<str>>,
        /// The template's language and locale, as `en_US` or `en-US`.
        message_template_language: Option<Box<str>>,
        /// The text of the header.
        message_template_title: Option<Box<str>>,
        /// The text of the body.
        message_template_element: Option<Box<str>>,
        /// The text of the footer.
        message_template_footer: Option<Box<str>>,
        /// The buttons.
        message_template_buttons: Box<[TemplateButton]>,
    }
}

impl Leaf for TemplateComponentsUpdate {}

impl Single for TemplateComponentsUpdate {
    fn content(&self) -> Content<'_> {
        Content::TemplateComponentsUpdate(self)
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
        message_template_button_type: Option<TemplateButtonType>,
        /// The text on it.
        message_template_button_text: Option<Box<str>>,
        /// The page that it opens; with `URL`.
        message_template_button_url: Option<Box<str>>,
        /// The number that it calls; with `PHONE_NUMBER`.
        message_template_button_phone_number: Option<Box<str>>,
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
