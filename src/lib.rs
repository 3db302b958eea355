//! WhatsApp Business Platform webhooks for Tower services: verified, bounded, typed.
//!
//! Meta delivers events for your WhatsApp numbers (incoming messages, delivery statuses, account
//! changes) as POST requests to your webhook URL. [`WhatsAppWebhookLayer`] wraps that URL's handler.
//! The layer completes Meta's verification handshake, rejects any request not signed with your app
//! secret, and caps the memory and time an unauthenticated sender can consume. Behind the layer,
//! [`WebhookEvent`] is the notification as typed data, with nothing discarded.
//!
//! ```
//! # #[cfg(feature = "axum")] {
//! use axum::{Router, routing::post};
//! use whatsapp_webhook::{AppSecret, Content, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};
//!
//! async fn receive(event: WebhookEvent) {
//!     for update in event.updates() {
//!         match &update.content {
//!             Content::Message(message) => println!("{:?} says {:?}", update.sender(), message.text()),
//!             Content::Status(status) => println!("{} is now {}", status.id, status.status),
//!             Content::AccountUpdate(account) => println!("account: {}", account.event),
//!             Content::Unknown(unknown) => println!("not modeled: {}", unknown.raw()),
//!             _ => {}
//!         }
//!     }
//! }
//!
//! # fn app(app_secret: &str, verify_token: &str) -> Result<Router, whatsapp_webhook::ConfigError> {
//! let webhook = WhatsAppWebhookLayer::new(AppSecret::new(app_secret)?, VerifyToken::new(verify_token)?);
//! let app = Router::new().route("/webhook", post(receive).layer(webhook));
//! # Ok(app)
//! # }
//! # app("0123456789abcdef0123456789abcdef", "a token").unwrap();
//! # }
//! ```
//!
//! The guide, with a page for each task, is in [`_guide`](https://docs.rs/whatsapp-webhook/latest/whatsapp_webhook/_guide/index.html).
//!
//! # Where to look
//!
//! - Applying the layer, and its responses: [`WhatsAppWebhookLayer`]
//! - The updates of a notification: [`Update`], [`Content`], [`event`]
//! - hyper, or any Tower stack: [`Verified`]
//! - Several apps, or secrets that change: [`AppCredentials`]
//! - AWS Lambda: the layer, under `lambda_http`; respond after the work, because nothing runs after the response
//! - A host without Tower, such as actix-web: [`WhatsAppWebhookLayer::check`]
//! - No HTTP request, as behind a queue: [`signature`] and [`WebhookEvent::from_bytes`]
//! - The reason of a rejection: [`Rejection`]
//! - Handling each update once, although some are delivered twice: [`dedup`]
//! - Storing each notification before it is answered, and handling it afterwards: [`inbox`]
//! - Answering a message, templates, subscriptions: [`graph`]
//!
//! # Features
//!
//! All features are additive and change no behavior. Without any, the crate is [`event`] alone, with no
//! HTTP in the dependency tree.
//!
//! - `middleware` (default): the layer. Implies `signature`.
//! - `axum` (default): the extractors, through `axum-core`.
//! - `signature`: `AppSecret` and [`signature`]; the key, the lane and the record of an [`Update`]; without Tower or tokio.
//! - `graph`: [`graph`], the requests that a receiver sends to Meta (answers, templates, subscriptions) and the readers of the
//!   answers, for the HTTP client you have. Implies `signature`.
//! - `dedup`: [`dedup`], which claims each update before it is handled. Implies `signature`; needs a tokio runtime.
//! - `inbox`: [`inbox`], which stores each notification before it is answered. Implies `dedup` and `middleware`.
//! - `tracing`: one event for each rejected request, without any data of the request.
//! - `testing`: [`testing`], messages, samples and Meta's side of the connection for the tests of your handlers.

// Without its feature, a link leads to the list of features.
#![cfg_attr(
    not(feature = "middleware"),
    doc = "",
    doc = "[`WhatsAppWebhookLayer`]: #features",
    doc = "[`WhatsAppWebhookLayer::check`]: #features",
    doc = "[`AppCredentials`]: #features",
    doc = "[`Verified`]: #features",
    doc = "[`Rejection`]: #features"
)]
#![cfg_attr(not(feature = "signature"), doc = "", doc = "[`signature`]: #features")]
#![cfg_attr(not(feature = "dedup"), doc = "", doc = "[`dedup`]: #features")]
#![cfg_attr(not(feature = "inbox"), doc = "", doc = "[`inbox`]: #features")]
#![cfg_attr(not(feature = "graph"), doc = "", doc = "[`graph`]: #features")]
#![cfg_attr(not(feature = "testing"), doc = "", doc = "[`testing`]: #features")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

// The pages use features of their own, which docs.rs and the tests of the documentation have all.
#[cfg(any(
    docsrs,
    all(doctest, feature = "axum", feature = "inbox", feature = "graph", feature = "testing")
))]
pub mod _guide;
#[cfg(feature = "signature")]
mod config_error;
#[cfg(feature = "dedup")]
pub mod dedup;
pub mod event;
#[cfg(feature = "axum")]
mod extract;
#[cfg(feature = "graph")]
pub mod graph;
#[cfg(feature = "inbox")]
pub mod inbox;
#[cfg(feature = "signature")]
mod keys;
#[cfg(any(feature = "axum", feature = "inbox"))]
mod log;
#[cfg(feature = "middleware")]
mod middleware;
#[cfg(feature = "signature")]
pub mod signature;
#[cfg(feature = "testing")]
pub mod testing;

#[doc(inline)]
pub use crate::event::{
    Content, DecodeError, Unknown, UnknownReason, Unrecognized, UnrecognizedReason, Update, User,
    WebhookEvent,
};
#[cfg(feature = "middleware")]
pub use crate::middleware::{
    AppCredentials, Authorization, Networks, NetworksError, Outcome, OutcomeKind, Rejection, RejectionKind,
    ResponseBody, ResponseFuture, SecretSlot, Verified, VerifyToken, WebhookEventRejection, WhatsAppWebhook,
    WhatsAppWebhookLayer,
};
#[cfg(feature = "signature")]
pub use crate::{config_error::ConfigError, keys::Record, signature::app_secret::AppSecret};

/// The README's code is compiled and run as a test.
#[cfg(all(doctest, feature = "axum", feature = "inbox", feature = "graph", feature = "testing"))]
#[doc = include_str!("../README.md")]
struct Readme;
