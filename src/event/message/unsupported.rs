//! Message types without content for the receiver.

use crate::event::macros::{object, open_string};

object! {
    /// Something that a user sent and the platform does not pass on.
    ///
    /// ```json
    /// {"type": "poll_creation"}
    /// ```
    ///
    /// [`Message::errors`](super::Message::errors) says why: 131051 for a type that is not supported, 131060 for one that is unavailable on numbers
    /// that also use the WhatsApp Business app. Older payloads, and On-Premises ones, have the `type` `unknown`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/unsupported>
    #[derive(Default)]
    pub struct Unsupported {
        /// What was sent, if the platform tells.
        #[serde(rename = "type")]
        pub kind: Option<UnsupportedType>,
    }
}

open_string! {
    /// What a user sent that the platform does not pass on.
    pub enum UnsupportedType {
        /// A button.
        Button = "button",
        /// A change of an earlier message.
        Edit = "edit",
        /// Something with errors.
        Errors = "errors",
        /// A GIF.
        Gif = "gif",
        /// An invitation to a group.
        GroupInvite = "group_invite",
        /// A template message.
        Hsm = "hsm",
        /// An image, such as one to be viewed once.
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
    }
}

object! {
    /// The content of a message that has none: its type says everything.
    #[derive(Default)]
    pub struct NoContent {}
}
