//! Plain text.

use crate::event::{Text, macros::object};

object! {
    /// Plain text that a user wrote.
    ///
    /// ```json
    /// {"body": "Does it come in another color?"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text>
    #[doc(alias = "text")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct TextMessage {
        /// The text, up to 4096 characters.
        pub body: Text,
    }
}
