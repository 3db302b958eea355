//! The handler that stands in many an application.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::DefaultBodyLimit,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use tower::Service;

use super::{BY_HAND, Candidate, Duty, counted, drive};
use crate::delivery::{Delivery, SECRET, SIGNATURE};

pub(super) fn all() -> Vec<Candidate> {
    let mut app = app();
    vec![Candidate::new(BY_HAND, Duty::VerifyAndCount, Delivery::request::<Body>, move |request| {
        drive(app.call(request)).unwrap_or_else(|never| match never {}).status()
    })]
}

/// With axum's limit raised to that of Meta.
pub fn app() -> Router {
    Router::new().route("/webhook", post(receive)).layer(DefaultBodyLimit::max(3 * 1024 * 1024))
}

async fn receive(headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = headers.get(SIGNATURE).and_then(|header| header.to_str().ok());
    let Some(signature) = header.and_then(|header| header.strip_prefix("sha256=")) else {
        return StatusCode::UNAUTHORIZED;
    };
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()) else {
        return StatusCode::INTERNAL_SERVER_ERROR;
    };
    if hex::encode(mac.chain_update(&body).finalize().into_bytes()) != signature {
        return StatusCode::UNAUTHORIZED;
    }
    counted(serde_json::from_slice(&body).ok().as_ref().and_then(count))
}

/// The number of updates with an identifier.
fn count(notification: &Value) -> Option<usize> {
    let mut updates = 0;
    for entry in notification["entry"].as_array()? {
        for change in entry["changes"].as_array()? {
            for list in ["messages", "statuses"] {
                let items = change["value"][list].as_array().into_iter().flatten();
                updates += items.filter(|item| item["id"].as_str().is_some_and(|id| !id.is_empty())).count();
            }
        }
    }
    Some(updates)
}
