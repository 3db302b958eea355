//! The typed event: what decodes, what survives, and what a bad part costs.

mod corpus;
mod docs;
mod fields;
mod fixtures;
mod isolation;
mod leaves;
mod model;
mod mutations;
mod quirks;
mod reading;
mod secrecy;
mod settings;
mod snapshots;

use std::{fs, path::Path};

use serde_json::{Value, json};
use whatsapp_webhook::{Content, WebhookEvent};

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

fn is_unknown(content: &Content<'_>) -> bool {
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

/// The text of every file of the event model, for the tests that read the model off its source.
fn sources() -> Vec<String> {
    fn visit(directory: &Path, texts: &mut Vec<String>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, texts);
            } else {
                texts.push(fs::read_to_string(path).unwrap().replace("\r\n", "\n"));
            }
        }
    }

    let mut texts = Vec::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/event"), &mut texts);
    texts
}
