//! The updates of a delivery, told from its JSON alone.

use serde_json::Value;

use super::Told;

/// An update that must be told.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    pub(super) field: &'a str,
    pub(super) array: &'a str,
    /// The item, the value of a change that is one update, or what is no item at all.
    pub(super) json: &'a Value,
}

/// The fields whose changes hold arrays of updates, and these arrays. All others are one update.
const ARRAYS_OF: [(&str, &[&str]); 15] = [
    ("messages", &["messages", "statuses", "errors", "user_actions"]),
    ("message_echoes", &["message_echoes"]),
    ("smb_message_echoes", &["message_echoes"]),
    ("calls", &["calls", "statuses", "errors"]),
    ("automatic_events", &["automatic_events"]),
    ("tracking_events", &["events"]),
    ("group_lifecycle_update", &["groups"]),
    ("group_participant_update", &["groups"]),
    ("group_participants_update", &["groups"]),
    ("group_settings_update", &["groups"]),
    ("group_status_update", &["groups"]),
    ("smb_app_state_sync", &["state_sync"]),
    ("user_id_update", &["user_id_update"]),
    ("user_preferences", &["user_preferences"]),
    ("standby", &["messages", "message_echoes", "statuses"]),
];

/// The updates of a delivery; nothing where it is in neither of the two envelopes.
pub(super) fn updates(body: &Value) -> Option<Vec<Expected<'_>>> {
    let members = body.as_object()?;
    let object = members.get("object").filter(|object| !object.is_null());
    let entry = members.get("entry");
    let is_cloud_api = object.is_some_and(|object| object == "whatsapp_business_account");
    let mut updates = Vec::new();
    match (object, entry) {
        (Some(_), _) if !is_cloud_api => return None,
        (Some(_), None) => updates.push(Expected { field: "", array: "entry", json: body }),
        (Some(_), Some(entry)) => entries(entry, &mut updates),
        (None, Some(entry)) if entry.is_array() => entries(entry, &mut updates),
        (None, _) => {
            let is_array = |name: &&str| members.get(*name).is_some_and(Value::is_array);
            ["messages", "statuses", "errors"].iter().find(|name| is_array(name))?;
            value("messages", body, &mut updates);
        }
    }
    Some(updates)
}

/// The elements of an array. Anything else in its place is one element; `null` is none.
fn elements(array: Option<&Value>) -> &[Value] {
    match array {
        None | Some(Value::Null) => &[],
        Some(Value::Array(elements)) => elements,
        Some(other) => std::slice::from_ref(other),
    }
}

fn entries<'a>(entry: &'a Value, updates: &mut Vec<Expected<'a>>) {
    for element in elements(Some(entry)) {
        match element.get("changes") {
            Some(Value::Array(changes)) if entry.is_array() => {
                for change in changes {
                    match parts(change) {
                        Some((field, json)) => value(field, json, updates),
                        None => updates.push(Expected { field: "changes", array: "changes", json: change }),
                    }
                }
            }
            Some(Value::Null) if entry.is_array() => {}
            // One change, which is not where it should be and so is kept raw.
            Some(other) if entry.is_array() => {
                let (field, json) = parts(other).unwrap_or(("changes", other));
                updates.push(Expected { field, array: field, json });
            }
            _ => updates.push(Expected { field: "", array: "entry", json: element }),
        }
    }
}

fn parts(change: &Value) -> Option<(&str, &Value)> {
    Some((change.get("field")?.as_str()?, change.get("value")?))
}

fn value<'a>(field: &'a str, json: &'a Value, updates: &mut Vec<Expected<'a>>) {
    let arrays = ARRAYS_OF.iter().find(|(name, _)| *name == field).map(|(_, arrays)| arrays);
    let inside = match (field, json.get("standby")) {
        ("standby", None | Some(Value::Null)) => &Value::Null,
        ("standby", Some(inside)) => inside,
        _ => json,
    };
    match arrays {
        Some(_) if json.is_object() && field == "standby" && inside.is_null() => {}
        Some(arrays) if json.is_object() && inside.is_object() => {
            for array in *arrays {
                let items = elements(inside.get(array)).iter();
                updates.extend(items.map(|json| Expected { field, array, json }));
            }
        }
        _ => updates.push(Expected { field, array: field, json }),
    }
}

impl Expected<'_> {
    /// Whether an update says what the JSON does.
    pub(super) fn agrees(&self, told: &Told) -> bool {
        if (self.field, self.array) != (&told.field, &told.array) {
            return false;
        }
        if let Some(raw) = &told.unknown {
            return serde_json::from_str::<Value>(raw).is_ok_and(|raw| raw == *self.json);
        }
        let id = self.json.get("id").map(plain);
        let id_agrees = told.id.is_none() || told.id == id;
        let seconds = self.json.get("timestamp").and_then(|time| plain(time).parse().ok()).map(in_seconds);
        let time_agrees = seconds.is_none() || !self.is_item() || told.seconds == seconds;
        let text = self.json.pointer("/text/body").and_then(Value::as_str);
        let text_agrees =
            self.json.get("type").is_none_or(|kind| kind != "text") || told.text.as_deref() == text;
        let says_text = self.array == "messages" || self.array == "message_echoes" && self.field != "standby";
        id_agrees && time_agrees && (text_agrees || !says_text)
    }

    /// Whether the update has a time of its own.
    fn is_item(&self) -> bool {
        ["messages", "statuses", "message_echoes", "calls"].contains(&self.array)
    }
}

/// A number and its digits in a string say the same.
fn plain(json: &Value) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// Times of eleven digits and more are in milliseconds.
fn in_seconds(count: u64) -> u64 {
    if count < 100_000_000_000 { count } else { count / 1000 }
}
