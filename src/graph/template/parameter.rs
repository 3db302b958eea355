use std::fmt;

use serde_json::{Value, json};

/// The value of a placeholder in a template's body.
///
/// Text is made from `&str` or `String`. `Debug` hides the value.
///
/// ```
/// use whatsapp_webhook::graph::{Parameter, Recipient, TemplateMessage};
///
/// let message = TemplateMessage::new(Recipient::number("+16505551234"), "invoice", "en")
///     .body([Parameter::from("Ana"), Parameter::currency("USD", 10_990, "$10.99"), Parameter::date_time("1 May 2026")]);
/// ```
#[derive(Clone, PartialEq)]
pub struct Parameter(Value);

impl Parameter {
    /// Creates an amount of money: the ISO 4217 code, the amount times 1000, and the text that users see.
    #[must_use]
    pub fn currency(code: impl AsRef<str>, amount_1000: i64, fallback_value: impl AsRef<str>) -> Self {
        Self(json!({
            "type": "currency",
            "currency": {
                "fallback_value": fallback_value.as_ref(),
                "code": code.as_ref(),
                "amount_1000": amount_1000,
            },
        }))
    }

    /// Creates a date or a time, from the text that users see.
    #[must_use]
    pub fn date_time(fallback_value: impl AsRef<str>) -> Self {
        Self(json!({ "type": "date_time", "date_time": { "fallback_value": fallback_value.as_ref() } }))
    }

    /// The same value for a placeholder with a name.
    pub(super) fn named(mut self, name: String) -> Self {
        if let Some(members) = self.0.as_object_mut() {
            members.insert("parameter_name".to_owned(), name.into());
        }
        self
    }

    pub(super) fn into_json(self) -> Value {
        self.0
    }
}

impl From<&str> for Parameter {
    fn from(text: &str) -> Self {
        Self(json!({ "type": "text", "text": text }))
    }
}

impl From<String> for Parameter {
    fn from(text: String) -> Self {
        Self::from(&*text)
    }
}

impl From<&String> for Parameter {
    fn from(text: &String) -> Self {
        Self::from(&**text)
    }
}

impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parameter(..)")
    }
}
