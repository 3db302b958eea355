//! Quick-reply buttons of templates.

use crate::event::{Text, macros::object};

object! {
    /// A tap on a quick-reply button of a template.
    ///
    /// Sent for buttons of templates only: taps on buttons of interactive messages arrive as [`ButtonReply`](super::ButtonReply).
    /// [`Message::choice`](super::Message::choice) reads both.
    ///
    /// ```json
    /// {"payload": "unsubscribe", "text": "Unsubscribe"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/button>
    #[doc(alias = "button")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Button {
        /// The payload that the business attached to the button. Missing or `null` if there is none.
        pub payload: Option<Text>,
        /// The button's label.
        pub text: Text,
    }
}
