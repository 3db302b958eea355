//! The credentials that a sender presents, and how copies of a secret are erased.

mod app_credentials;
mod authorization;
mod verify_token;

use sha2::digest::zeroize::Zeroize;

pub(crate) use self::app_credentials::MAX_APP_SECRETS;
pub use self::{app_credentials::AppCredentials, authorization::Authorization, verify_token::VerifyToken};

/// Overwrites a text that holds a secret with zeros, and drops it.
fn wipe(text: String) {
    text.into_bytes().as_mut_slice().zeroize();
}

/// Appends a secret to a list without leaving a copy in freed memory, which `Vec::push` would when it reallocates.
fn push<T: Clone>(secrets: &mut Vec<T>, secret: T) {
    let mut grown = Vec::with_capacity(secrets.len() + 1);
    grown.extend_from_slice(secrets);
    grown.push(secret);
    *secrets = grown;
}
