//! The calls of the Graph API that a bot makes in its first week.
//!
//! Messages of all types, read receipts and typing, media files, templates by name, and the subscription of the account. Any other call is
//! answered with status 501 and an error that says so.

mod accounts;
mod authentication;
mod check;
mod error;
mod media;
mod messages;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path},
    http::Method,
    middleware,
    routing::{get, post},
};

pub(crate) use self::error::GraphError;
use crate::shared::Shared;

/// The largest media file, as for documents of the Cloud API.
const MAX_FILE: usize = 100 * 1024 * 1024;

/// The routes of the Graph API, below any version such as `/v26.0`.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/{version}/{object}/messages", post(messages::send))
        .route("/{version}/{object}/media", post(media::upload).layer(DefaultBodyLimit::max(MAX_FILE)))
        .route("/{version}/{object}/message_templates", get(accounts::templates))
        .route(
            "/{version}/{object}/subscribed_apps",
            get(accounts::subscriptions).post(accounts::subscribe).delete(accounts::unsubscribe),
        )
        .route("/{version}/{object}", get(media::url).delete(media::delete))
        .route("/media/{id}", get(media::download))
        .fallback(not_simulated)
        .method_not_allowed_fallback(not_simulated)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), authentication::check))
        .with_state(shared)
}

async fn not_simulated(method: Method, path: axum::http::Uri) -> GraphError {
    GraphError::unknown_call(&method, path.path())
}

/// Checks the ID in the path of a call.
fn is_object(Path((_, object)): &Path<(String, String)>, expected: &str) -> Result<(), GraphError> {
    if object == expected { Ok(()) } else { Err(GraphError::unknown_object(object)) }
}
