//! Reactions.

use crate::event::{MessageId, Text, macros::object};

object! {
    /// An emoji that a user put on a message, or removed from it.
    ///
    /// ```json
    /// {"message_id": "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=", "emoji": "\ud83d\ude00"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/reaction>
    #[doc(alias = "reaction")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Reaction {
        /// The message that the user reacted to.
        #[serde(alias = "messsage_id")]
        pub message_id: MessageId,
        /// The emoji. Missing or `""` when the user removed the reaction.
        pub emoji: Option<Text>,
    }
}
