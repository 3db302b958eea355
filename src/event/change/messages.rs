//! The field `messages`: messages from users, and what became of messages to them.

use super::item_value::item_value;
use crate::event::{Error, Message, Status, UserAction};

item_value! {
    /// What a change of the field `messages` holds, and an On-Premises delivery as a whole.
    pub(crate) struct Messages {
        messages: Message => Message,
        statuses: Status => Status,
        errors: Error => Error,
        user_actions: UserAction => UserAction,
    }
}
