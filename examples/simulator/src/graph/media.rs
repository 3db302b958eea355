//! Media files: `POST /{phone number ID}/media`, `GET /{media ID}` for the URL, and the bytes behind it.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Multipart, Path, State},
    http::{
        HeaderMap,
        header::{CONTENT_TYPE, HOST},
    },
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{GraphError, is_object};
use crate::{
    shared::Shared,
    world::{ACCOUNT, APP_ID, MediaFile, PHONE_NUMBER_ID},
};

pub(super) async fn upload(
    State(shared): State<Arc<Shared>>,
    path: Path<(String, String)>,
    mut form: Multipart,
) -> Result<Json<Value>, GraphError> {
    is_object(&path, PHONE_NUMBER_ID)?;
    let (mut product, mut mime_type, mut file) = (None, None, None);
    let broken = |error: axum::extract::multipart::MultipartError| GraphError::parameter(error.body_text());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().map(str::to_owned).as_deref() {
            Some("messaging_product") => product = Some(field.text().await.map_err(broken)?),
            Some("type") => mime_type = Some(field.text().await.map_err(broken)?),
            Some("file") => {
                let type_of_part = field.content_type().map(str::to_owned);
                file = Some((type_of_part, field.bytes().await.map_err(broken)?));
            }
            _ => {}
        }
    }
    if product.as_deref() != Some("whatsapp") {
        return Err(GraphError::parameter("messaging_product must be whatsapp"));
    }
    let (type_of_part, bytes) = file.ok_or_else(|| GraphError::parameter("file is missing"))?;
    let mime_type = mime_type.or(type_of_part).ok_or_else(|| GraphError::parameter("type is missing"))?;
    let id = shared.change(|world| world.media.store(&mime_type, bytes));
    Ok(Json(json!({ "id": id })))
}

/// The file of an ID, or the error for what has no files.
fn find(shared: &Shared, id: &str) -> Result<MediaFile, GraphError> {
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || [ACCOUNT, PHONE_NUMBER_ID, APP_ID].contains(&id) {
        return Err(GraphError::not_simulated("of the objects, only media files can be read"));
    }
    shared.look(|world| world.media.get(id).cloned()).ok_or_else(|| GraphError::unknown_object(id))
}

/// The first hop: where the bytes are.
pub(super) async fn url(
    State(shared): State<Arc<Shared>>,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let file = find(&shared, &id)?;
    Ok(Json(json!({
        "messaging_product": "whatsapp",
        "url": format!("http://{host}/media/{id}"),
        "mime_type": file.mime_type,
        "sha256": file.sha256_hex(),
        "file_size": file.bytes.len().to_string(),
        "id": id,
    })))
}

/// The second hop: the bytes.
pub(super) async fn download(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Response, GraphError> {
    let file = find(&shared, &id)?;
    Ok(([(CONTENT_TYPE, file.mime_type)], file.bytes).into_response())
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Value>, GraphError> {
    find(&shared, &id)?;
    shared.change(|world| world.media.remove(&id));
    Ok(Json(json!({ "success": true })))
}
