//! Plain text.

use crate::macros::object;

object! {
    /// Plain text that a user wrote.
    ///
    /// ```json
    /// {"body": "Does it come in another color?"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text>
    pub struct Text {
        /// The text, up to 4096 characters.
        body: Box<str>,
    }
}
