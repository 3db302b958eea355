use http::StatusCode;

/// What was wrong with a refused request.
///
/// More kinds may be added; count what you do not know by [`as_str`](Self::as_str).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RejectionKind {
    /// Neither GET nor POST: 405.
    MethodNotAllowed,
    /// GET with a query of more than 2,048 bytes: 414.
    QueryTooLong,
    /// GET without `hub.verify_token`: 403.
    MissingToken,
    /// GET with a `hub.verify_token` that is none of yours: 403.
    WrongToken,
    /// GET with a right token and a `hub.mode` other than `subscribe`: 403.
    WrongMode,
    /// GET with a right token and a `hub.` parameter given twice: 400.
    RepeatedParameter,
    /// GET with a right token and a `hub.challenge` that is absent, empty, over 256 bytes, or
    /// holds a character that has no business in a challenge: 400.
    InvalidChallenge,
    /// POST without `X-Hub-Signature-256`: 401.
    MissingSignature,
    /// POST with more than one `X-Hub-Signature-256`: 401.
    RepeatedSignature,
    /// POST with a signature that is not `sha256=` and 64 lower-case hex digits: 401.
    MalformedSignature,
    /// POST with a signature that does not fit the body: 401.
    WrongSignature,
    /// To a layer for On-Premises, with any method but POST: 405.
    NotPost,
    /// To a layer for On-Premises, without `Authorization`, or with more than one: 401.
    MissingAuthorization,
    /// To a layer for On-Premises, with another credential: 401.
    WrongAuthorization,
    /// POST with a `Content-Encoding` other than `identity`: 415.
    UnsupportedContentEncoding,
    /// POST with a `Content-Length` that is not a number: 400.
    InvalidContentLength,
    /// POST with a body over the limit, declared or counted: 413.
    BodyTooLarge,
    /// POST with a body that had not arrived when its deadline passed: 408.
    BodyTimeout,
    /// POST with a body for which the layer's budget of memory had no room: 503.
    BodyBudgetExhausted,
    /// POST with a body that broke off: 400.
    BodyError,
}

impl RejectionKind {
    /// A short name that stays the same from version to version, for the label of a metric.
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
            Self::MissingToken | Self::WrongToken | Self::WrongMode => StatusCode::FORBIDDEN,
            Self::RepeatedParameter
            | Self::InvalidChallenge
            | Self::InvalidContentLength
            | Self::BodyError => StatusCode::BAD_REQUEST,
            Self::MissingSignature
            | Self::RepeatedSignature
            | Self::MalformedSignature
            | Self::WrongSignature
            | Self::MissingAuthorization
            | Self::WrongAuthorization => StatusCode::UNAUTHORIZED,
            Self::UnsupportedContentEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::BodyBudgetExhausted => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Who is at fault, and what to do next.
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::MethodNotAllowed => {
                "the method is neither GET nor POST: the sender is not Meta; \
                 mount the layer on the webhook's route only"
            }
            Self::QueryTooLong => "the query is over 2,048 bytes: the sender is not Meta; nothing to do",
            Self::MissingToken => {
                "the GET request has no hub.verify_token: the sender is not Meta, \
                 or a proxy removed the query"
            }
            Self::WrongToken => {
                "the verify token is not one that this layer was given: enter the same one in \
                 the App Dashboard (WhatsApp > Configuration)"
            }
            Self::WrongMode => {
                "the token is right, but hub.mode is not `subscribe`: if you test by hand, \
                 add hub.mode=subscribe"
            }
            Self::RepeatedParameter => {
                "the token is right, but a hub. parameter is given twice: a proxy changed the \
                 query, or you test by hand"
            }
            Self::InvalidChallenge => {
                "the token is right, but hub.challenge is not 1 to 256 harmless visible ASCII \
                 characters: if you test by hand, add hub.challenge=1"
            }
            Self::MissingSignature => {
                "the sender sent no X-Hub-Signature-256: it is not Meta, \
                 or a proxy removed the header"
            }
            Self::RepeatedSignature => {
                "X-Hub-Signature-256 is there more than once: the sender is not Meta, \
                 or a proxy doubled the header"
            }
            Self::MalformedSignature => {
                "X-Hub-Signature-256 is not `sha256=` and 64 lower-case hex digits: \
                 the sender is not Meta, or a proxy changed the header"
            }
            Self::WrongSignature => {
                "the signature does not fit the body: most often the app secret belongs to \
                 another app, or a proxy changed the body; the README says how to tell"
            }
            Self::NotPost => {
                "the method is not POST: the sender is not the On-Premises client; \
                 for the Cloud API, make the layer with `new`"
            }
            Self::MissingAuthorization => {
                "the sender sent no Authorization header, or several: put user and password into \
                 the webhook URL of the On-Premises client, or let your proxy add the token"
            }
            Self::WrongAuthorization => {
                "the Authorization header holds another credential: give the On-Premises client, \
                 or your proxy, the one that this layer was given"
            }
            Self::UnsupportedContentEncoding => {
                "the body is compressed, and Meta signs what it sends uncompressed: \
                 the sender is not Meta, or a proxy compresses requests and must not"
            }
            Self::InvalidContentLength => "Content-Length is not a number: the sender or a proxy is broken",
            Self::BodyTooLarge => {
                "the body is over the limit: Meta sends up to 3 MB; \
                 if the limit was lowered, raise it with with_max_body_size"
            }
            Self::BodyTimeout => {
                "the body did not arrive in time: the sender or the network is slow; \
                 Meta sends it again, and with_body_deadline allows more"
            }
            Self::BodyBudgetExhausted => {
                "too many bytes of unverified bodies are in memory: the sender may try again; \
                 if this goes on without an attack, raise it with with_body_budget"
            }
            Self::BodyError => {
                "the body broke off before its end: the connection was lost; Meta sends it again"
            }
        }
    }
}
