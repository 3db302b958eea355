//! The updates of a notification, told from its JSON alone.

use serde_json::Value;

use super::Told;

/// An update that must be told.
#[derive(Clone, Debug)]
pub(super) struct Expected<'a> {
    pub(super) field: &'a str,
    pub(super) array: &'a str,
    /// The item, the value of a change that is one update, or what is no item at all.
    pub(super) json: &'a Value,
    /// The JSON pointer of it.
    pub(super) pointer: String,
    /// The entry and the value that it stands in, where they have a place for identifiers.
    entry: &'a Value,
    value: &'a Value,
}

/// A place in the notification.
#[derive(Clone)]
struct Place<'a> {
    pointer: String,
    entry: &'a Value,
    value: &'a Value,
}

impl<'a> Place<'a> {
    fn below(&self, name: impl std::fmt::Display) -> Self {
        Self { pointer: format!("{}/{name}", self.pointer), ..self.clone() }
    }

    fn expect(self, field: &'a str, array: &'a str, json: &'a Value) -> Expected<'a> {
        Expected { field, array, json, pointer: self.pointer, entry: self.entry, value: self.value }
    }
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

/// The updates of a notification; nothing where it is in neither of the two envelopes.
pub(super) fn updates(body: &Value) -> Option<Vec<Expected<'_>>> {
    let members = body.as_object()?;
    let object = members.get("object").filter(|object| !object.is_null());
    let entry = members.get("entry");
    let is_cloud_api = object.is_some_and(|object| object == "whatsapp_business_account");
    let top = Place { pointer: String::new(), entry: &Value::Null, value: &Value::Null };
    let mut updates = Vec::new();
    match (object, entry) {
        (Some(_), _) if !is_cloud_api => return None,
        (Some(_), None) => updates.push(top.expect("", "entry", body)),
        (Some(_), Some(entry)) => entries(entry, &top.below("entry"), &mut updates),
        (None, Some(entry)) if entry.is_array() => entries(entry, &top.below("entry"), &mut updates),
        (None, _) => {
            let is_array = |name: &&str| members.get(*name).is_some_and(Value::is_array);
            ["messages", "statuses", "errors"].iter().find(|name| is_array(name))?;
            value("messages", body, top, &mut updates);
        }
    }
    Some(updates)
}

/// The elements of an array, each with its place. Anything else in its place is one element; `null` is none.
fn elements<'a>(array: Option<&'a Value>, place: &Place<'a>) -> Vec<(&'a Value, Place<'a>)> {
    match array {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(elements)) => {
            elements.iter().enumerate().map(|(index, element)| (element, place.below(index))).collect()
        }
        Some(other) => vec![(other, place.clone())],
    }
}

fn entries<'a>(entry: &'a Value, place: &Place<'a>, updates: &mut Vec<Expected<'a>>) {
    for (element, place) in elements(Some(entry), place) {
        let changes = Place { entry: element, ..place.below("changes") };
        match element.get("changes") {
            Some(Value::Array(list)) if entry.is_array() => {
                for (index, change) in list.iter().enumerate() {
                    let place = changes.below(index);
                    match parts(change) {
                        Some((field, json)) => value(field, json, place.below("value"), updates),
                        None => updates.push(place.expect("", "changes", change)),
                    }
                }
            }
            Some(Value::Null) if entry.is_array() => {}
            Some(other) if entry.is_array() => updates.push(changes.expect("", "changes", other)),
            _ => updates.push(place.expect("", "entry", element)),
        }
    }
}

fn parts(change: &Value) -> Option<(&str, &Value)> {
    Some((change.get("field")?.as_str()?, change.get("value")?))
}

fn value<'a>(field: &'a str, json: &'a Value, place: Place<'a>, updates: &mut Vec<Expected<'a>>) {
    let place = Place { value: json, ..place };
    if field == "history" && json.is_object() {
        for array in ["messages", "message_echoes"] {
            let items = elements(json.get(array), &place.below(array));
            updates.extend(items.into_iter().map(|(json, place)| place.expect(field, array, json)));
        }
        return chunks(json.get("history"), &place.below("history"), updates);
    }
    let arrays = ARRAYS_OF.iter().find(|(name, _)| *name == field).map(|(_, arrays)| arrays);
    let (inside, inside_place) = match (field, json.get("standby")) {
        ("standby", None | Some(Value::Null)) => (&Value::Null, place.clone()),
        ("standby", Some(inside)) => (inside, place.below("standby")),
        _ => (json, place.clone()),
    };
    match arrays {
        Some(_) if json.is_object() && field == "standby" && inside.is_null() => {}
        Some(arrays) if json.is_object() && inside.is_object() => {
            for array in *arrays {
                let items = elements(inside.get(array), &inside_place.below(array));
                updates.extend(items.into_iter().map(|(json, place)| place.expect(field, array, json)));
            }
        }
        _ => updates.push(place.expect(field, field, json)),
    }
}

/// The chunks of a history, their threads, errors and progress.
fn chunks<'a>(history: Option<&'a Value>, place: &Place<'a>, updates: &mut Vec<Expected<'a>>) {
    for (chunk, place) in elements(history, place) {
        if !history.is_some_and(Value::is_array) {
            updates.push(place.expect("history", "history", chunk));
            continue;
        }
        let [threads, errors, metadata] = ["threads", "errors", "metadata"].map(|name| chunk.get(name));
        let is_chunk = threads.is_some_and(Value::is_array)
            || errors.is_some_and(Value::is_array)
            || metadata.is_some_and(Value::is_object);
        if !is_chunk {
            updates.push(place.expect("history", "history", chunk));
            continue;
        }
        for (thread, place) in elements(threads, &place.below("threads")) {
            match thread.get("messages") {
                Some(messages) if threads.is_some_and(Value::is_array) => {
                    for (json, place) in elements(Some(messages), &place.below("messages")) {
                        updates.push(place.expect("history", "messages", json));
                    }
                }
                _ => updates.push(place.expect("history", "threads", thread)),
            }
        }
        for (json, place) in elements(errors, &place.below("errors")) {
            updates.push(place.expect("history", "errors", json));
        }
        if let Some(metadata) = metadata.filter(|metadata| !metadata.is_null()) {
            updates.push(place.below("metadata").expect("history", "metadata", metadata));
        }
    }
}

impl Expected<'_> {
    /// Whether an update says what the JSON does.
    pub(super) fn agrees(&self, told: &Told) -> bool {
        let raw = serde_json::from_str::<Value>(&told.raw);
        if raw.is_ok_and(|raw| raw != *self.json) || self.field != told.field {
            return false;
        }
        if let Some(unknown) = &told.unknown
            && *unknown != told.raw
        {
            return false;
        }
        self.has_its_identifiers(told) && self.is_said(told)
    }

    /// Whether the identifiers are those of the JSON, with escapes decoded.
    fn has_its_identifiers(&self, told: &Told) -> bool {
        let same = |ours: &Option<String>, theirs: Option<&Value>| match (ours, theirs.and_then(identifier)) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(ours), Some(theirs)) => *ours == theirs || is_same_number(ours, &theirs),
        };
        let is_message = ["messages", "statuses"].contains(&self.array) && self.json.is_object();
        let id = self.json.get("id");
        let is_there = told.id.is_some() || !is_message || id.and_then(identifier).is_none();
        let waba_id = self.entry.get("id");
        let waba_id_is_there = told.waba_id.is_some() || waba_id.and_then(identifier).is_none();
        let number = self.value.pointer("/metadata/phone_number_id");
        let number_agrees = !self.is_item() || same(&told.phone_number_id, number);
        is_there
            && waba_id_is_there
            && same(&told.waba_id, waba_id)
            && number_agrees
            && (told.id.is_none() || !is_message || same(&told.id, id))
    }

    /// Whether the update stands in the same array as the other one, and before it.
    pub(super) fn is_before(&self, other: &Self) -> bool {
        let place = |pointer: &str| {
            let (array, index) = pointer.rsplit_once('/')?;
            Some((array.to_owned(), index.parse::<usize>().ok()?))
        };
        match (place(&self.pointer), place(&other.pointer)) {
            (Some((one, before)), Some((other, after))) => one == other && before < after,
            _ => false,
        }
    }

    fn is_said(&self, told: &Told) -> bool {
        if told.unknown.is_some() {
            return true;
        }
        let seconds = self.json.get("timestamp").and_then(|time| plain(time).parse().ok()).map(in_seconds);
        let time_agrees = seconds.is_none() || !self.is_item() || told.seconds == seconds;
        // A text may come as a number.
        let text =
            self.json.pointer("/text/body").filter(|body| body.is_string() || body.is_number()).map(plain);
        let is_text = self.json.get("type").is_some_and(|kind| kind == "text");
        let says_text = ["messages", "message_echoes"].contains(&self.array)
            && (self.array, self.field) != ("message_echoes", "standby");
        time_agrees && (!is_text || !says_text || told.text == text || is_number_of(told, &text))
    }

    /// Whether the update has a time of its own.
    fn is_item(&self) -> bool {
        ["messages", "statuses", "message_echoes", "calls"].contains(&self.array)
    }
}

fn is_number_of(told: &Told, text: &Option<String>) -> bool {
    told.text.as_ref().zip(text.as_ref()).is_some_and(|(one, other)| is_same_number(one, other))
}

/// A string or a number as an identifier; the empty string is none.
fn identifier(json: &Value) -> Option<String> {
    let is_identifier = json.is_number() || json.as_str().is_some_and(|text| !text.is_empty());
    is_identifier.then(|| plain(json))
}

/// Whether two texts are one number, which a `Value` may write otherwise than it came.
fn is_same_number(one: &str, other: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    number(one).is_some_and(|one| Some(one) == number(other))
}

/// A number and its digits in a string say the same.
fn plain(json: &Value) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// Times of eleven digits and more are in milliseconds.
fn in_seconds(count: u64) -> u64 {
    if count < 100_000_000_000 { count } else { count / 1000 }
}
