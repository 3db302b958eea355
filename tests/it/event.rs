//! The typed event: what decodes, what survives, and what a bad part costs.

mod accessors;
mod contacts;
mod corpus;
mod fields;
mod fixtures;
mod hostile;
mod isolation;
#[cfg(feature = "signature")]
mod keys;
mod leaves;
mod mutations;
mod nested;
mod owned;
mod quirks;
mod reading;
mod secrecy;
mod settings;
mod snapshots;

use std::{fs, path::Path, time::Duration};

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, Update, WebhookEvent,
    event::{Message, Status},
};

/// The shortest of five times: the machine may pause in any of them.
fn least(time: impl Fn() -> Duration) -> Duration {
    (0..5).map(|_| time()).min().unwrap_or_default()
}

/// A delivery with one change of the field `messages`.
fn messages(value: &Value) -> Vec<u8> {
    delivery(&json!([{ "field": "messages", "value": value }]))
}

fn delivery(changes: &Value) -> Vec<u8> {
    let entry = json!([{ "id": "300000000000029", "changes": changes }]);
    json!({ "object": "whatsapp_business_account", "entry": entry }).to_string().into_bytes()
}

fn event(body: Vec<u8>) -> WebhookEvent {
    WebhookEvent::from_bytes(body).unwrap_or_else(|error| panic!("{error}"))
}

/// The messages that users wrote to the business.
fn inbound(event: &WebhookEvent) -> impl Iterator<Item = (Update, Message)> {
    event.updates().filter_map(|update| update.message().cloned().map(|message| (update, message)))
}

/// The statuses of messages that the business sent.
fn statuses(event: &WebhookEvent) -> impl Iterator<Item = (Update, Status)> {
    event.updates().filter_map(|update| update.status().cloned().map(|status| (update, status)))
}

/// The kinds of all updates.
fn kinds(event: &WebhookEvent) -> Vec<String> {
    event.updates().map(|update| update.kind().to_owned()).collect()
}

/// One of the deliveries in `tests/fixtures`.
fn fixture(name: &str) -> WebhookEvent {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    event(fs::read(path).unwrap())
}

fn text_message(id: &str) -> Value {
    json!({ "from": "5511987650001", "id": id, "timestamp": "1767225600", "type": "text", "text": { "body": "Hello" } })
}

/// The pointers of everything unrecognized.
fn pointers(event: &WebhookEvent) -> Vec<String> {
    event.unrecognized().map(|found| found.pointer().to_owned()).collect()
}

fn is_unknown(content: &Content) -> bool {
    matches!(content, Content::Unknown(_))
}

/// Every JSON fixture, by the path below `tests/fixtures`.
fn all_fixtures() -> Vec<(String, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut fixtures = Vec::new();
    for field in fs::read_dir(root).unwrap() {
        let field = field.unwrap();
        for case in fs::read_dir(field.path()).unwrap() {
            let case = case.unwrap();
            let name = format!("{}/{}", field.file_name().display(), case.file_name().display());
            let body = fs::read(case.path()).unwrap();
            fixtures.push((
                name.clone(),
                serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{name}: {error}")),
            ));
        }
    }
    fixtures.sort_by(|(one, _), (other, _)| one.cmp(other));
    fixtures
}
