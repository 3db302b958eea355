//! Messages that were changed or deleted after they were sent.

use super::{Context, MessageContent};
use crate::{event::MessageId, macros::object};

object! {
    /// New content for a message that was sent earlier.
    ///
    /// ```json
    /// {"original_message_id": "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=",
    ///  "message": {"context": {"id": "M0"}, "type": "text", "text": {"body": "At six, not seven"}}}
    /// ```
    ///
    /// Sent within 15 minutes of the original, for numbers that also use the WhatsApp Business app.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/edit>
    pub struct Edit {
        /// The message that was changed.
        original_message_id: MessageId,
        /// What it says now.
        message: Box<EditedMessage>,
    }
}

object! {
    /// The new content of a message that was changed.
    pub struct EditedMessage {
        /// What the message refers to.
        context: Option<Box<Context>>,
    }
    /// The new content.
    with content: MessageContent
}

object! {
    /// A message that was deleted for everyone.
    ///
    /// ```json
    /// {"original_message_id": "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA="}
    /// ```
    ///
    /// Sent within two days of the original, for numbers that also use the WhatsApp Business app.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/revoke>
    pub struct Revoke {
        /// The message that was deleted.
        original_message_id: MessageId,
    }
}
