//! The key of an update.

use sha2::{Digest as _, Sha256};

use super::Digest;
use crate::{Content, Update, event::UpdateKey};

/// The kinds of keys. A number is part of every key of its kind, so none is ever changed or used again.
#[derive(Clone, Copy)]
enum Class {
    Message = 1,
    StandbyMessage = 2,
    Status = 3,
    StandbyStatus = 4,
    PaymentStatus = 5,
    StandbyPaymentStatus = 6,
    Echo = 7,
    StandbyEcho = 8,
    HistoryMessage = 9,
    Call = 10,
    CallStatus = 11,
    AutomaticEvent = 12,
    Other = 255,
}

/// The account in tests that are sent from the dashboard.
const TEST_ACCOUNT: &str = "0";

impl Update {
    /// Returns the key of the update, which is the same in every notification that contains the update, and different for every other
    /// update.
    ///
    /// Meta delivers a notification again until it gets a 200, for up to seven days, and sends some a second time all the same. Two
    /// updates with the same key are one. The key depends on what the update is:
    ///
    /// | update | parts of the key |
    /// | --- | --- |
    /// | message, echo, message of a history | number, message ID and type: a file of a history has the ID of its placeholder |
    /// | status | number, message ID, status and, in a group, the participant; for a payment also the whole item |
    /// | call, call status, automatic event | ID and event or status |
    /// | everything else, also unknown and malformed items | account, time of the entry, field, name of the array, and the whole item |
    ///
    /// Updates in conversations that another app controls, and echoes, have keys of their own. The number is the
    /// [`phone_number_id`](Self::phone_number_id).
    ///
    /// `None` for updates that must be handled each time that they arrive: errors that belong to no message, tests that are sent from the
    /// dashboard (account `0`), and updates of the last row for which neither the item nor the entry has a time.
    ///
    /// The key of an update never changes: a store of keys outlives every version of this crate.
    ///
    /// ```
    /// use whatsapp_webhook::WebhookEvent;
    ///
    /// # let body = |ids: &[&str]| {
    /// #     let message = |id: &&str| format!(r#"{{"from":"16505551234","id":"{id}","timestamp":"1749416383","type":"text","text":{{"body":"Hello"}}}}"#);
    /// #     let messages = ids.iter().map(message).collect::<Vec<_>>().join(",");
    /// #     format!(r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"field":"messages","value":{{"metadata":{{"phone_number_id":"106540352242922"}},"messages":[{messages}]}}}}]}}]}}"#)
    /// # };
    /// let first = WebhookEvent::from_bytes(body(&["wamid.A", "wamid.B"]))?;
    /// let again = WebhookEvent::from_bytes(body(&["wamid.B", "wamid.C"]))?;
    /// let keys = |event: &WebhookEvent| event.updates().map(|update| update.key()).collect::<Vec<_>>();
    /// assert_eq!(keys(&first)[1], keys(&again)[0]);
    /// assert_ne!(keys(&first)[0], keys(&again)[1]);
    /// # Ok::<(), whatsapp_webhook::DecodeError>(())
    /// ```
    #[must_use]
    pub fn key(&self) -> Option<UpdateKey> {
        if self.waba_id().is_some_and(|account| *account == TEST_ACCOUNT) {
            return None;
        }
        let class = match &self.content {
            Content::Error(_) => return None,
            Content::Message(_) => Class::Message,
            Content::StandbyMessage(_) => Class::StandbyMessage,
            Content::Status(status) if status.is_about_payment() => Class::PaymentStatus,
            Content::Status(_) => Class::Status,
            Content::StandbyStatus(status) if status.is_about_payment() => Class::StandbyPaymentStatus,
            Content::StandbyStatus(_) => Class::StandbyStatus,
            Content::MessageEcho(_) => Class::Echo,
            Content::StandbyEcho(_) => Class::StandbyEcho,
            Content::HistoryMessage(_) => Class::HistoryMessage,
            Content::Call(_) => Class::Call,
            Content::CallStatus(_) => Class::CallStatus,
            Content::AutomaticEvent(_) => Class::AutomaticEvent,
            _ => Class::Other,
        };
        let digest = match class {
            Class::Other => self.other(Digest::new(class as u8))?,
            Class::Call | Class::CallStatus | Class::AutomaticEvent => {
                Digest::new(class as u8).part(self.id()).part(Some(self.kind()))
            }
            _ => self.of_number(Digest::new(class as u8)),
        };
        Some(UpdateKey::from_bytes(digest.first()))
    }

    /// Adds the parts of a message or a status.
    fn of_number(&self, digest: Digest) -> Digest {
        let number = self.phone_number_id().map(|number| number.as_str());
        let digest = digest.part(number).part(self.id()).part(Some(self.kind()));
        let (Content::Status(status) | Content::StandbyStatus(status)) = &self.content else { return digest };
        let digest = digest.part(status.participant().map(|participant| participant.id()));
        if status.is_about_payment() { self.item(digest) } else { digest }
    }

    /// Adds the parts of everything else.
    fn other(&self, digest: Digest) -> Option<Digest> {
        let time = self.entry_time();
        if time.is_none() && self.own_time().is_none() {
            return None;
        }
        let time = time.map(|time| time.to_string());
        let digest = digest
            .part(self.waba_id().map(|account| account.as_str()))
            .part(time.as_deref())
            .part(Some(self.field()))
            .part(Some(self.array()));
        Some(self.item(digest))
    }

    /// Adds the digest of the item as it came.
    fn item(&self, mut digest: Digest) -> Digest {
        digest.0.update(Sha256::digest(self.raw()));
        digest
    }
}
