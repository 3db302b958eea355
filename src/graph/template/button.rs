use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

/// The value of a template's button.
///
/// A button of another kind, such as a catalog, is added with [`TemplateMessage::component`](super::TemplateMessage::component). `Debug`
/// shows only the kind.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components>
#[derive(Clone, PartialEq)]
pub struct Button {
    sub_type: &'static str,
    parameter: Value,
}

impl Button {
    /// Creates the end of a button's URL, which replaces the placeholder `{{1}}` in it.
    #[must_use]
    pub fn url(suffix: impl AsRef<str>) -> Self {
        Self { sub_type: "url", parameter: json!({ "type": "text", "text": suffix.as_ref() }) }
    }

    /// Creates the payload of a quick reply, which comes back as [`Message::choice`](crate::event::Message::choice) when the user taps the button.
    #[must_use]
    pub fn quick_reply(payload: impl AsRef<str>) -> Self {
        Self { sub_type: "quick_reply", parameter: json!({ "type": "payload", "payload": payload.as_ref() }) }
    }

    /// Creates the coupon code of at most 20 characters that the button copies.
    #[must_use]
    pub fn copy_code(code: impl AsRef<str>) -> Self {
        Self {
            sub_type: "copy_code",
            parameter: json!({ "type": "coupon_code", "coupon_code": code.as_ref() }),
        }
    }

    /// Creates the token of a Flow, which comes back when the user completes the Flow.
    #[must_use]
    pub fn flow(token: impl AsRef<str>) -> Self {
        Self {
            sub_type: "flow",
            parameter: json!({ "type": "action", "action": { "flow_token": token.as_ref() } }),
        }
    }

    /// Creates the token of a Flow, and the data of its first screen.
    ///
    /// Data that `serde_json` cannot write (a map whose keys are not text) is sent as `null`, which Meta rejects.
    #[must_use]
    pub fn flow_with_data(token: impl AsRef<str>, data: impl Serialize) -> Self {
        let data = serde_json::to_value(data).unwrap_or_default();
        let action = json!({ "flow_token": token.as_ref(), "flow_action_data": data });
        Self { sub_type: "flow", parameter: json!({ "type": "action", "action": action }) }
    }

    pub(super) fn into_component(self, index: u32) -> Value {
        json!({
            "type": "button",
            "sub_type": self.sub_type,
            // A string, as large senders write it; Meta's pages also show a number.
            "index": index.to_string(),
            "parameters": [self.parameter],
        })
    }
}

impl fmt::Debug for Button {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Button({})", self.sub_type)
    }
}
