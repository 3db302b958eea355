use serde_json::Value;

use super::reading;
use crate::event::{GroupId, MessageId, UserId, WaId};

/// The answer to a message: Meta accepted it.
///
/// Accepted is not delivered: the outcome comes as a [`Status`](crate::event::Status) with the same identifier, whose `failed` has the reason.
/// Store the identifier, so that the statuses find their message.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages>
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// The identifier of the message.
    pub id: MessageId,
    /// Whether the message is on its way: `accepted`, `held_for_quality_assessment`, `paused`. Missing for most messages that are no templates.
    pub message_status: Option<String>,
    /// The recipient's number, which can differ from the one that was written to. Missing for messages to a BSUID.
    pub wa_id: Option<WaId>,
    /// The recipient's business-scoped ID (BSUID).
    pub user_id: Option<UserId>,
    /// The group that the message was sent to.
    pub group_id: Option<GroupId>,
}

impl Sent {
    pub(super) fn read(body: &Value) -> Result<Self, &'static str> {
        let first = |name| reading::list(body, name).first().unwrap_or(&Value::Null);
        let (message, contact) = (first("messages"), first("contacts"));
        // One of Meta's samples has a space behind the number.
        let wa_id = reading::text(contact, "wa_id").and_then(|number| number.trim().parse().ok());
        Ok(Self {
            id: reading::read(message, "id").ok_or("the body has no message identifier")?,
            message_status: reading::text(message, "message_status"),
            wa_id,
            user_id: reading::read(contact, "user_id"),
            group_id: reading::read(message, "group_id").or_else(|| reading::read(contact, "group_id")),
        })
    }
}
