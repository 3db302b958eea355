//! Signed requests for the tests of your handlers, and checks for stores of your own (feature `testing`).
//!
//! Verification cannot be switched off, not even in tests, so tests sign the requests that they send.

#[cfg(feature = "dedup")]
mod claims;
#[cfg(feature = "inbox")]
mod queue;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header::CONTENT_TYPE};
use http_body_util::Full;

#[cfg(feature = "dedup")]
pub use self::claims::{ClaimStoreFault, check_claim_store};
#[cfg(feature = "inbox")]
pub use self::queue::{QueueFault, check_queue};
use crate::{AppSecret, signature};

/// Returns a POST to `/` as Meta sends it, with Meta's content type and the right signature.
///
/// Set another path with [`uri_mut`](Request::uri_mut).
///
/// ```
/// use axum::{Router, routing::post};
/// use tower::ServiceExt;
/// use whatsapp_webhook::{
///     AppSecret, Verified, VerifyToken, WhatsAppWebhookLayer, testing::signed,
/// };
///
/// async fn receive(verified: Verified) -> String {
///     format!("{} bytes", verified.body().len())
/// }
///
/// # #[cfg(not(feature = "axum"))]
/// # fn main() {}
/// # #[cfg(feature = "axum")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let secret = AppSecret::new("a secret for tests only")?;
/// let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
/// let app = Router::new().route("/", post(receive).layer(webhook));
///
/// let response = app.oneshot(signed(&secret, "{}")).await?;
/// assert_eq!(response.status(), 200);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn signed(secret: &AppSecret, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    let body = body.into();
    let signature = signature::sign(secret, &body);
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = Method::POST;
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(signature::X_HUB_SIGNATURE_256, signature);
    request
}
