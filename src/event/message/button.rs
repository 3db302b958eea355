//! Quick-reply buttons of templates.

use crate::event::{Text, macros::object};

object! {
    /// A tap on a quick-reply button of a template.
    ///
    /// ```json
    /// {"payload": "unsubscribe", "text": "Unsubscribe"}
    /// ```
    ///
    /// Taps on buttons of interactive messages arrive as [`ButtonReply`](super::ButtonReply).
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/button>
    pub struct Button {
        /// What the business attached to the button; `null` if nothing.
        pub payload: Option<Text>,
        /// The button's label.
        pub text: Text,
    }
}
