//! What the layer is told: secrets, tokens and limits.

mod app_secret;
mod authorization;
mod budget;
mod error;
mod verify_token;

use std::{sync::Arc, time::Duration};

use sha2::digest::zeroize::Zeroize;

pub use self::{
    app_secret::AppSecret, authorization::Authorization, error::ConfigError, verify_token::VerifyToken,
};

pub(crate) use self::budget::{BodyBudget, Reservation};

/// How many app secrets a layer takes, the current one included.
pub(crate) const MAX_APP_SECRETS: usize = 8;

/// Everything a layer was told; its clones and their services share one.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) authentication: Authentication,
    pub(crate) max_body_size: usize,
    pub(crate) body_deadline: Duration,
    pub(crate) body_budget: Arc<BodyBudget>,
}

/// How a sender proves who it is. There is no layer without.
#[derive(Clone, Debug)]
pub(crate) enum Authentication {
    /// The Cloud API: each body is signed, and a GET asks for the verify token.
    Signature { app_secret: AppSecret, previous_app_secrets: Vec<AppSecret>, verify_tokens: Vec<VerifyToken> },
    /// The On-Premises client: it signs nothing and never sends a GET.
    Authorization(Authorization),
}

impl Config {
    pub(crate) fn new(authentication: Authentication) -> Self {
        Self {
            authentication,
            max_body_size: 3 << 20,
            body_deadline: Duration::from_secs(10),
            body_budget: Arc::new(BodyBudget::new(64 << 20)),
        }
    }
}

/// Overwrites a text that holds a secret, and drops it.
fn wipe(text: String) {
    text.into_bytes().as_mut_slice().zeroize();
}

/// Adds to the secrets without leaving a copy: a vector that grows frees its old memory as it is.
pub(crate) fn push<T: Clone>(secrets: &mut Vec<T>, secret: T) {
    let mut grown = Vec::with_capacity(secrets.len() + 1);
    grown.extend_from_slice(secrets);
    grown.push(secret);
    *secrets = grown;
}
