//! The field `automatic_events`: leads and purchases that Meta detected in conversations.

use crate::event::{
    Decimal, MessageId, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A lead or a purchase that Meta detected in a conversation which started from an ad.
    ///
    /// Sent if automatic events are enabled for the number. The entry has no time; the update has.
    ///
    /// ```json
    /// {"id": "wamid.HBgLMTIwNjY3NzQ3OTgVAgASGBQzQUY3MDVCQzFBODE5ODU4MUZEOQA=", "event_name": "Purchase",
    ///  "timestamp": 1749069131, "ctwa_clid": "Afc3nYt4", "custom_data": {"currency": "USD", "value": 25000}}
    /// ```
    ///
    /// Field: `automatic_events`, in `automatic_events`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/automatic_events>
    #[doc(alias = "automatic_events")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct AutomaticEvent {
        /// The message in which the event was detected.
        pub id: MessageId,
        /// The event.
        pub event_name: AutomaticEventName,
        /// When the event occurred.
        pub timestamp: Timestamp,
        /// The identifier of the click on the ad, for reporting conversions.
        pub ctwa_clid: Option<Text>,
        /// The value of the purchase; with `Purchase`.
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
    /// An event that Meta detected in a conversation.
    pub enum AutomaticEventName {
        /// The user left contact details or showed interest.
        LeadSubmitted = "LeadSubmitted",
        /// The user bought something.
        Purchase = "Purchase",
    }
}

object! {
    /// The value of a purchase.
    ///
    /// ```json
    /// {"currency": "USD", "value": 25000}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct PurchaseData {
        /// The three-letter code of the currency (ISO 4217).
        pub currency: Option<Text>,
        /// The amount.
        pub value: Option<Decimal>,
    }
}
