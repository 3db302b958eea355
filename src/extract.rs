//! The extractors: the only file that knows axum.

use std::{error::Error, fmt};

use axum_core::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    response::{IntoResponse, Response},
};
use http::{StatusCode, request::Parts};

use crate::{DecodeError, Verified, WebhookEvent};

/// The notification, decoded from what [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer)
/// verified.
///
/// It takes the request's head only, so it can stand beside an extractor of the body. Take
/// `Result<WebhookEvent, WebhookEventRejection>` to decide for yourself what becomes of a body
/// that cannot be decoded.
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

/// `None` for a body that is signed but cannot be decoded. A missing layer is still an error.
impl<S: Sync> OptionalFromRequestParts<S> for WebhookEvent {
    type Rejection = WebhookEventRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        let verified = verified(parts)?;
        Ok(Self::from_verified(verified).ok())
    }
}

/// The proof that [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer) left. Only
/// [`WebhookEventRejection::MissingLayer`] can happen.
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
    /// The request did not come through [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer):
    /// 500, because nothing that the client does can change it.
    MissingLayer,
    /// The body is signed, but is no notification of the WhatsApp Business Platform: 400.
    ///
    /// Meta sends it again for up to 7 days; answer 200 yourself if you have stored it.
    Undecodable(DecodeError),
}

impl WebhookEventRejection {
    /// The status of the response.
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
            Self::Undecodable(_) => {
                "the body is signed, but is no notification of the WhatsApp Business Platform"
            }
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
        #[cfg(feature = "tracing")]
        tracing::error!(
            target: "whatsapp_webhook",
            status = status.as_u16(),
            "{self}"
        );
        (status, self.to_string()).into_response()
    }
}
