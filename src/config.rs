//! What the layer is told: secrets, tokens and limits.

mod app_secret;
mod budget;
mod error;
mod verify_token;

use std::{sync::Arc, time::Duration};

pub use self::{app_secret::AppSecret, error::ConfigError, verify_token::VerifyToken};

pub(crate) use self::budget::{BodyBudget, Reservation};

/// How many app secrets a layer takes, the current one included.
pub(crate) const MAX_APP_SECRETS: usize = 8;

/// Everything a layer was told; its clones and their services share one.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) app_secret: AppSecret,
    pub(crate) previous_app_secrets: Vec<AppSecret>,
    pub(crate) verify_tokens: Vec<VerifyToken>,
    pub(crate) max_body_size: usize,
    pub(crate) body_deadline: Duration,
    pub(crate) body_budget: Arc<BodyBudget>,
}

impl Config {
    pub(crate) fn new(app_secret: AppSecret, verify_token: VerifyToken) -> Self {
        Self {
            app_secret,
            previous_app_secrets: Vec::new(),
            verify_tokens: vec![verify_token],
            max_body_size: 3 << 20,
            body_deadline: Duration::from_secs(10),
            body_budget: Arc::new(BodyBudget::new(64 << 20)),
        }
    }
}
