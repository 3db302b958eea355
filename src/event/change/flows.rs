//! The field `flows`: the state and the health of Flows.

use crate::event::{
    FlowId, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A change of a Flow's state, or news of how well it and its endpoint work.
    ///
    /// ```json
    /// {"event": "FLOW_STATUS_CHANGE", "message": "Checkout went live.", "flow_id": "6627390910605886",
    ///  "old_status": "DRAFT", "new_status": "PUBLISHED"}
    /// ```
    ///
    /// [`event`](Self::event) says what happened, and with that, which members are there. The
    /// measurements of an alert are put together in [`alert`](Self::alert); on the wire they stand among the other members.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/reference/flowswebhooks>
    pub struct FlowUpdate {
        /// What happened.
        pub event: FlowEvent,
        /// The same for people; missing with `FLOW_VERSION_EXPIRY_WARNING`.
        pub message: Option<Text>,
        /// The Flow.
        pub flow_id: Option<FlowId>,
        /// The state that the Flow had; with `FLOW_STATUS_CHANGE`, and missing when the Flow is new.
        pub old_status: Option<FlowStatus>,
        /// The state that the Flow has now; with `FLOW_STATUS_CHANGE`.
        pub new_status: Option<FlowStatus>,
        /// That the Flow's version is about to end, for people.
        pub warning: Option<Text>,
        /// Whether an alert begins or ends.
        pub alert_state: Option<FlowAlertState>,
        /// The value that a measure must not pass: percent for rates and for the availability, milliseconds for the latency.
        pub threshold: Option<i64>,
        /// How many of the requests fail, in percent; with `CLIENT_ERROR_RATE` and `ENDPOINT_ERROR_RATE`.
        pub error_rate: Option<f64>,
        /// The errors that make up the rate.
        pub errors: Vec<FlowError>,
        /// The time in milliseconds within which half of the requests were answered; with `ENDPOINT_LATENCY`.
        pub p50_latency: Option<i64>,
        /// The time in milliseconds within which nine of ten requests were answered; with `ENDPOINT_LATENCY`.
        pub p90_latency: Option<i64>,
        /// How many requests were measured; with `ENDPOINT_LATENCY`.
        pub requests_count: Option<i64>,
        /// How much of the time the endpoint could be reached, in percent; with `ENDPOINT_AVAILABILITY`.
        pub availability: Option<f64>,
    }
}

impl Payload for FlowUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }
}

open_string! {
    /// What happened to a Flow.
    pub enum FlowEvent {
        /// Its state changed, or it was made.
        FlowStatusChange = "FLOW_STATUS_CHANGE",
        /// Many requests of users' devices fail.
        ClientErrorRate = "CLIENT_ERROR_RATE",
        /// Many requests to the endpoint fail.
        EndpointErrorRate = "ENDPOINT_ERROR_RATE",
        /// The endpoint is slow.
        EndpointLatency = "ENDPOINT_LATENCY",
        /// The endpoint cannot always be reached.
        EndpointAvailability = "ENDPOINT_AVAILABILITY",
        /// The Flow's version is about to end; see [`FlowUpdate::warning`].
        FlowVersionExpiryWarning = "FLOW_VERSION_EXPIRY_WARNING",
    }
}

open_string! {
    /// The state of a Flow.
    pub enum FlowStatus {
        /// It is not published yet, and cannot be sent to users.
        Draft = "DRAFT",
        /// It can be sent.
        Published = "PUBLISHED",
        /// It was retired, and can no longer be sent or opened.
        Deprecated = "DEPRECATED",
        /// It can be neither sent nor opened, because it or its endpoint works badly.
        Blocked = "BLOCKED",
        /// It can be opened, and sent only a few times an hour, because it or its endpoint works badly.
        Throttled = "THROTTLED",
    }
}

open_string! {
    /// Whether an alert begins or ends.
    pub enum FlowAlertState {
        /// It begins.
        Activated = "ACTIVATED",
        /// It ends.
        Deactivated = "DEACTIVATED",
    }
}

object! {
    /// One kind of error of a Flow, and how often it came.
    ///
    /// ```json
    /// {"error_type": "TIMEOUT", "error_rate": 66.66, "error_count": 2}
    /// ```
    pub struct FlowError {
        /// The error's name, such as `TIMEOUT`, `PUBLIC_KEY_MISSING` or `INVALID_SCREEN_TRANSITION`.
        pub error_type: Option<Text>,
        /// Its part of all errors, in percent.
        pub error_rate: Option<f64>,
        /// How often it came.
        pub error_count: Option<i64>,
    }
}
