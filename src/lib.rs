//! WhatsApp Business Platform webhooks for Tower services: verified, bounded, typed.
//!
//! The platform delivers what happens on your WhatsApp numbers (messages, their delivery, news about
//! your account) by POST to a URL of yours. [`WhatsAppWebhookLayer`] goes around the handler of that
//! URL. It answers the platform's question whether the URL is yours, lets nothing through that was
//! not signed with your app secret, and bounds what an unknown sender can cost you. Behind it,
//! [`WebhookEvent`] is the delivery as types in which nothing that was sent is lost.
//!
//! ```
//! # #[cfg(feature = "axum")] {
//! use axum::{Router, routing::post};
//! use whatsapp_webhook::{AppSecret, Content, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};
//!
//! async fn receive(event: WebhookEvent) {
//!     for update in event.updates() {
//!         match update.content {
//!             Content::Message(message) => println!("{} says {:?}", update.sender(), message.text()),
//!             Content::Status(status) => println!("{} is now {}", status.id, status.status),
//!             Content::AccountUpdate(account) => println!("account: {}", account.event),
//!             Content::Unknown(unknown) => println!("new to us: {}", unknown.raw()),
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
//! # Where to look
//!
//! - Mounting it, and what each request gets: [`WhatsAppWebhookLayer`]
//! - What arrives: [`Update`], [`Content`], [`event`]
//! - Under hyper, or any Tower stack: [`Verified`]
//! - Without requests at all, as in AWS Lambda: [`signature`] and [`WebhookEvent::from_bytes`]
//! - Why a request was refused: [`Rejection`]
//!
//! # Features
//!
//! All are additive and change no behavior.
//!
//! - `middleware` (default): the layer. Without it there is [`event`] alone, with no HTTP in the dependency tree.
//! - `axum` (default): the extractors, through `axum-core`.
//! - `tracing`: one event for each refused request, without a word of what was in it.
//! - `testing`: signed requests for the tests of your handlers.

// Without its feature, a link leads to the list of features.
#![cfg_attr(
    not(feature = "middleware"),
    doc = "",
    doc = "[`WhatsAppWebhookLayer`]: #features",
    doc = "[`Verified`]: #features",
    doc = "[`Rejection`]: #features"
)]
#![cfg_attr(not(feature = "signature"), doc = "", doc = "[`signature`]: #features")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

#[cfg(feature = "signature")]
mod config_error;
pub mod event;
#[cfg(feature = "axum")]
mod extract;
mod macros;
#[cfg(feature = "middleware")]
mod middleware;
#[cfg(feature = "signature")]
pub mod signature;
#[cfg(feature = "testing")]
pub mod testing;

pub use crate::event::{
    Content, DecodeError, Unknown, UnknownReason, Unrecognized, UnrecognizedReason, Update, User,
    WebhookEvent,
};
#[cfg(feature = "axum")]
pub use crate::extract::WebhookEventRejection;
#[cfg(feature = "middleware")]
pub use crate::middleware::{
    Authorization, Rejection, RejectionKind, ResponseBody, ResponseFuture, SecretSlot, Verified, VerifyToken,
    WhatsAppWebhook, WhatsAppWebhookLayer,
};
#[cfg(feature = "signature")]
pub use crate::{config_error::ConfigError, signature::app_secret::AppSecret};

/// The README's code is compiled and run as a test.
#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../README.md")]
struct Readme;
