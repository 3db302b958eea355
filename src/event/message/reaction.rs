//! Reactions.

use crate::event::{MessageId, Text, macros::object};

object! {
    /// An emoji that a user put on a message, or took away.
    ///
    /// ```json
    /// {"message_id": "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=", "emoji": "\ud83d\ude00"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/reaction>
    pub struct Reaction {
        /// The message that the reaction is on.
        #[serde(alias = "messsage_id")]
        pub message_id: MessageId,
        /// The emoji; none when the user took the reaction away.
        pub emoji: Option<Text>,
    }
}
