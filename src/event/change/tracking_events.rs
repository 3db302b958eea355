//! The field `tracking_events`: events of tracked marketing messages.

use crate::event::{
    Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// An event of a tracked message.
    ///
    /// Meta does not document the field. The type follows the test notification of the App Dashboard.
    ///
    /// ```json
    /// {"event_name": "sent", "timestamp": 1504902988, "tracking_data": {"click_id": "c-1", "tracking_token": "t-1"}}
    /// ```
    ///
    /// Field: `tracking_events`, in `events`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/tracking_events>
    #[doc(alias = "tracking_events")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct TrackingEvent {
        /// The event.
        pub event_name: TrackingEventName,
        /// When the event occurred.
        pub timestamp: Timestamp,
        /// The identifiers of the tracked message.
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
    /// The event of a tracked message.
    pub enum TrackingEventName {
        /// The message was sent.
        Sent = "sent",
    }
}

object! {
    /// The identifiers of a tracked message.
    ///
    /// ```json
    /// {"click_id": "c-1", "tracking_token": "t-1"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct TrackingData {
        /// The identifier of the click.
        pub click_id: Option<Text>,
        /// The token that the business attached to the message.
        pub tracking_token: Option<Text>,
    }
}
