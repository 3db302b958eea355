//! A testing kit for handlers, and checks for stores of your own (feature `testing`).
//!
//! Verification cannot be switched off, not even in tests, so tests sign the requests that they send:
//!
//! - [`Item`] makes messages, statuses and updates of any field, and [`Customer`] the users who send them. [`Notification`] packs them as Meta
//!   does.
//! - [`samples`] has a notification of each kind.
//! - [`Platform`] delivers notifications to an app in the same process.
//! - [`Chaos`] repeats, reorders and batches them anew, as Meta may.
//! - [`signed`] signs a body of your own.
//!
//! ```
//! use std::{collections::HashSet, sync::{Arc, Mutex}};
//!
//! use axum::{Router, extract::State, routing::post};
//! use whatsapp_webhook::{
//!     AppSecret, VerifyToken, WebhookEvent, WhatsAppWebhookLayer,
//!     event::UpdateKey,
//!     testing::{Chaos, Item, Platform},
//! };
//!
//! /// Counts the orders. The keys are those of the updates that were handled before.
//! #[derive(Clone, Default)]
//! struct Shop(Arc<Mutex<(HashSet<Option<UpdateKey>>, usize)>>);
//!
//! async fn receive(State(shop): State<Shop>, event: WebhookEvent) {
//!     let mut shop = shop.0.lock().unwrap();
//!     for update in &event {
//!         if update.message().is_some() && shop.0.insert(update.key()) {
//!             shop.1 += 1;
//!         }
//!     }
//! }
//!
//! # #[cfg(not(feature = "axum"))]
//! # fn main() {}
//! # #[cfg(feature = "axum")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (secret, shop) = (AppSecret::new("a secret for tests only")?, Shop::default());
//! let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
//! let app = Router::new().route("/webhook", post(receive).layer(webhook)).with_state(shop.clone());
//!
//! let meta = Platform::new(app, secret).at("/webhook");
//! for notification in Chaos::seeded(7).notifications([Item::text("pizza"), Item::read("wamid.7")]) {
//!     assert_eq!(meta.deliver(&notification).await?.status(), 200);
//! }
//! assert_eq!(shop.0.lock().unwrap().1, 1);
//! # Ok(())
//! # }
//! ```

mod chaos;
#[cfg(feature = "dedup")]
mod claims;
mod customer;
mod item;
mod notification;
mod platform;
mod pointer;
#[cfg(feature = "inbox")]
mod queue;
mod samples;
mod wire;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header::CONTENT_TYPE};
use http_body_util::Full;

#[cfg(feature = "dedup")]
pub use self::claims::{ClaimStoreFault, check_claim_store};
#[cfg(feature = "inbox")]
pub use self::queue::{QueueFault, check_queue};
pub use self::{
    chaos::Chaos,
    customer::Customer,
    item::Item,
    notification::Notification,
    platform::{Attempts, Platform},
    samples::{Sample, samples},
};
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
