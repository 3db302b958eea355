//! The fields `smb_message_echoes` and `message_echoes`: messages that the business sent by other means than
//! this app.

use super::item_value::item_value;
use crate::event::ChatMessage;

item_value! {
    /// What a change of the field `smb_message_echoes` holds (messages from the WhatsApp Business app and the
    /// devices linked to
    /// it), and one of the field `message_echoes` (messages from other apps).
    pub(crate) struct MessageEchoes {
        message_echoes: ChatMessage => MessageEcho,
    }
}
