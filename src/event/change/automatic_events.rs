//! The field `automatic_events`: leads and purchases that the platform found in conversations.

use crate::event::{
    Decimal, MessageId, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A lead or a purchase that the platform recognized in a conversation which an ad led to.
    ///
    /// Sent if automatic events are switched on for the number. The entry has no time of its own.
    ///
    /// ```json
    /// {"id": "wamid.HBgLMTIwNjY3NzQ3OTgVAgASGBQzQUY3MDVCQzFBODE5ODU4MUZEOQA=", "event_name": "Purchase",
    ///  "timestamp": 1749069131, "ctwa_clid": "Afc3nYt4", "custom_data": {"currency": "USD", "value": 25000}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/automatic_events>
    pub struct AutomaticEvent {
        /// The message that the event was recognized in.
        pub id: MessageId,
        /// What was recognized.
        pub event_name: AutomaticEventName,
        /// When it happened, in seconds.
        pub timestamp: Timestamp,
        /// The click on the ad, to report conversions by.
        pub ctwa_clid: Option<Text>,
        /// What the purchase was worth; with `Purchase`.
        pub custom_data: Option<PurchaseData>,
    }
}

impl Payload for AutomaticEvent {
    fn kind(&self) -> Option<&str> {
        Some(self.event_name.as_str())
    }

    fn id(&self) -> Option<&str> {
        Some(self.id.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }
}

open_string! {
    /// What was recognized in a conversation.
    pub enum AutomaticEventName {
        /// The user left their details, or showed interest.
        LeadSubmitted = "LeadSubmitted",
        /// The user bought something.
        Purchase = "Purchase" | "purchase",
    }
}

object! {
    /// What a purchase was worth.
    ///
    /// ```json
    /// {"currency": "USD", "value": 25000}
    /// ```
    pub struct PurchaseData {
        /// The currency, three letters (ISO 4217).
        pub currency: Option<Text>,
        /// The amount.
        pub value: Option<Decimal>,
    }
}
