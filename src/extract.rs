//! The axum extractors.

use std::{error::Error, fmt};

use axum_core::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    response::{IntoResponse, Response},
};
use http::{StatusCode, request::Parts};

use crate::{DecodeError, Verified, WebhookEvent};

/// Decodes the notification that [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer) verified.
///
/// The extractor does not consume the body, so it can be combined with an extractor that does. Extract
/// `Result<WebhookEvent, WebhookEventRejection>` to handle a body that cannot be decoded yourself.
///
/// ```
/// use axum::{Router, routing::post};
/// use tower::ServiceExt;
/// use whatsapp_webhook::{
///     AppSecret, VerifyToken, WebhookEvent, WhatsAppWebhookLayer, signature,
/// };
///
/// # const BODY: &str = r#"{"object":"whatsapp_business_account","entry":[]}"#;
/// async fn receive(event: WebhookEvent) {
///     assert_eq!(event.raw(), BODY);
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
/// let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
/// let app = Router::new().route("/webhook", post(receive).layer(webhook));
///
/// let request = http::Request::post("/webhook")
///     .header(signature::X_HUB_SIGNATURE_256, signature::sign(&secret, BODY.as_bytes()))
///     .body(axum::body::Body::from(BODY))?;
/// assert_eq!(app.oneshot(request).await?.status(), 200);
/// # Ok(())
/// # }
/// ```
impl<S: Sync> FromRequestParts<S> for WebhookEvent {
    type Rejection = WebhookEventRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let verified = verified(parts)?;
        Self::from_verified(verified).map_err(WebhookEventRejection::Undecodable)
    }
}

/// Extracts `None` from a verified body that cannot be decoded. A missing layer is still an error.
impl<S: Sync> OptionalFromRequestParts<S> for WebhookEvent {
    type Rejection = WebhookEventRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        let verified = verified(parts)?;
        Ok(Self::from_verified(verified).ok())
    }
}

/// Extracts the body that [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer) verified. The only
/// possible error is [`WebhookEventRejection::MissingLayer`].
impl<S: Sync> FromRequestParts<S> for Verified {
    type Rejection = WebhookEventRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        verified(parts).cloned()
    }
}

fn verified(parts: &Parts) -> Result<&Verified, WebhookEventRejection> {
    parts.extensions.get().ok_or(WebhookEventRejection::MissingLayer)
}

/// Why [`WebhookEvent`] or [`Verified`] could not be extracted.
///
/// ```
/// use whatsapp_webhook::WebhookEventRejection;
///
/// let rejection = WebhookEventRejection::MissingLayer;
/// assert_eq!(rejection.status(), 500);
/// assert!(rejection.to_string().contains("is `WhatsAppWebhookLayer` applied to this route?"));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookEventRejection {
    /// The request did not pass through [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer): 500,
    /// because the client cannot correct the error.
    MissingLayer,
    /// The body is verified, but is not a WhatsApp notification: 400.
    ///
    /// The [`DecodeError`] says why, as for a notification of another product of Meta that uses the same
    /// URL. With the feature `tracing` it is also part of the log event. Meta sends the notification
    /// again for up to 7 days, so answer 200 yourself if you stored the body, or if another product shares
    /// the URL.
    Undecodable(DecodeError),
}

impl WebhookEventRejection {
    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::MissingLayer => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Undecodable(_) => StatusCode::BAD_REQUEST,
        }
    }
}

impl fmt::Display for WebhookEventRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingLayer => {
                "the request was not verified: is `WhatsAppWebhookLayer` applied to this route?"
            }
            Self::Undecodable(_) => "the body is verified, but is not a WhatsApp notification",
        })
    }
}

impl Error for WebhookEventRejection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::MissingLayer => None,
            Self::Undecodable(error) => Some(error),
        }
    }
}

impl IntoResponse for WebhookEventRejection {
    fn into_response(self) -> Response {
        let status = self.status();
        // A `DecodeError` quotes nothing of the body.
        #[cfg(feature = "tracing")]
        tracing::error!(
            target: "whatsapp_webhook",
            status = status.as_u16(),
            error = self.source().map(tracing::field::display),
            "{self}"
        );
        (status, self.to_string()).into_response()
    }
}

#[cfg(feature = "dedup")]
mod dedup {
    #[cfg(feature = "tracing")]
    use std::error::Error as _;

    use axum_core::response::{IntoResponse, Response};
    use http::{HeaderName, StatusCode, header::RETRY_AFTER};

    use crate::dedup::{Settled, Unavailable};

    /// In seconds. Meta does not promise to heed it.
    const AFTER: (HeaderName, &str) = (RETRY_AFTER, "1");

    impl IntoResponse for Unavailable {
        /// Returns the status with `Retry-After: 1`.
        fn into_response(self) -> Response {
            #[cfg(feature = "tracing")]
            tracing::error!(
                target: "whatsapp_webhook",
                status = self.status().as_u16(),
                error = self.source().map(tracing::field::display),
                "{self}"
            );
            (self.status(), [AFTER]).into_response()
        }
    }

    impl IntoResponse for Settled {
        /// Returns the status, and `Retry-After: 1` with 503.
        fn into_response(mut self) -> Response {
            match self.take_error() {
                Some(unavailable) => unavailable.into_response(),
                None if self.status() == StatusCode::SERVICE_UNAVAILABLE => {
                    (self.status(), [AFTER]).into_response()
                }
                None => self.status().into_response(),
            }
        }
    }
}

#[cfg(all(test, feature = "tracing"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "clippy.toml covers the test functions, not their helpers")]

    use std::{
        io,
        sync::{Arc, Mutex},
    };

    use tracing_subscriber::{fmt::MakeWriter, util::SubscriberInitExt};

    use super::*;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl MakeWriter<'_> for Log {
        type Writer = Self;

        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    fn logged(rejection: WebhookEventRejection) -> String {
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).without_time();
        let _guard = subscriber.finish().set_default();
        let _ = rejection.into_response();
        let bytes = log.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_log_says_why_a_notification_of_another_product_is_rejected() {
        let body = r#"{"object":"page","entry":[{"id":"1","messaging":[{"message":{"text":"canary"}}]}]}"#;
        let error = WebhookEvent::from_bytes(body).unwrap_err();
        assert_eq!(
            logged(WebhookEventRejection::Undecodable(error)),
            "ERROR whatsapp_webhook: the body is verified, but is not a WhatsApp notification status=400 error=`object`: expected \
             `whatsapp_business_account`; this is a notification of another product\n"
        );
    }

    #[test]
    fn the_log_of_a_missing_layer_has_no_further_reason() {
        assert_eq!(
            logged(WebhookEventRejection::MissingLayer),
            "ERROR whatsapp_webhook: the request was not verified: is `WhatsAppWebhookLayer` applied to this route? status=500\n"
        );
    }
}
