//! Template messages.

mod button;
mod header;
mod parameter;

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

pub use self::{
    button::Button,
    header::{Header, HeaderMedia},
    parameter::Parameter,
};
use super::Recipient;

/// A message from an approved template, with the values of its parameters.
///
/// The number, the order and the format of the values must be those of the template. Nothing is checked or repaired here: Meta rejects a
/// wrong number with error 132000, a newline, a tab or more than four spaces in a row with 132018, and a name or language that is not approved with 132001. Each method adds to the message, and what is
/// added twice is sent twice.
///
/// ```
/// use whatsapp_webhook::graph::{Button, Header, HeaderMedia, Parameter, Recipient, TemplateMessage};
///
/// let message = TemplateMessage::new(Recipient::number("+5511987650001"), "order_shipped", "pt_BR")
///     .header(Header::document(HeaderMedia::link("https://example.com/n17.pdf"), "n17.pdf"))
///     .body_named([("who", Parameter::from("Ana")), ("sum", Parameter::currency("BRL", 10_990, "R$ 10,99"))])
///     .button(0, Button::url("n17"))
///     .callback_data("order-17");
/// ```
///
/// The language is the template's own code, such as `pt_BR`, with an underscore: `en` is not `en_US`. `Debug` shows the name and the language.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages>
#[derive(Clone)]
pub struct TemplateMessage {
    to: Recipient,
    name: String,
    language: String,
    components: Vec<Value>,
    callback_data: Option<String>,
}

impl TemplateMessage {
    /// Creates a message without values.
    #[must_use]
    pub fn new(to: impl Into<Recipient>, name: impl Into<String>, language: impl Into<String>) -> Self {
        Self {
            to: to.into(),
            name: name.into(),
            language: language.into(),
            components: Vec::new(),
            callback_data: None,
        }
    }

    /// Adds the value of the header: a text, a file or a place.
    #[must_use]
    pub fn header(mut self, header: Header) -> Self {
        self.components.push(json!({ "type": "header", "parameters": [header.into_json()] }));
        self
    }

    /// Adds the values of the body, in the order of the placeholders `{{1}}`, `{{2}}`, …
    #[must_use]
    pub fn body(mut self, values: impl IntoIterator<Item: Into<Parameter>>) -> Self {
        let values: Vec<Value> = values.into_iter().map(|value| value.into().into_json()).collect();
        self.components.push(json!({ "type": "body", "parameters": values }));
        self
    }

    /// Adds the values of the body by the names of the placeholders, such as `who` for `{{who}}`.
    ///
    /// A template with named placeholders (`parameter_format` `NAMED`) takes no values without names: error 100.
    #[must_use]
    pub fn body_named<N, P>(mut self, values: impl IntoIterator<Item = (N, P)>) -> Self
    where
        N: Into<String>,
        P: Into<Parameter>,
    {
        let named = |(name, value): (N, P)| value.into().named(name.into()).into_json();
        let values: Vec<Value> = values.into_iter().map(named).collect();
        self.components.push(json!({ "type": "body", "parameters": values }));
        self
    }

    /// Adds the value of a button, by its position in the template, which starts at 0.
    ///
    /// Buttons without a value, such as the one that calls a phone number, are left out but counted.
    #[must_use]
    pub fn button(mut self, index: u32, button: Button) -> Self {
        self.components.push(button.into_component(index));
        self
    }

    /// Adds a one-time code of at most 15 characters, for a template of the category `AUTHENTICATION`.
    ///
    /// The code is the value of the body and of the button 0, as Meta demands. Such a template cannot be sent to a BSUID (error 131062).
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/authentication-templates/authentication-templates>
    #[must_use]
    pub fn one_time_code(self, code: impl AsRef<str>) -> Self {
        let code = code.as_ref();
        self.body([code]).button(0, Button::url(code))
    }

    /// Adds a component as Meta's JSON, for what has no method: a carousel, a limited-time offer, a catalog.
    ///
    /// Content that `serde_json` cannot write (a map whose keys are not text) is sent as `null`, which Meta rejects.
    ///
    /// ```
    /// use serde_json::json;
    /// use whatsapp_webhook::graph::{Recipient, TemplateMessage};
    ///
    /// let offer = json!({ "type": "limited_time_offer", "parameters": [
    ///     { "type": "limited_time_offer", "limited_time_offer": { "expiration_time_ms": 1_767_225_600_000_u64 } },
    /// ] });
    /// let message = TemplateMessage::new(Recipient::number("+16505551234"), "sale", "en").component(offer);
    /// ```
    #[must_use]
    pub fn component(mut self, component: impl Serialize) -> Self {
        self.components.push(serde_json::to_value(component).unwrap_or_default());
        self
    }

    /// Adds text of at most 512 characters that comes back in each status of the message (`biz_opaque_callback_data`).
    ///
    /// [`Status::biz_opaque_callback_data`](crate::event::Status::biz_opaque_callback_data) has it, beside the message's identifier. So with a text for
    /// each message, a call without an answer is resolved by the status `sent`: the message went out, and its identifier is known. Without
    /// a status after some minutes it stays open whether the message went out.
    ///
    /// Every app that is subscribed to the account receives the text, so it must not be a secret.
    #[must_use]
    pub fn callback_data(mut self, data: impl Into<String>) -> Self {
        self.callback_data = Some(data.into());
        self
    }

    pub(super) fn recipient(&self) -> &Recipient {
        &self.to
    }

    pub(super) fn opaque_data(&self) -> Option<&str> {
        self.callback_data.as_deref()
    }

    /// The member `template` of the message.
    pub(super) fn content(&self) -> Value {
        let mut template = json!({ "name": self.name, "language": { "code": self.language } });
        if let Some(members) = template.as_object_mut().filter(|_| !self.components.is_empty()) {
            members.insert("components".to_owned(), self.components.clone().into());
        }
        template
    }
}

impl fmt::Debug for TemplateMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TemplateMessage")
            .field("name", &self.name)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}
