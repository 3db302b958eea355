//! The account: its templates, and the apps that are subscribed to it.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde_json::{Value, json};

use super::{GraphError, is_object};
use crate::{
    shared::Shared,
    world::{ACCOUNT, APP_ID, Template},
};

type Answer = Result<Json<Value>, GraphError>;

/// The templates, of all names or of one.
pub(super) async fn templates(
    State(shared): State<Arc<Shared>>,
    path: Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    is_object(&path, ACCOUNT)?;
    let name = query.get("name");
    let list = shared.look(|world| {
        let is_meant = |template: &Template| name.is_none_or(|name| *name == template.name);
        let templates = world.templates.iter().enumerate().filter(|(_, template)| is_meant(template));
        templates.map(|(id, template)| template.json(id + 1)).collect::<Vec<_>>()
    });
    Ok(Json(json!({ "data": list })))
}

pub(super) async fn subscriptions(State(shared): State<Arc<Shared>>, path: Path<(String, String)>) -> Answer {
    is_object(&path, ACCOUNT)?;
    let app = json!({ "whatsapp_business_api_data": { "id": APP_ID, "name": "Simulator" } });
    let apps = if shared.look(|world| world.is_subscribed) { vec![app] } else { Vec::new() };
    Ok(Json(json!({ "data": apps })))
}

pub(super) async fn subscribe(State(shared): State<Arc<Shared>>, path: Path<(String, String)>) -> Answer {
    set_subscribed(&shared, &path, true)
}

pub(super) async fn unsubscribe(State(shared): State<Arc<Shared>>, path: Path<(String, String)>) -> Answer {
    set_subscribed(&shared, &path, false)
}

fn set_subscribed(shared: &Shared, path: &Path<(String, String)>, is_subscribed: bool) -> Answer {
    is_object(path, ACCOUNT)?;
    shared.change(|world| world.is_subscribed = is_subscribed);
    Ok(Json(json!({ "success": true })))
}
