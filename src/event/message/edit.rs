//! Messages that were changed or deleted after they were sent.

use crate::event::{
    MessageId,
    macros::{object, tagged},
    message::{Context, Media, TextMessage},
};

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
        pub original_message_id: MessageId,
        /// What it says now.
        pub message: EditedMessage,
    }
}

object! {
    /// The new content of a message that was changed.
    pub struct EditedMessage {
        #[tagged]
        /// The new content.
        pub content: EditedContent,
        /// What the message refers to.
        pub context: Option<Context>,
    }
}

tagged! {
    /// The new content of a message that was changed, by its `type`.
    ///
    /// An edit of an edit does not exist, so the content is never another edit; such a content is kept raw.
    pub enum EditedContent {
        /// Plain text.
        Text(TextMessage) = "text",
        /// A picture with a new caption.
        Image(Media) = "image",
        /// A video with a new caption.
        Video(Media) = "video",
        /// A sound file.
        Audio(Media) = "audio",
        /// Any other file with a new caption.
        Document(Media) = "document",
        /// A sticker.
        Sticker(Media) = "sticker",
    }
}

impl EditedContent {
    /// Returns the new text, or the new caption.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(&text.body),
            _ => self.media()?.caption.as_deref(),
        }
    }

    /// Returns the file, whatever its type.
    #[must_use]
    pub fn media(&self) -> Option<&Media> {
        match self {
            Self::Image(media)
            | Self::Video(media)
            | Self::Audio(media)
            | Self::Document(media)
            | Self::Sticker(media) => Some(media),
            Self::Text(_) | Self::Unknown(_) => None,
        }
    }
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
        pub original_message_id: MessageId,
    }
}
