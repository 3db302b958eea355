//! `POST /{phone number ID}/messages`.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use bytes::Bytes;
use serde_json::Value;

use super::{GraphError, check, is_object};
use crate::{
    shared::Shared,
    world::{PHONE_NUMBER_ID, Rendered, World},
};

pub(super) async fn send(
    State(shared): State<Arc<Shared>>,
    path: Path<(String, String)>,
    body: Bytes,
) -> Result<Json<Value>, GraphError> {
    is_object(&path, PHONE_NUMBER_ID)?;
    let json: Value = serde_json::from_slice(&body)
        .map_err(|error| GraphError::parameter(format!("the body is not JSON: {error}")))?;
    shared.change(|world| answer(world, json)).map(Json)
}

fn answer(world: &mut World, mut json: Value) -> Result<Value, GraphError> {
    if json.get("messaging_product").and_then(Value::as_str) != Some("whatsapp") {
        return Err(GraphError::parameter("messaging_product must be whatsapp"));
    }
    if json.get("status").is_some() {
        let id = json.get("message_id").and_then(Value::as_str).unwrap_or_default();
        return world.mark_read(id, json.get("typing_indicator").is_some());
    }
    let recipient_type = json.get("recipient_type").and_then(Value::as_str);
    if recipient_type.is_some_and(|kind| kind != "individual") {
        return Err(GraphError::not_simulated("messages to groups"));
    }
    // A message without a type is a text.
    if let Some(members) = json.as_object_mut() {
        members.entry("type").or_insert_with(|| "text".into());
    }
    check::message(&json, &world.media)?;
    if let Some(code) = world.rejects_next.take() {
        return Err(GraphError::wanted(code));
    }
    let rendered = match json.get("template") {
        Some(template) => Some(rendered(world, template)?),
        None => None,
    };
    world.accept(json, rendered)
}

/// Renders a template as the customer sees it.
fn rendered(world: &World, template: &Value) -> Result<Rendered, GraphError> {
    let text = |pointer: &str| template.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (name, language) = (text("/name"), text("/language/code"));
    let found = world.templates.iter().find(|known| known.name == name && known.language == language);
    found.ok_or_else(|| GraphError::unknown_template(name, language))?.render(template)
}
