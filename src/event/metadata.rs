//! What a change says beside its items: the business phone number, and the conversation before a handover.

use super::{DisplayPhoneNumber, PhoneNumberId, Text, macros::object};

object! {
    /// The business phone number that a change is about.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"}
    /// ```
    pub struct Metadata {
        /// The number in display format, sometimes with `+` and spaces.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// The number's identifier.
        pub phone_number_id: Option<PhoneNumberId>,
    }
}

object! {
    /// The conversation before it was handed over to this app (Conversation Routing).
    ///
    /// ```json
    /// {"type": "summary", "summary": {"text": "The user asks for a refund."}}
    /// ```
    pub struct ConversationContext {
        /// The form of the context: `summary`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
        /// A summary.
        pub summary: Option<ConversationSummary>,
    }
}

object! {
    /// A summary of a conversation.
    pub struct ConversationSummary {
        /// The summary's text.
        pub text: Option<Text>,
    }
}
