//! The webhook that one would write for axum in an hour, to compare with.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "HMAC takes a key of any length; a `Value` gives null"
)]

use std::hint::black_box;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    routing::post,
};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use sha2::Sha256;

/// Takes POST only, and compares signatures as text.
pub(crate) fn app() -> Router {
    Router::new()
        .route("/", post(receive))
        .layer(DefaultBodyLimit::max(3 << 20))
        .with_state(crate::drive::SECRET)
}

async fn receive(State(secret): State<&'static str>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(&body).finalize();
    let expected: String = mac.into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let given = headers.get("x-hub-signature-256").and_then(|header| header.to_str().ok());
    if given.and_then(|given| given.strip_prefix("sha256=")) != Some(&*expected) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(delivery) = serde_json::from_slice::<Value>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    black_box(count(&delivery));
    StatusCode::OK
}

/// Goes through the messages and statuses.
fn count(delivery: &Value) -> usize {
    let items = |value: &Value, name: &str| value[name].as_array().map_or(0, Vec::len);
    let entries = delivery["entry"].as_array().into_iter().flatten();
    let changes = entries.flat_map(|entry| entry["changes"].as_array().into_iter().flatten());
    changes.map(|change| items(&change["value"], "messages") + items(&change["value"], "statuses")).sum()
}
