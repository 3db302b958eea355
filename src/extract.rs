//! The axum extractors.

use axum_core::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    response::{IntoResponse, Response},
};
use http::request::Parts;

use crate::{Verified, WebhookEvent, WebhookEventRejection, log};

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
        WebhookEventRejection::or_event(&parts.extensions)
    }
}

/// Extracts `None` from a verified body that cannot be decoded. A missing layer is still an error.
impl<S: Sync> OptionalFromRequestParts<S> for WebhookEvent {
    type Rejection = WebhookEventRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        let verified = WebhookEventRejection::or_verified(&parts.extensions)?;
        Ok(Self::from_verified(verified).ok())
    }
}

/// Extracts the body that [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer) verified. The only
/// possible error is [`WebhookEventRejection::MissingLayer`].
impl<S: Sync> FromRequestParts<S> for Verified {
    type Rejection = WebhookEventRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        WebhookEventRejection::or_verified(&parts.extensions).cloned()
    }
}

impl IntoResponse for WebhookEventRejection {
    fn into_response(self) -> Response {
        log::error(self.status(), &self);
        (self.status(), self.to_string()).into_response()
    }
}

#[cfg(feature = "dedup")]
mod dedup {
    use axum_core::response::{IntoResponse, Response};
    use http::{HeaderName, StatusCode, header::RETRY_AFTER};

    use crate::{
        dedup::{Settled, Unavailable},
        log,
    };

    /// In seconds. Meta does not promise to heed it.
    const AFTER: (HeaderName, &str) = (RETRY_AFTER, "1");

    impl IntoResponse for Unavailable {
        /// Returns the status with `Retry-After: 1`.
        fn into_response(self) -> Response {
            log::error(self.status(), &self);
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
