//! Messages without content for the receiver.

use crate::event::macros::{object, open_string};

object! {
    /// A message that Meta does not pass on.
    ///
    /// [`Message::errors`](super::Message::errors) has the reason: 131051 for a type that is not supported, 131060 for a message that is
    /// unavailable on numbers that also use the WhatsApp Business app. Older payloads, and On-Premises ones, have the `type`
    /// `unknown`. The object may be missing as a whole.
    ///
    /// ```json
    /// {"type": "poll_creation"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/unsupported>
    #[doc(alias = "unsupported")]
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Unsupported {
        /// The kind of message that the user sent, if Meta names it.
        #[serde(rename = "type")]
        pub kind: Option<UnsupportedType>,
    }
}

open_string! {
    /// The kind of a message that Meta does not pass on.
    pub enum UnsupportedType {
        /// A button.
        Button = "button",
        /// An edit of an earlier message.
        Edit = "edit",
        /// A message with errors.
        Errors = "errors",
        /// A GIF.
        Gif = "gif",
        /// An invitation to a group.
        GroupInvite = "group_invite",
        /// A template message.
        Hsm = "hsm",
        /// An image, such as a view-once one.
        Image = "image",
        /// An interactive message.
        Interactive = "interactive",
        /// A message kept in a chat with disappearing messages.
        KeepInChat = "keep_in_chat",
        /// A link with a preview.
        LinkPreview = "link_preview",
        /// A list.
        List = "list",
        /// A live location.
        Location = "location",
        /// A file of the chat history.
        MediaPlaceholder = "media_placeholder",
        /// An order.
        Order = "order",
        /// A message pinned to the chat.
        Pin = "pin",
        /// A poll.
        Poll = "poll",
        /// A new poll.
        PollCreation = "poll_creation",
        /// A vote in a poll.
        PollUpdate = "poll_update",
        /// A product.
        Product = "product",
        /// A reaction.
        Reaction = "reaction",
        /// A message of a kind that Meta does not name; since 2026 for every view-once or unavailable message.
        Undetermined = "unknown",
    }
}

object! {
    /// The empty content of a message that consists of its type.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct NoContent {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_unnamed_kind_is_unsupported() {
        let unsupported: Unsupported = serde_json::from_str(r#"{"type": "unknown"}"#).unwrap();
        assert_eq!(unsupported.kind, Some(UnsupportedType::Undetermined));
    }
}
