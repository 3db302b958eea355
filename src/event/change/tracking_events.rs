//! The field `tracking_events`: what became of marketing messages, for the one who tracks them.

use crate::event::{
    Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

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
        pub event_name: TrackingEventName,
        /// When it happened, in seconds.
        pub timestamp: Timestamp,
        /// What it is tracked by.
        pub tracking_data: Option<TrackingData>,
    }
}

impl Payload for TrackingEvent {
    fn kind(&self) -> Option<&str> {
        Some(self.event_name.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }
}

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
        pub click_id: Option<Text>,
        /// The token that the business attached.
        pub tracking_token: Option<Text>,
    }
}
