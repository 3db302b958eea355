//! What happens to a delivery when any part of it is not as documented. Nothing may be lost without a word, and no
//! sibling may suffer.

use serde_json::{Map, Value, json};
use whatsapp_webhook::{Content, Unrecognized, WebhookEvent};

use super::{all_fixtures, event, text_message};

const SIBLING: &str = "wamid.SIBLING";

/// The members that are updates, or whose elements are.
const UPDATES: [&str; 16] = [
    "messages",
    "statuses",
    "errors",
    "user_actions",
    "calls",
    "user_preferences",
    "message_echoes",
    "history",
    "state_sync",
    "user_id_update",
    "automatic_events",
    "groups",
    "events",
    "threads",
    "metadata",
    "standby",
];

/// Whether the members of the object at the pointer hold updates: those of the value, of `standby`, and of a history's parts.
fn holds_updates(pointer: &str) -> bool {
    let below = pointer.strip_prefix("/entry/0/changes/1/value").unwrap_or("/");
    below.is_empty() || below == "/standby" || below.starts_with("/history/") && !below.contains("/messages/")
}

/// Adds a change that must come through whatever happens to the others.
fn with_sibling(mut body: Value) -> Value {
    let sibling = json!({ "field": "messages", "value": { "messages": [text_message(SIBLING)] } });
    let changes = body.pointer_mut("/entry/0/changes").and_then(Value::as_array_mut).unwrap();
    changes.insert(0, sibling.clone());
    changes.push(sibling);
    body
}

fn siblings(event: &WebhookEvent) -> usize {
    event.messages().filter(|(_, message)| message.id == SIBLING && message.text() == Some("Hello")).count()
}

/// The pointers to every value below `/entry/0/changes/1/value`, the change that is mutated.
fn places(body: &Value) -> Vec<String> {
    fn walk(value: &Value, pointer: &str, places: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let pointer = format!("{pointer}/{name}");
                    walk(member, &pointer, places);
                    places.push(pointer);
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    let pointer = format!("{pointer}/{index}");
                    walk(element, &pointer, places);
                    places.push(pointer);
                }
            }
            _ => {}
        }
    }

    let mut places = Vec::new();
    walk(body.pointer("/entry/0/changes/1/value").unwrap(), "/entry/0/changes/1/value", &mut places);
    places
}

/// Whether something at the pointer, above it or below it was named.
fn names(found: &[Unrecognized], pointer: &str) -> bool {
    found.iter().any(|found| found.pointer().starts_with(pointer) || pointer.starts_with(found.pointer()))
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.iter().all(says_nothing),
        Value::Object(members) => members.values().all(says_nothing),
        _ => false,
    }
}

/// Whether two values say the same, as a number and its digits in a string do.
fn says_the_same(one: &Value, other: &Value) -> bool {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    one == other || plain(one) == plain(other)
}

#[test]
fn the_order_of_members_means_nothing() {
    fn reversed(value: &Value) -> String {
        match value {
            Value::Object(members) => {
                let members: Vec<String> = members
                    .iter()
                    .rev()
                    .map(|(name, member)| format!("{}:{}", json!(name), reversed(member)))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            Value::Array(elements) => {
                format!("[{}]", elements.iter().map(reversed).collect::<Vec<_>>().join(","))
            }
            value => value.to_string(),
        }
    }

    for (name, body) in all_fixtures() {
        let backwards = event(reversed(&body).into_bytes());
        assert_eq!(serde_json::to_value(&backwards).unwrap(), body, "{name}");
        assert_eq!(backwards.unrecognized().count(), 0, "{name}");
    }
}

#[test]
fn a_new_member_anywhere_is_named_and_changes_nothing_else() {
    for (name, body) in all_fixtures() {
        let body = with_sibling(body);
        let objects =
            places(&body).into_iter().filter(|place| body.pointer(place).is_some_and(Value::is_object));
        for place in objects
            .chain(["/entry/0/changes/1/value", "/entry/0/changes/1", "/entry/0", ""].map(String::from))
        {
            let mut mutated = body.clone();
            let object: &mut Map<String, Value> =
                mutated.pointer_mut(&place).unwrap().as_object_mut().unwrap();
            object.insert("brand_new".into(), json!({ "deep": [1, "x"] }));
            let event = event(mutated.to_string().into_bytes());
            let raw = [
                "/notes",
                "/_vnd",
                "/request_uri_user_params",
                "/message_echoes/0/message",
                "/message_echoes/0/template",
                "/message_echoes/0/flow",
            ];
            if raw.iter().any(|raw| place.contains(raw)) {
                continue; // their shape is not the webhook's
            }
            let found: Vec<Unrecognized> = event.unrecognized().collect();
            assert_eq!(
                found.iter().map(Unrecognized::pointer).collect::<Vec<_>>(),
                [format!("{place}/brand_new")],
                "{name}"
            );
            assert_eq!(serde_json::to_value(&event).unwrap(), body, "{name} {place}");
        }
    }
}

#[test]
fn a_member_that_is_gone_costs_its_item_at_most() {
    for (name, body) in all_fixtures() {
        let body = with_sibling(body);
        let whole = event(body.to_string().into_bytes()).updates().count();
        for place in places(&body) {
            let mut mutated = body.clone();
            let (parent, last) = place.rsplit_once('/').unwrap();
            let Some(object) = mutated.pointer_mut(parent).and_then(Value::as_object_mut) else { continue };
            object.remove(last);
            let event = event(mutated.to_string().into_bytes());
            assert_eq!(siblings(&event), 2, "{name} without {place}");
            if !holds_updates(parent) || !UPDATES.contains(&last) {
                assert_eq!(event.updates().count(), whole, "{name} without {place}");
            }
            for update in event.updates() {
                if let Content::Unknown(unknown) = update.content {
                    assert!(!unknown.raw().is_empty(), "{name} without {place}");
                    assert!(!unknown.reason().to_string().is_empty());
                    assert!(event.unrecognized().count() > 0, "{name} without {place}");
                }
            }
        }
    }
}

#[test]
fn a_value_of_another_type_is_read_or_named_but_never_lost() {
    let others = [
        json!(null),
        json!(true),
        json!(-7),
        json!(0.5),
        json!(""),
        json!("x y"),
        json!([]),
        json!([[1]]),
        json!({}),
        json!({"a": "b"}),
    ];
    for (name, body) in all_fixtures() {
        let body = with_sibling(body);
        for place in places(&body) {
            for other in &others {
                let mut mutated = body.clone();
                *mutated.pointer_mut(&place).unwrap() = other.clone();
                let event = event(mutated.to_string().into_bytes());
                assert_eq!(siblings(&event), 2, "{name}: {other} at {place}");
                let found: Vec<Unrecognized> = event.unrecognized().collect();
                let back = serde_json::to_value(&event).unwrap();
                let kept = back.pointer(&place).is_some_and(|kept| says_the_same(kept, other));
                assert!(
                    kept || says_nothing(other) || names(&found, &place),
                    "{name}: {other} at {place} is lost; found {found:?}, written back {:?}",
                    back.pointer(&place)
                );
            }
        }
    }
}

#[test]
fn a_body_that_is_cut_anywhere_is_an_error_and_no_panic() {
    for (name, body) in all_fixtures() {
        let body = body.to_string();
        for end in 0..body.len() {
            assert!(
                WebhookEvent::from_bytes(body.as_bytes()[..end].to_vec()).is_err(),
                "{name} cut at {end}"
            );
        }
    }
}
