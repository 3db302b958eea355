//! The field `tracking_events`: what became of marketing messages, for the one who tracks them.

use super::item_value::item_value;
use crate::{
    event::{Timestamp, decode::items::Leaf},
    macros::{object, open_string},
};

item_value! {
    /// What a change of the field `tracking_events` holds.
    pub(crate) struct TrackingEvents {
        events: TrackingEvent => TrackingEvent,
    }
}

object! {
    /// A step of a message that is tracked.
    ///
    /// Known from the sample that the dashboard sends; the platform's documentation does not name it yet.
    ///
    /// ```json
    /// {"event_name": "sent", "timestamp": 1504902988, "tracking_data": {"click_id": "c-1", "tracking_token": "t-1"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/tracking_events>
    pub struct TrackingEvent {
        /// What happened.
        event_name: TrackingEventName,
        /// When it happened, in seconds.
        timestamp: Timestamp,
        /// What it is tracked by.
        tracking_data: Option<Box<TrackingData>>,
    }
}

impl Leaf for TrackingEvent {}

open_string! {
    /// What happened to a message that is tracked.
    pub enum TrackingEventName {
        /// It was sent.
        Sent = "sent",
    }
}

object! {
    /// What a message is tracked by.
    ///
    /// ```json
    /// {"click_id": "c-1", "tracking_token": "t-1"}
    /// ```
    pub struct TrackingData {
        /// The tap's identifier.
        click_id: Option<Box<str>>,
        /// The token that the business attached.
        tracking_token: Option<Box<str>>,
    }
}
