//! The context of a change: the business phone number, and the conversation before a handover.

use super::{DisplayPhoneNumber, PhoneNumberId, Text, macros::object};

object! {
    /// The business phone number that a change is about.
    ///
    /// Sent with most fields about messages, calls and groups; [`Update::phone_number_id`](crate::Update::phone_number_id) and
    /// [`Update::display_phone_number`](crate::Update::display_phone_number) return its members.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct Metadata {
        /// The number in display format, sometimes with `+` and spaces.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// The number's identifier, which requests to the Graph API take.
        pub phone_number_id: Option<PhoneNumberId>,
    }
}

object! {
    /// The conversation before it was handed over to this app (Conversation Routing).
    ///
    /// Sent beside the first message after a handover; [`Update::conversation_context`](crate::Update::conversation_context) returns
    /// it.
    ///
    /// ```json
    /// {"type": "summary", "summary": {"text": "The user asks for a refund."}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct ConversationContext {
        /// The type of the context: `summary`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
        /// The summary.
        pub summary: Option<ConversationSummary>,
    }
}

object! {
    /// A summary of a conversation.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ConversationSummary {
        /// The summary's text.
        pub text: Option<Text>,
    }
}
