//! The field `messages`: messages from users, and what became of messages to them.

use super::item_value::item_value;
use crate::{
    event::{Error, Message, Status, UserAction},
    macros::object,
};

item_value! {
    /// What a change of the field `messages` holds, and an On-Premises delivery as a whole.
    pub(crate) struct Messages {
        messages: Message => Message,
        statuses: Status => Status,
        errors: Error => Error,
        user_actions: UserAction => UserAction,
    }
}

object! {
    /// What happened before the conversation was handed over to this app (Conversation Routing).
    ///
    /// ```json
    /// {"type": "summary", "summary": {"text": "The user asks for a refund."}}
    /// ```
    pub struct ConversationContext {
        /// The form that it has: `summary`.
        kind = "type": Option<Box<str>>,
        /// A summary.
        summary: Option<Box<ConversationSummary>>,
    }
}

object! {
    /// A summary of a conversation.
    pub struct ConversationSummary {
        /// Its text.
        text: Option<Box<str>>,
    }
}
