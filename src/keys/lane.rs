//! The lane of an update.

use super::Digest;
use crate::{Content, Update, event::Lane};

/// The kinds of lanes. A number is part of every lane of its kind, so none is ever changed or used again.
#[derive(Clone, Copy)]
enum Class {
    Conversation = 1,
    Status = 2,
    Account = 3,
}

impl Update {
    /// Returns the lane of the update. Updates of one lane must be handled one at a time, in order of arrival.
    ///
    /// | update | one lane for each |
    /// | --- | --- |
    /// | message, echo, call, choice and all others with a sender or a recipient | conversation: number, and group or user |
    /// | status | message, so that the statuses of a campaign do not stand before a customer's message |
    /// | everything else | account and field |
    ///
    /// The business-scoped ID identifies the user, else the phone number.
    ///
    /// ```
    /// use whatsapp_webhook::WebhookEvent;
    ///
    /// let event = WebhookEvent::from_bytes(r#"{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{
    ///     "field":"messages","value":{"metadata":{"phone_number_id":"106540352242922"},"messages":[
    ///         {"from":"16505551234","id":"wamid.A","timestamp":"1749416383","type":"text","text":{"body":"Hello"}},
    ///         {"from":"16505551234","id":"wamid.B","timestamp":"1749416384","type":"text","text":{"body":"Anyone there?"}},
    ///         {"from":"16505556789","id":"wamid.C","timestamp":"1749416384","type":"text","text":{"body":"Thanks"}}]}}]}]}"#)?;
    /// let lanes: Vec<_> = event.updates().map(|update| update.lane()).collect();
    /// assert_eq!(lanes[0], lanes[1]);
    /// assert_ne!(lanes[0], lanes[2]);
    /// # Ok::<(), whatsapp_webhook::DecodeError>(())
    /// ```
    #[must_use]
    pub fn lane(&self) -> Lane {
        let digest = self.status_lane().or_else(|| self.conversation_lane()).unwrap_or_else(|| {
            let account = self.waba_id().map(|account| account.as_str());
            Digest::new(Class::Account as u8).part(account).part(Some(self.field()))
        });
        Lane::from_bits(u64::from_be_bytes(digest.first()))
    }

    fn status_lane(&self) -> Option<Digest> {
        let is_status = match &self.content {
            Content::Status(_) | Content::StandbyStatus(_) => true,
            Content::Unknown(unknown) => unknown.kind() == "statuses",
            _ => false,
        };
        let id = self.id().filter(|_| is_status)?;
        Some(Digest::new(Class::Status as u8).part(Some(id)))
    }

    fn conversation_lane(&self) -> Option<Digest> {
        let number = self.phone_number_id().map(|number| number.as_str());
        let digest = |partner: &str| Digest::new(Class::Conversation as u8).part(number).part(Some(partner));
        if let Some(group) = self.group_id() {
            return Some(digest(group.as_str()));
        }
        let own = self.own_sender().or_else(|| self.own_recipient())?;
        // The contact may have the business-scoped ID; it is not read for nothing.
        let user = if own.user_id.is_some() { own } else { self.sender().or_else(|| self.recipient())? };
        Some(digest(user.user_id.or(user.phone).or(user.parent_user_id).unwrap_or_default()))
    }
}
