//! The middleware: from an HTTP request to a verified body.

mod authentication;
mod body;
mod challenge;
mod config;
mod credentials;
mod extraction;
mod future;
mod layer;
mod limits;
mod networks;
mod observer;
mod rejection;
mod service;
mod verified;
mod verifier;

pub use self::{
    body::ResponseBody,
    credentials::{AppCredentials, Authorization, VerifyToken},
    extraction::WebhookEventRejection,
    future::ResponseFuture,
    layer::WhatsAppWebhookLayer,
    networks::{Networks, NetworksError},
    observer::{Outcome, OutcomeKind},
    rejection::{Rejection, RejectionKind},
    service::WhatsAppWebhook,
    verified::{SecretSlot, Verified},
};
