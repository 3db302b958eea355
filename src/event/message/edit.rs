//! Messages that were edited or deleted after they were sent.

use crate::event::{
    MessageId,
    macros::{object, tagged},
    message::{Context, Media, TextMessage},
};

object! {
    /// New content for a message that was sent earlier.
    ///
    /// Sent within 15 minutes of the original, and only for numbers that also use the WhatsApp Business app.
    ///
    /// ```json
    /// {"original_message_id": "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=",
    ///  "message": {"context": {"id": "M0"}, "type": "text", "text": {"body": "At six, not seven"}}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/edit>
    #[doc(alias = "edit")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Edit {
        /// The message that was edited.
        pub original_message_id: MessageId,
        /// The new message.
        pub message: EditedMessage,
    }
}

object! {
    /// The new version of an edited message.
    ///
    /// Its [`context`](Self::context) is missing unless the message is a reply; [`Message::reply_to`](super::Message::reply_to)
    /// looks at it too.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EditedMessage {
        #[tagged]
        /// The new content, by its `type`.
        pub content: EditedContent,
        /// The reference of the new version, such as the message that it replies to.
        pub context: Option<Context>,
    }
}

tagged! {
    /// The new content of an edited message, by its `type`.
    ///
    /// The content is never another edit: a nested edit is kept raw as `Unknown`.
    pub enum EditedContent {
        /// Plain text.
        Text(TextMessage) = "text",
        /// A picture with a new caption.
        Image(Media) = "image",
        /// A video with a new caption.
        Video(Media) = "video",
        /// An audio file.
        Audio(Media) = "audio",
        /// A file of any other format, with a new caption.
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

    /// Returns the media file of the new content, if it has one.
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
    /// The deletion of an earlier message for everyone.
    ///
    /// Sent within two days of the original, and only for numbers that also use the WhatsApp Business app.
    ///
    /// ```json
    /// {"original_message_id": "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA="}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/revoke>
    #[doc(alias = "revoke")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Revoke {
        /// The message that was deleted.
        pub original_message_id: MessageId,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::event::Message;

    #[test]
    fn an_edit_replies_to_what_the_new_version_replies_to() {
        let edit = json!({
            "original_message_id": "wamid.A",
            "message": { "context": { "id": "wamid.B" }, "type": "text", "text": { "body": "At six" } },
        });
        for (context, reply_to) in [
            (json!(null), "wamid.B"),
            (json!({ "forwarded": true }), "wamid.B"),
            (json!({ "id": "wamid.C" }), "wamid.C"),
        ] {
            let message: Message = serde_json::from_value(json!({
                "from": "16505551234", "id": "wamid.D", "timestamp": "1749416383", "context": context,
                "type": "edit", "edit": edit,
            }))
            .unwrap();
            assert_eq!(message.reply_to().unwrap(), reply_to);
        }
    }
}
