//! What happens to a delivery when any part of it is not as documented. Nothing may be lost without a word, and no
//! sibling may suffer.

use serde_json::{Map, Value, json};
use whatsapp_webhook::{Content, Unrecognized, Update, WebhookEvent};

use super::{
    all_fixtures, event, inbound,
    leaves::{is_same, pointer_of},
    statuses, text_message,
};

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

/// A fixture among siblings that must come through whatever happens to it.
struct Subject {
    name: String,
    body: Value,
    /// The pointer to what is mutated: the `value` of a change; nothing for an On-Premises body, which is mutated as a whole.
    root: &'static str,
}

impl Subject {
    fn all() -> impl Iterator<Item = Self> {
        all_fixtures().into_iter().map(|(name, mut body)| {
            let root = if body.get("entry").is_some() { "/entry/0/changes/1/value" } else { "" };
            if root.is_empty() {
                // There are no changes to stand between, so the siblings are elements of its arrays.
                let status = json!({ "id": SIBLING, "status": "read", "timestamp": "1" });
                put_around(body.as_object_mut().unwrap().entry("messages"), &text_message(SIBLING));
                put_around(body.as_object_mut().unwrap().entry("statuses"), &status);
            } else {
                let messages = json!({ "messages": [text_message(SIBLING)] });
                let sibling = json!({ "field": "messages", "value": messages });
                put_around(body["entry"][0].as_object_mut().unwrap().entry("changes"), &sibling);
            }
            Self { name, body, root }
        })
    }

    /// The pointers to every value that is mutated. Those of siblings are not.
    fn places(&self) -> Vec<String> {
        let mut places = places(self.body.pointer(self.root).unwrap(), self.root);
        if self.root.is_empty() {
            for array in ["messages", "statuses"] {
                let last = self.body[array].as_array().unwrap().len() - 1;
                let siblings = [format!("/{array}/0"), format!("/{array}/{last}")];
                places.retain(|place| {
                    !siblings
                        .iter()
                        .any(|sibling| place == sibling || place.starts_with(&format!("{sibling}/")))
                });
            }
        }
        places
    }

    /// Asserts that all siblings came through, but for those that stood in the array at the place.
    fn check_siblings(&self, event: &WebhookEvent, place: &str, what: &str) {
        let messages = inbound(event)
            .filter(|(_, message)| message.id == SIBLING && message.text() == Some("Hello"))
            .count();
        let statuses = statuses(event).filter(|(_, status)| status.id == SIBLING).count();
        let expected = match (self.root, place) {
            ("", "/messages") => (0, 2),
            ("", "/statuses") => (2, 0),
            ("", _) => (2, 2),
            _ => (2, 0),
        };
        assert_eq!((messages, statuses), expected, "{}: {what} at {place}", self.name);
    }

    /// Whether the members of the object at the pointer hold updates: those of the value, of `standby`, and of a history's parts.
    fn holds_updates(&self, pointer: &str) -> bool {
        let below = pointer.strip_prefix(self.root).unwrap_or("/");
        below.is_empty()
            || below == "/standby"
            || below.starts_with("/history/") && !below.contains("/messages/")
    }
}

/// Puts the sibling before and behind the elements of an array.
fn put_around(array: serde_json::map::Entry<'_>, sibling: &Value) {
    let array = array.or_insert_with(|| json!([])).as_array_mut().unwrap();
    array.insert(0, sibling.clone());
    array.push(sibling.clone());
}

/// The pointers to every value below the root.
pub(super) fn places(value: &Value, root: &str) -> Vec<String> {
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
    walk(value, root, &mut places);
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

/// The contents of all updates, as they are written.
fn contents(event: &WebhookEvent) -> Vec<Value> {
    event.updates().map(|update| serde_json::to_value(update.content).unwrap()).collect()
}

/// Whether the value at the pointer is told: by the content of its item, or by the context of the updates.
fn is_kept(event: &WebhookEvent, pointer: &str, value: &Value) -> bool {
    event.updates().any(|update| {
        let item = pointer_of(&update, event);
        match pointer.strip_prefix(&item) {
            Some(below) if update.raw().len() < event.raw().len() => {
                let content = serde_json::to_value(&update.content).unwrap();
                let written = content.pointer(below).cloned().unwrap_or_default();
                // Another name of the member: the value is looked for beside it.
                let beside =
                    || content.pointer(below.rsplit_once('/').unwrap().0).cloned().unwrap_or_default();
                is_same(value, &written) || !below.is_empty() && has_leaf(&beside(), value)
            }
            // Constants, of which no update tells: `whatsapp`, and the version of the On-Premises client.
            _ if pointer.ends_with("/messaging_product") || pointer.starts_with("/meta") => true,
            _ => context(&update).iter().any(|told| is_same(value, told)),
        }
    })
}

/// Whether a member of the object is the value.
fn has_leaf(object: &Value, value: &Value) -> bool {
    object.as_object().is_some_and(|members| members.values().any(|member| is_same(member, value)))
}

/// Each string that an update tells of its entry and its change.
fn context(update: &Update) -> Vec<Value> {
    let mut told: Vec<Value> =
        update.contacts().map(|contact| serde_json::to_value(contact).unwrap()).collect();
    for contact in told.clone() {
        told.extend(contact.as_object().unwrap().values().cloned());
        told.extend(contact["profile"].as_object().into_iter().flatten().map(|(_, member)| member.clone()));
    }
    told.extend(update.phone_number_id().map(|id| id.as_str().into()));
    told.extend(update.display_phone_number().map(Into::into));
    if let Some(context) = update.conversation_context() {
        let context = serde_json::to_value(context).unwrap();
        told.extend(places(&context, "").iter().filter_map(|place| context.pointer(place).cloned()));
    }
    if let Content::HistoryMessage(message) = &update.content {
        let thread = message.thread.as_ref().map(|thread| serde_json::to_value(&**thread).unwrap());
        let sync = message.sync.as_ref().map(|sync| serde_json::to_value(sync).unwrap());
        for part in thread.into_iter().chain(sync) {
            told.extend(places(&part, "").iter().filter_map(|place| part.pointer(place).cloned()));
        }
    }
    told
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
        let sorted = |event: &WebhookEvent| {
            let mut contents: Vec<String> = contents(event).iter().map(Value::to_string).collect();
            contents.sort_unstable();
            contents
        };
        assert_eq!(sorted(&backwards), sorted(&event(body.to_string().into_bytes())), "{name}");
        assert_eq!(backwards.unrecognized().count(), 0, "{name}");
    }
}

#[test]
fn a_new_member_anywhere_is_named_and_changes_nothing_else() {
    for subject in Subject::all() {
        let (name, body) = (&subject.name, &subject.body);
        let whole = contents(&event(body.to_string().into_bytes()));
        let objects =
            subject.places().into_iter().filter(|place| body.pointer(place).is_some_and(Value::is_object));
        let around: &[&str] = match subject.root {
            "" => &[""],
            root => &[root, "/entry/0/changes/1", "/entry/0", ""],
        };
        for place in objects.chain(around.iter().copied().map(String::from)) {
            let mut mutated = body.clone();
            let object: &mut Map<String, Value> =
                mutated.pointer_mut(&place).unwrap().as_object_mut().unwrap();
            object.insert("brand_new".into(), json!({ "deep": [1, "x"] }));
            let event = event(mutated.to_string().into_bytes());
            let raw = [
                "/meta",
                "/notes",
                "/_vnd",
                "/request_uri_user_params",
                "/message_echoes/0/message",
                "/message_echoes/0/template",
                "/message_echoes/0/flow",
                "/sticker/metadata",
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
            assert_eq!(contents(&event), whole, "{name} {place}");
        }
    }
}

#[test]
fn a_member_that_is_gone_costs_its_item_at_most() {
    for subject in Subject::all() {
        let (name, body) = (&subject.name, &subject.body);
        let whole = event(body.to_string().into_bytes()).updates().count();
        for place in subject.places() {
            let mut mutated = body.clone();
            let (parent, last) = place.rsplit_once('/').unwrap();
            let Some(object) = mutated.pointer_mut(parent).and_then(Value::as_object_mut) else { continue };
            object.remove(last);
            let event = event(mutated.to_string().into_bytes());
            subject.check_siblings(&event, &place, "nothing");
            if !subject.holds_updates(parent) || !UPDATES.contains(&last) {
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
    for subject in Subject::all() {
        let (name, body) = (&subject.name, &subject.body);
        for place in subject.places() {
            for other in &others {
                let mut mutated = body.clone();
                *mutated.pointer_mut(&place).unwrap() = other.clone();
                let event = event(mutated.to_string().into_bytes());
                subject.check_siblings(&event, &place, &other.to_string());
                let found: Vec<Unrecognized> = event.unrecognized().collect();
                assert!(
                    says_nothing(other) || names(&found, &place) || is_kept(&event, &place, other),
                    "{name}: {other} at {place} is lost; found {found:?}, written {:?}",
                    contents(&event)
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

/// The envelope, arrays and changes are walked by code of this crate; what is JSON must be what it is to everybody else.
#[test]
fn what_is_no_json_is_an_error_wherever_it_is_broken() {
    let is_json = |body: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
    let (mut broken, mut whole) = (0, 0);
    for (name, body) in all_fixtures().into_iter().step_by(40) {
        let body = body.to_string().into_bytes();
        assert!(is_json(&body));
        for at in 0..body.len() {
            let (before, behind) = (&body[..at], &body[at + 1..]);
            let mut others = vec![[before, behind].concat(), [before, &body[at..=at], &body[at..]].concat()];
            others.extend(b"{}[]\",:\\ \x01\xff0t".map(|byte| [before, &[byte], behind].concat()));
            for other in others {
                let outcome = WebhookEvent::from_bytes(other.clone());
                if is_json(&other) {
                    whole += 1;
                } else {
                    broken += 1;
                    assert!(outcome.is_err(), "{name}: {}", String::from_utf8_lossy(&other));
                }
            }
        }
    }
    println!("{broken} bodies that are no JSON, {whole} that are");
    assert!(broken > 10_000 && whole > 1_000);
}

/// White space may stand wherever JSON allows it.
#[test]
fn white_space_between_any_two_tokens_changes_nothing() {
    for (name, body) in all_fixtures() {
        let spacious = serde_json::to_string_pretty(&body).unwrap().replace('\n', "\r\n\t ");
        let event = WebhookEvent::from_bytes(format!(" {spacious} \n")).unwrap();
        assert_eq!(contents(&event), contents(&self::event(body.to_string().into_bytes())), "{name}");
        assert_eq!(event.unrecognized().count(), 0, "{name}");
    }
}
