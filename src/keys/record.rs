//! The record of an update.

use std::fmt;

use bytes::Bytes;

use crate::{
    Update,
    event::{Lane, UpdateKey},
};

/// One update as a queue stores it: its key, its lane, and a notification that holds it alone.
///
/// [`Update::record`] returns it. In the words of a message broker, the key is the deduplication ID, the lane the group or partition
/// key, and the payload the message. `Debug` does not show the payload.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The key; `None` for updates that must be handled each time that they come.
    pub key: Option<UpdateKey>,
    /// The lane.
    pub lane: Lane,
    /// A notification of this update alone, which [`WebhookEvent::from_bytes`](crate::WebhookEvent::from_bytes) decodes.
    pub payload: Bytes,
}

impl Record {
    /// Creates a record from its stored parts.
    #[must_use]
    pub fn new(key: Option<UpdateKey>, lane: Lane, payload: impl Into<Bytes>) -> Self {
        Self { key, lane, payload: payload.into() }
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("key", &self.key)
            .field("lane", &self.lane)
            .field("payload", &format_args!("<{} bytes>", self.payload.len()))
            .finish()
    }
}

impl Update {
    /// Returns the update as a record that can be stored or sent on, and decoded to the same update later.
    ///
    /// The payload is the notification of [`to_notification`](Self::to_notification).
    ///
    /// ```
    /// use whatsapp_webhook::WebhookEvent;
    ///
    /// # let body = r#"{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages","value":{
    /// #     "metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},
    /// #     "contacts":[{"profile":{"name":"Kerry"},"wa_id":"16505551234"}],
    /// #     "messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1749416383","type":"text","text":{"body":"Hello"}}]}}]}]}"#;
    /// for update in &WebhookEvent::from_bytes(body)? {
    ///     let record = update.record();
    ///     let event = WebhookEvent::from_bytes(record.payload)?;
    ///     let again = event.updates().next().unwrap();
    ///     assert_eq!(again, update);
    ///     assert_eq!(again.sender().unwrap().name, Some("Kerry"));
    /// }
    /// # Ok::<(), whatsapp_webhook::DecodeError>(())
    /// ```
    #[must_use]
    pub fn record(&self) -> Record {
        Record::new(self.key(), self.lane(), self.to_notification())
    }
}
