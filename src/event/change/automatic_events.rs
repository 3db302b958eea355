//! The field `automatic_events`: leads and purchases that the platform found in conversations.

use super::item_value::item_value;
use crate::{
    event::{Decimal, MessageId, Timestamp, decode::items::Leaf},
    macros::{object, open_string},
};

item_value! {
    /// What a change of the field `automatic_events` holds.
    pub(crate) struct AutomaticEvents {
        automatic_events: AutomaticEvent => AutomaticEvent,
    }
}

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
        id: MessageId,
        /// What was recognized.
        event_name: AutomaticEventName,
        /// When it happened, in seconds.
        timestamp: Timestamp,
        /// The click on the ad, to report conversions by.
        ctwa_clid: Option<Box<str>>,
        /// What the purchase was worth; with `Purchase`.
        custom_data: Option<Box<PurchaseData>>,
    }
}

impl Leaf for AutomaticEvent {}

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
        currency: Option<Box<str>>,
        /// The amount.
        value: Option<Decimal>,
    }
}
