//! The access token, and the proof of the app secret.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::header::AUTHORIZATION,
    middleware::Next,
    response::Response,
};

use super::GraphError;
use crate::shared::Shared;

/// Checks that a call has an access token, and that its `appsecret_proof`, if it has one, is right. Any token will do.
pub(super) async fn check(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Result<Response, GraphError> {
    let header = request.headers().get(AUTHORIZATION).and_then(|header| header.to_str().ok());
    let token =
        header.and_then(|header| header.strip_prefix("Bearer ")).filter(|token| !token.trim().is_empty());
    let token = token.ok_or_else(GraphError::token)?;
    let query = request.uri().query().unwrap_or_default();
    let proof = query.split('&').find_map(|pair| pair.strip_prefix("appsecret_proof="));
    if proof.is_some_and(|proof| !shared.signer.is_proof(token, proof)) {
        return Err(GraphError::proof());
    }
    Ok(next.run(request).await)
}
