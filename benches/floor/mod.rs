//! What our work is held against: the least that does something of the kind.

#![allow(dead_code, clippy::indexing_slicing, reason = "each binary uses some of it; a `Value` gives null")]

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

/// Reads a delivery into types that know no more than texts and statuses, and counts the updates.
///
/// The strings stay where they are in the body. Nothing is kept of what these types do not know, and one item
/// that they cannot read fails them all.
pub(crate) fn borrowed(body: &[u8]) -> Option<usize> {
    serde_json::from_str::<Delivery<Borrowed<'_>>>(text(body)?).ok().map(|delivery| delivery.count())
}

/// The same, with a `String` for each string.
pub(crate) fn owned(body: &[u8]) -> Option<usize> {
    serde_json::from_str::<Delivery<String>>(text(body)?).ok().map(|delivery| delivery.count())
}

/// Reads a delivery into a tree, and counts the updates.
pub(crate) fn value(body: &[u8]) -> Option<usize> {
    let delivery: Value = serde_json::from_str(text(body)?).ok()?;
    let length = |list: &Value| list.as_array().map_or(0, Vec::len);
    let entries = delivery["entry"].as_array()?.iter();
    let changes = entries.flat_map(|entry| entry["changes"].as_array().into_iter().flatten());
    Some(
        changes.map(|change| &change["value"]).map(|v| length(&v["messages"]) + length(&v["statuses"])).sum(),
    )
}

fn text(body: &[u8]) -> Option<&str> {
    std::str::from_utf8(body).ok()
}

/// A string that is borrowed if it has no escapes; serde copies a bare `Cow` always.
#[derive(Deserialize)]
struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Delivery<S> {
    object: S,
    entry: Vec<Entry<S>>,
}

#[derive(Deserialize)]
struct Entry<S> {
    id: S,
    changes: Vec<Change<S>>,
}

#[derive(Deserialize)]
struct Change<S> {
    field: S,
    value: Messages<S>,
}

#[derive(Deserialize)]
struct Messages<S> {
    metadata: Option<Metadata<S>>,
    #[serde(default = "Vec::new")]
    contacts: Vec<Contact<S>>,
    #[serde(default = "Vec::new")]
    messages: Vec<Message<S>>,
    #[serde(default = "Vec::new")]
    statuses: Vec<Status<S>>,
}

#[derive(Deserialize)]
struct Metadata<S> {
    display_phone_number: S,
    phone_number_id: S,
}

#[derive(Deserialize)]
struct Contact<S> {
    wa_id: Option<S>,
    profile: Option<Profile<S>>,
}

#[derive(Deserialize)]
struct Profile<S> {
    name: Option<S>,
}

#[derive(Deserialize)]
struct Message<S> {
    from: Option<S>,
    id: S,
    timestamp: S,
    #[serde(rename = "type")]
    kind: Option<S>,
    text: Option<Text<S>>,
}

#[derive(Deserialize)]
struct Text<S> {
    body: S,
}

#[derive(Deserialize)]
struct Status<S> {
    id: S,
    status: S,
    timestamp: S,
    recipient_id: Option<S>,
}

impl<S> Delivery<S> {
    fn count(&self) -> usize {
        let values = self.entry.iter().flat_map(|entry| &entry.changes).map(|change| &change.value);
        values.map(|value| value.messages.len() + value.statuses.len()).sum()
    }
}
