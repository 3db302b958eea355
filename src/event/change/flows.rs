//! The field `flows`: the status and the health of Flows.

use crate::event::{
    FlowId, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A status change of a Flow, or an alert about the health of a Flow or its endpoint.
    ///
    /// Sent when a Flow is created or changes its status, and when a rate, a latency or an availability crosses a threshold.
    /// [`event`](Self::event) decides which of the other members are present.
    ///
    /// ```json
    /// {"event": "FLOW_STATUS_CHANGE", "message": "Checkout went live.", "flow_id": "6627390910605886",
    ///  "old_status": "DRAFT", "new_status": "PUBLISHED"}
    /// ```
    ///
    /// Field: `flows`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/reference/flowswebhooks>
    #[doc(alias = "flows")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct FlowUpdate {
        /// The event.
        pub event: FlowEvent,
        /// A human-readable description. Absent with `FLOW_VERSION_EXPIRY_WARNING`.
        pub message: Option<Text>,
        /// The Flow.
        pub flow_id: Option<FlowId>,
        /// The status before the change; with `FLOW_STATUS_CHANGE`. Absent for a new Flow.
        pub old_status: Option<FlowStatus>,
        /// The status after the change; with `FLOW_STATUS_CHANGE`.
        pub new_status: Option<FlowStatus>,
        /// A human-readable warning that the Flow's version expires soon.
        pub warning: Option<Text>,
        /// Whether the alert starts or ends.
        pub alert_state: Option<FlowAlertState>,
        /// The threshold: percent for rates and for the availability, milliseconds for latencies.
        pub threshold: Option<i64>,
        /// The share of failed requests in percent; with `CLIENT_ERROR_RATE` and `ENDPOINT_ERROR_RATE`.
        pub error_rate: Option<f64>,
        /// The errors that the rate consists of.
        pub errors: Vec<FlowError>,
        /// The median latency in milliseconds; with `ENDPOINT_LATENCY`.
        pub p50_latency: Option<i64>,
        /// The latency in milliseconds that 90 % of the requests did not exceed; with `ENDPOINT_LATENCY`.
        pub p90_latency: Option<i64>,
        /// The number of requests in the measurement; with `ENDPOINT_LATENCY`.
        pub requests_count: Option<i64>,
        /// The availability of the endpoint in percent; with `ENDPOINT_AVAILABILITY`.
        pub availability: Option<f64>,
    }
}

impl Payload for FlowUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }
}

open_string! {
    /// The event of a [`FlowUpdate`].
    pub enum FlowEvent {
        /// The status changed, or the Flow was created.
        FlowStatusChange = "FLOW_STATUS_CHANGE",
        /// The error rate of users' devices crossed the threshold.
        ClientErrorRate = "CLIENT_ERROR_RATE",
        /// The error rate of the endpoint crossed the threshold.
        EndpointErrorRate = "ENDPOINT_ERROR_RATE",
        /// The latency of the endpoint crossed the threshold.
        EndpointLatency = "ENDPOINT_LATENCY",
        /// The availability of the endpoint crossed the threshold.
        EndpointAvailability = "ENDPOINT_AVAILABILITY",
        /// The version of the Flow expires soon: [`FlowUpdate::warning`].
        FlowVersionExpiryWarning = "FLOW_VERSION_EXPIRY_WARNING",
    }
}

open_string! {
    /// The status of a Flow.
    pub enum FlowStatus {
        /// Not published yet. The Flow cannot be sent to users.
        Draft = "DRAFT",
        /// Published. The Flow can be sent.
        Published = "PUBLISHED",
        /// Retired. The Flow can be neither sent nor opened.
        Deprecated = "DEPRECATED",
        /// Blocked for its health or that of its endpoint. The Flow can be neither sent nor opened.
        Blocked = "BLOCKED",
        /// Throttled for its health or that of its endpoint. The Flow can be opened, but sent only a few times an hour.
        Throttled = "THROTTLED",
    }
}

open_string! {
    /// The start or end of an alert.
    pub enum FlowAlertState {
        /// The alert starts.
        Activated = "ACTIVATED",
        /// The alert ends.
        Deactivated = "DEACTIVATED",
    }
}

object! {
    /// One kind of error of a Flow, with its frequency.
    ///
    /// ```json
    /// {"error_type": "TIMEOUT", "error_rate": 66.66, "error_count": 2}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct FlowError {
        /// The name of the error, such as `TIMEOUT`, `PUBLIC_KEY_MISSING` or `INVALID_SCREEN_TRANSITION`.
        pub error_type: Option<Text>,
        /// The share of all errors in percent.
        pub error_rate: Option<f64>,
        /// The number of occurrences.
        pub error_count: Option<i64>,
    }
}
