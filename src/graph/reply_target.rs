use std::time::SystemTime;

use super::Recipient;
use crate::{
    Update,
    event::{MessageContent, PhoneNumberId},
};

/// Where an answer to a message goes.
///
/// [`Update::reply_target`] returns it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReplyTarget {
    /// The business phone number that the user wrote to, from which the answer is sent.
    pub from: PhoneNumberId,
    /// The user, or the group that the user wrote in.
    pub to: Recipient,
    /// When the customer service window that the message opened ends: 24 hours after the user wrote. Afterwards, send a template.
    ///
    /// `None` for `request_welcome`, for which Meta's pages and the crate promise no window.
    pub window_ends_at: Option<SystemTime>,
}

impl Update {
    /// Returns where an answer to the message goes, if the update is a message that a user wrote to the business (feature `graph`).
    ///
    /// A message in a group is answered in the group. A user who hides the number is answered by the business-scoped ID.
    ///
    /// `None` for everything else, so a bot that answers each target answers neither itself nor another app: statuses, echoes, messages of
    /// the chat history and of `standby`, changes of the account, malformed items, and system messages, which WhatsApp writes.
    /// `None` also for the On-Premises client, whose notifications do not name the business number.
    ///
    /// ```
    /// use whatsapp_webhook::{WebhookEvent, graph::{AccessToken, Graph}};
    ///
    /// let event = WebhookEvent::from_bytes(
    ///     r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
    ///         "metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},
    ///         "messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1749416383","type":"text","text":{"body":"Hello"}}]}}]}]}"#,
    /// )?;
    /// let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// for target in event.updates().filter_map(|update| update.reply_target()) {
    ///     let (request, answer) = graph.reply_text(&target.from, &target.to, "Hello").split();
    ///     assert_eq!(request.uri().path(), "/v26.0/106540352242922/messages");
    /// }
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn reply_target(&self) -> Option<ReplyTarget> {
        let message = self.message()?;
        if matches!(message.content, MessageContent::System(_)) {
            return None;
        }
        let to = match &message.group_id {
            Some(group) => group.into(),
            None => self.sender()?.into(),
        };
        Some(ReplyTarget {
            from: self.phone_number_id()?.clone(),
            to,
            window_ends_at: message.service_window_ends_at(),
        })
    }
}
