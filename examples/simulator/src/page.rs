//! The page: a chat for each customer, and the notifications beside it.
//!
//! The state goes to the browser as server-sent events, one whole state at a time, and actions come back by `POST`.

mod actions;
mod guard;
mod state;

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    },
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::{get, post},
};
use futures_util::{Stream, stream};
use serde_json::{Value, json};
use tokio::time::sleep;
use whatsapp_webhook::testing::samples;

pub(crate) use self::guard::{Guard, check};
use crate::{courier::Courier, shared::Shared};

/// The shortest time between two states: a person sees no more, and a flood of notifications is no flood of states.
const PAUSE: Duration = Duration::from_millis(100);

/// The largest file that a customer can send, as for videos of WhatsApp.
const MAX_FILE: usize = 16 * 1024 * 1024;

/// The largest action: a notification of 3 MiB, edited and escaped.
const MAX_ACTION: usize = 8 * 1024 * 1024;

/// The page may load its own script and style, and nothing else from anywhere.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self' blob:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The state, and the set-up that the page shows beside it.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) shared: Arc<Shared>,
    pub(crate) courier: Courier,
    /// The set-up, of which the page shows no secret.
    pub(crate) about: Arc<About>,
}

/// The set-up of the simulator.
pub(crate) struct About {
    pub(crate) graph_url: String,
    /// Which secret signs, such as `the demo app secret`.
    pub(crate) secret: String,
    /// The token of the handshake, which the page is not told.
    pub(crate) verify_token: String,
}

/// The routes of the page.
pub(crate) fn routes(page: Page) -> Router {
    let file = |content_type: &'static str, text: &'static str| {
        get(async move || ([(CONTENT_TYPE, content_type)], text))
    };
    Router::new()
        .route("/", file("text/html; charset=utf-8", include_str!("page/index.html")))
        .route("/app.js", file("text/javascript; charset=utf-8", include_str!("page/app.js")))
        .route("/style.css", file("text/css; charset=utf-8", include_str!("page/style.css")))
        .route("/-/state", get(async |State(page): State<Page>| Json(state::of(&page))))
        .route("/-/events", get(events))
        .route("/-/samples", get(list_samples))
        .route("/-/notifications/{number}", get(notification))
        .route("/-/do", post(actions::act).layer(DefaultBodyLimit::max(MAX_ACTION)))
        .route("/-/media", post(upload).layer(DefaultBodyLimit::max(MAX_FILE)))
        .route("/-/media/{id}", get(media))
        .with_state(page)
        .layer(axum::middleware::map_response(async |mut response: Response| {
            let headers = response.headers_mut();
            headers.entry(CONTENT_SECURITY_POLICY).or_insert(POLICY);
            headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
            headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
            headers.insert("cache-control", HeaderValue::from_static("no-store"));
            response
        }))
}

/// The state, now and after each change.
async fn events(State(page): State<Page>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = page.shared.changes();
    let states = stream::unfold((page, changes, true), async |(page, mut changes, is_first)| {
        if !is_first {
            sleep(PAUSE).await;
            changes.changed().await.ok()?;
        }
        changes.mark_unchanged();
        let event = Event::default().json_data(state::of(&page)).unwrap_or_default();
        Some((Ok(event), (page, changes, false)))
    });
    Sse::new(states).keep_alive(KeepAlive::default())
}

async fn list_samples() -> Json<Value> {
    let sample = |sample: whatsapp_webhook::testing::Sample| json!({ "name": sample.name(), "field": sample.field(), "occasion": sample.occasion() });
    Json(samples().map(sample).collect())
}

/// The exact bytes of a notification, and the headers that it was sent with.
async fn notification(State(page): State<Page>, Path(number): Path<u64>) -> Result<Json<Value>, StatusCode> {
    let body = page.shared.look(|world| world.dispatch(number).map(|dispatch| dispatch.body().clone()));
    let body = body.ok_or(StatusCode::NOT_FOUND)?;
    let headers = page.shared.signer.headers(&body);
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| [name.as_str(), value.to_str().unwrap_or_default()]).collect();
    let text = String::from_utf8_lossy(&body);
    let pretty = serde_json::from_str::<Value>(&text).and_then(|json| serde_json::to_string_pretty(&json));
    Ok(Json(json!({ "body": text, "pretty": pretty.ok(), "headers": headers })))
}

async fn upload(State(page): State<Page>, headers: HeaderMap, body: Bytes) -> Json<Value> {
    let mime_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mime_type = mime_type.unwrap_or("application/octet-stream").to_owned();
    let id = page.shared.change(|world| world.media.store(&mime_type, body));
    Json(json!({ "id": id }))
}

/// A media file. Opened in a tab of its own, it can do nothing.
async fn media(State(page): State<Page>, Path(id): Path<String>) -> Result<Response, StatusCode> {
    let file = page.shared.look(|world| world.media.get(&id).cloned()).ok_or(StatusCode::NOT_FOUND)?;
    let is_shown = ["image/", "audio/", "video/"].iter().any(|kind| file.mime_type.starts_with(kind));
    let mime_type = HeaderValue::from_str(&file.mime_type).ok().filter(|_| is_shown);
    let mime_type = mime_type.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let policy = HeaderValue::from_static("default-src 'none'; sandbox");
    Ok(([(CONTENT_TYPE, mime_type), (CONTENT_SECURITY_POLICY, policy)], file.bytes).into_response())
}
