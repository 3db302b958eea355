use http::StatusCode;

/// The reason for rejecting a request.
///
/// Later versions may add kinds; count the ones that you do not match by [`as_str`](Self::as_str).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RejectionKind {
    /// Neither GET nor POST: 405.
    MethodNotAllowed,
    /// Turned away by the [gate](crate::WhatsAppWebhookLayer::with_gate): 403.
    NotAdmitted,
    /// GET with a query of more than 2,048 bytes: 414.
    QueryTooLong,
    /// GET without `hub.verify_token`: 403.
    MissingToken,
    /// GET with a `hub.verify_token` that is not configured: 403.
    WrongToken,
    /// GET with a right token and a `hub.mode` other than `subscribe`: 403.
    WrongMode,
    /// GET with a right token and a repeated `hub.` parameter: 400.
    RepeatedParameter,
    /// GET with a right token and a `hub.challenge` that is absent, empty, over 256 bytes, not visible
    /// ASCII, or contains one of `<>&"'`: 400.
    InvalidChallenge,
    /// POST without `X-Hub-Signature-256`: 401.
    MissingSignature,
    /// POST with more than one `X-Hub-Signature-256`: 401.
    RepeatedSignature,
    /// POST with a signature that is not `sha256=` and 64 lower-case hex digits: 401.
    MalformedSignature,
    /// POST with a signature that does not match the body: 401.
    WrongSignature,
    /// Well-formed, and for no app that [`for_apps`](crate::WhatsAppWebhookLayer::for_apps) finds: 401 for POST and 403
    /// for GET, like a wrong signature or token.
    UnknownApp,
    /// Any method but POST, to a layer for On-Premises: 405.
    NotPost,
    /// POST without `Authorization`, or with more than one, to a layer for On-Premises: 401.
    MissingAuthorization,
    /// POST with another credential, to a layer for On-Premises: 401.
    WrongAuthorization,
    /// POST with a `Content-Encoding` other than `identity`: 415.
    UnsupportedContentEncoding,
    /// POST with a `Content-Length` that is not a number: 400.
    InvalidContentLength,
    /// POST with a body over the limit, declared or counted: 413.
    BodyTooLarge,
    /// POST with a body that was not received before the deadline: 408.
    BodyTimeout,
    /// POST with a body that exceeded the layer's memory budget: 503.
    BodyBudgetExhausted,
    /// POST with a body that ended in an error: 400.
    BodyError,
}

impl RejectionKind {
    /// Returns a short, stable name for the label of a metric.
    ///
    /// ```
    /// use whatsapp_webhook::RejectionKind;
    ///
    /// assert_eq!(RejectionKind::WrongSignature.as_str(), "wrong_signature");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MethodNotAllowed => "method_not_allowed",
            Self::NotAdmitted => "not_admitted",
            Self::QueryTooLong => "query_too_long",
            Self::MissingToken => "missing_token",
            Self::WrongToken => "wrong_token",
            Self::WrongMode => "wrong_mode",
            Self::RepeatedParameter => "repeated_parameter",
            Self::InvalidChallenge => "invalid_challenge",
            Self::MissingSignature => "missing_signature",
            Self::RepeatedSignature => "repeated_signature",
            Self::MalformedSignature => "malformed_signature",
            Self::WrongSignature => "wrong_signature",
            Self::UnknownApp => "unknown_app",
            Self::NotPost => "not_post",
            Self::MissingAuthorization => "missing_authorization",
            Self::WrongAuthorization => "wrong_authorization",
            Self::UnsupportedContentEncoding => "unsupported_content_encoding",
            Self::InvalidContentLength => "invalid_content_length",
            Self::BodyTooLarge => "body_too_large",
            Self::BodyTimeout => "body_timeout",
            Self::BodyBudgetExhausted => "body_budget_exhausted",
            Self::BodyError => "body_error",
        }
    }

    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::MethodNotAllowed | Self::NotPost => StatusCode::METHOD_NOT_ALLOWED,
            Self::QueryTooLong => StatusCode::URI_TOO_LONG,
            Self::NotAdmitted | Self::MissingToken | Self::WrongToken | Self::WrongMode => {
                StatusCode::FORBIDDEN
            }
            Self::RepeatedParameter
            | Self::InvalidChallenge
            | Self::InvalidContentLength
            | Self::BodyError => StatusCode::BAD_REQUEST,
            Self::MissingSignature
            | Self::RepeatedSignature
            | Self::MalformedSignature
            | Self::WrongSignature
            | Self::UnknownApp
            | Self::MissingAuthorization
            | Self::WrongAuthorization => StatusCode::UNAUTHORIZED,
            Self::UnsupportedContentEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::BodyBudgetExhausted => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Whether anyone can cause the rejection, and no sender of yours does unless a proxy interferes.
    #[cfg(feature = "tracing")]
    pub(super) fn is_noise(self) -> bool {
        matches!(
            self,
            Self::MethodNotAllowed
                | Self::NotAdmitted
                | Self::QueryTooLong
                | Self::MissingToken
                | Self::MissingSignature
                | Self::NotPost
        )
    }

    /// Returns a sentence that says who is at fault and what to do next.
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::MethodNotAllowed => {
                "the method is neither GET nor POST: the sender is not Meta; \
                 mount the layer on the webhook's route only"
            }
            Self::NotAdmitted => {
                "the gate of the layer turned the request away: if the sender is Meta, \
                 the address list or the proxy's verdict that the gate reads is out of date"
            }
            Self::QueryTooLong => {
                "the query is over 2,048 bytes: the sender is not Meta; no action is needed"
            }
            Self::MissingToken => {
                "the GET request has no hub.verify_token: the sender is not Meta, \
                 or a proxy removed the query"
            }
            Self::WrongToken => {
                "the verify token is not one of this layer: enter the configured token in the \
                 App Dashboard (WhatsApp > Configuration)"
            }
            Self::WrongMode => {
                "the token is right, but hub.mode is not `subscribe`: if you test by hand, \
                 add hub.mode=subscribe"
            }
            Self::RepeatedParameter => {
                "the token is right, but a hub. parameter is repeated: a proxy changed the \
                 query, or you test by hand"
            }
            Self::InvalidChallenge => {
                "the token is right, but hub.challenge is not 1 to 256 harmless visible ASCII \
                 characters: if you test by hand, add hub.challenge=1"
            }
            Self::MissingSignature => {
                "the request has no X-Hub-Signature-256: the sender is not Meta, \
                 or a proxy removed the header"
            }
            Self::RepeatedSignature => {
                "X-Hub-Signature-256 is repeated: the sender is not Meta, \
                 or a proxy duplicated the header"
            }
            Self::MalformedSignature => {
                "X-Hub-Signature-256 is not `sha256=` and 64 lower-case hex digits: \
                 the sender is not Meta, or a proxy changed the header"
            }
            Self::WrongSignature => {
                "the signature does not match the body: most often the app secret belongs to \
                 another app, or a proxy changed the body; the guide of the crate says how to find out, under Troubleshooting"
            }
            Self::UnknownApp => {
                "for_apps found no app for the request: the sender is not Meta, or the app is not configured yet"
            }
            Self::NotPost => {
                "the method is not POST: the sender is not the On-Premises client; \
                 for the Cloud API, create the layer with `new`"
            }
            Self::MissingAuthorization => {
                "the request has no Authorization header, or several: put user and password into \
                 the webhook URL of the On-Premises client, or let your proxy add the token"
            }
            Self::WrongAuthorization => {
                "the Authorization header has another credential: configure the credential of this \
                 layer in the On-Premises client or in your proxy"
            }
            Self::UnsupportedContentEncoding => {
                "the body is compressed, and Meta sends uncompressed bodies: the sender is not Meta, \
                 or a proxy compresses requests and must not"
            }
            Self::InvalidContentLength => "Content-Length is not a number: the sender or a proxy is broken",
            Self::BodyTooLarge => {
                "the body is over the limit: Meta sends up to 3 MB; \
                 if the limit was lowered, raise the limit with with_max_body_size"
            }
            Self::BodyTimeout => {
                "the body was not received in time: the sender or the network is slow; \
                 Meta sends the notification again, and with_body_deadline allows more time"
            }
            Self::BodyBudgetExhausted => {
                "too many bytes of unverified bodies are in memory: Meta sends the notification again; \
                 if this happens without an attack, raise the budget with with_body_budget"
            }
            Self::BodyError => {
                "the body ended before it was complete: the connection was lost; \
                 Meta sends the notification again"
            }
        }
    }
}
