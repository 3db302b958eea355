//! Which leaves of a delivery (its strings, numbers and booleans) do not leave as they came, and why.
//!
//! A leaf is lost only if [`unrecognized`](WebhookEvent::unrecognized) names the member that it stands in, or if a row of
//! [`LOST`] gives the reason. Nothing is lost for good: [`raw`](WebhookEvent::raw) has every byte.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use whatsapp_webhook::{Unrecognized, UnrecognizedReason, WebhookEvent};

use super::{event, messages, pointers, text_message};

/// What a leaf that nothing names became.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Loss {
    /// `""` became absent.
    Empty,
    /// A number in quotes became a number.
    Quoted,
    /// A value became the same value in its usual spelling.
    Respelled,
}

/// Where a leaf may be lost without being named (the end of its pointer, without the places in lists), how, and why.
pub(super) const LOST: &[(&str, Loss, &str)] = &[
    ("contacts/wa_id", Loss::Empty, "a number that the user hides; since 2026 it is left out"),
    ("messages/from", Loss::Empty, "a number that the user hides; since 2026 it is left out"),
    ("statuses/recipient_id", Loss::Empty, "a number that the user hides; since 2026 it is left out"),
    ("order/text", Loss::Empty, "an order without a text"),
    ("reaction/emoji", Loss::Empty, "a reaction that was taken away"),
    ("calls/status", Loss::Respelled, "open strings are values, and a value has one spelling"),
    ("errors/code", Loss::Quoted, "codes are plain numbers, so that they can be compared and matched"),
];

/// The leaves of a delivery: how many there are, how many are lost below members that are named, and how many for each row of [`LOST`].
#[derive(Default)]
pub(super) struct Leaves {
    pub(super) all: usize,
    pub(super) named: usize,
    pub(super) lost: BTreeMap<&'static str, usize>,
}

impl Leaves {
    pub(super) fn count_lost(&self) -> usize {
        self.named + self.lost.values().sum::<usize>()
    }

    /// Adds the leaves of a delivery. Panics if one is lost for no reason.
    pub(super) fn add(&mut self, body: &Value, event: &WebhookEvent, file: &str) {
        let unrecognized: Vec<Unrecognized> = event.unrecognized().collect();
        let back = serde_json::to_value(event).unwrap();
        self.walk(body, Some(&back), "", &mut |pointer, leaf, back| {
            let is_named = unrecognized.iter().any(|found| {
                let below = pointer.strip_prefix(found.pointer());
                *found.reason() == UnrecognizedReason::Member
                    && below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
            });
            match reason(pointer, leaf, back) {
                _ if is_named => None,
                Some(reason) => Some(reason),
                None => panic!("{file}: {leaf} at {pointer} became {back:?}, and nothing names it"),
            }
        });
    }

    /// Counts the leaves of `one`. `judge` is asked for the reason of each that is not at the same place in `other`.
    fn walk(
        &mut self,
        one: &Value,
        other: Option<&Value>,
        pointer: &str,
        judge: &mut impl FnMut(&str, &Value, Option<&Value>) -> Option<&'static str>,
    ) {
        match one {
            Value::Object(members) => {
                for (name, member) in members {
                    let other = other.and_then(|other| other.get(name));
                    self.walk(member, other, &format!("{pointer}/{}", escaped(name)), judge);
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    let other = other.and_then(|other| other.get(index));
                    self.walk(element, other, &format!("{pointer}/{index}"), judge);
                }
            }
            leaf => {
                self.all += 1;
                if !leaf.is_null() && other != Some(leaf) {
                    match judge(pointer, leaf, other) {
                        None => self.named += 1,
                        Some(reason) => *self.lost.entry(reason).or_default() += 1,
                    }
                }
            }
        }
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The pointer without the places in lists, and without the way from the body to the value of a change.
pub(super) fn place(pointer: &str) -> String {
    let names: Vec<&str> =
        pointer.split('/').filter(|part| !part.is_empty() && part.parse::<usize>().is_err()).collect();
    let names = names.strip_prefix(&["entry", "changes", "value"]).unwrap_or(&names);
    names.join("/")
}

/// The reason in [`LOST`] for a leaf that became something else.
fn reason(pointer: &str, leaf: &Value, back: Option<&Value>) -> Option<&'static str> {
    let loss = match (leaf, back) {
        (Value::String(text), None) if text.is_empty() => Loss::Empty,
        (Value::String(text), Some(Value::Number(number))) if number.to_string() == *text => Loss::Quoted,
        (Value::String(text), Some(Value::String(usual))) if text.eq_ignore_ascii_case(usual) => {
            Loss::Respelled
        }
        _ => return None,
    };
    let place = place(pointer);
    LOST.iter().find(|(end, kind, _)| *kind == loss && place.ends_with(end)).map(|(_, _, reason)| *reason)
}

/// A delivery in which each row of [`LOST`] costs one leaf, and five invented members cost seven.
fn lossy() -> Value {
    let change = |field: &str, value: &Value| json!({ "field": field, "value": value });
    json!({ "object": "whatsapp_business_account", "relay": { "id": 1, "name": "in/between" }, "entry": [
        { "id": "300000000000029", "shard": 4, "changes": [
            change("messages", &json!({
                "contacts": [{ "wa_id": "", "user_id": "BR.1", "profile": { "name": "Ana Prado", "mood": "fine" } }],
                "messages": [
                    { "from": "", "from_user_id": "BR.1", "id": "wamid.1", "timestamp": "1767225600", "type": "reaction",
                      "reaction": { "message_id": "wamid.0", "emoji": "" } },
                    { "from": "5511987650001", "id": "wamid.2", "timestamp": "1767225600", "type": "order", "order": {
                        "catalog_id": "7", "text": "", "product_items": [{ "quantity": 1, "in_orbit": [true, null, "x"] }] } },
                ],
                "statuses": [{ "recipient_id": "", "recipient_user_id": "BR.1", "id": "wamid.3", "status": "failed",
                    "timestamp": "1767225600", "errors": [{ "code": "131026", "a/b~c": 2 }] }],
            })),
            change("calls", &json!({ "calls": [
                { "id": "wacid.1", "event": "terminate", "timestamp": "1767225600", "status": "Completed" } ] })),
        ] },
    ] })
}

#[test]
fn each_leaf_that_is_lost_has_a_reason_or_is_named() {
    let body = lossy();
    let event = event(body.to_string().into_bytes());
    let mut leaves = Leaves::default();
    leaves.add(&body, &event, "lossy");
    let mut reasons: Vec<&str> = LOST.iter().map(|(_, _, reason)| *reason).collect();
    reasons.sort_unstable();
    reasons.dedup();
    assert_eq!(leaves.lost.keys().copied().collect::<Vec<_>>(), reasons);
    assert_eq!(leaves.lost.values().sum::<usize>(), LOST.len());
    assert_eq!(leaves.named, 7);
    let messages = "/entry/0/changes/0/value";
    assert_eq!(
        pointers(&event),
        [
            format!("{messages}/contacts/0/profile/mood"),
            format!("{messages}/messages/1/order/product_items/0/in_orbit"),
            format!("{messages}/statuses/0/errors/0/a~1b~0c"),
            "/entry/0/shard".to_owned(),
            "/relay".to_owned(),
        ]
    );
}

#[test]
#[should_panic(expected = "nothing names it")]
fn a_leaf_that_is_lost_for_no_reason_is_noticed() {
    let mut body: Value =
        serde_json::from_slice(&messages(&json!({ "messages": [text_message("wamid.1")] }))).unwrap();
    let event = event(body.to_string().into_bytes());
    body["entry"][0]["changes"][0]["value"]["messages"][0]["text"]["body"] = "Bye".into();
    Leaves::default().add(&body, &event, "another body");
}

/// Everything that a newer platform could add, and what is known of it.
#[test]
fn unrecognized_names_exactly_what_is_invented() {
    let message = |name: &str, value: Value| {
        let mut message = text_message("wamid.1");
        message[name] = value;
        message
    };
    let system = json!({ "body": "News", "type": "user_moved" });
    let body = json!({ "object": "whatsapp_business_account", "entry": [
        { "id": "1", "changes": [
            { "field": "messages", "value": {
                "messages": [
                    text_message("wamid.0"),
                    message("weather", json!("sunny")),
                    message("text", json!({ "body": "Hello", "bold": true })),
                    message("type", json!("hologram")),
                    { "id": "wamid.1", "timestamp": "1767225600", "type": "system", "system": system },
                    { "id": "wamid.1", "timestamp": "1767225600", "type": "image" },
                    { "timestamp": "1767225600" },
                    "no message",
                ],
                "moods": [],
            }, "seen": null },
            { "field": "forecast", "value": { "degrees": 21 } },
            { "field": "account_review_update", "value": {} },
            { "value": {} },
        ] },
        { "id": "2", "changes": [] },
        17,
    ] });
    let event = event(body.to_string().into_bytes());
    let found: Vec<String> = event.unrecognized().map(|found| found.to_string()).collect();
    let value = "/entry/0/changes/0/value";
    let expected = [
        "/entry/0/changes/0/seen: unknown member".into(),
        format!("{value}/messages/1/weather: unknown member"),
        format!("{value}/messages/2/text/bold: unknown member"),
        format!("{value}/messages/3: unknown type"),
        format!("{value}/messages/4/system/type: unknown value"),
        format!("{value}/messages/5: malformed: `image`: the member that `type` names is missing"),
        format!("{value}/messages/6: malformed: missing field `type`"),
        format!("{value}/messages/7: malformed: expected an object, got string"),
        format!("{value}/moods: unknown member"),
        "/entry/0/changes/1: unknown field".into(),
        "/entry/0/changes/2: malformed: missing field `decision`".into(),
        "/entry/0/changes/3: malformed: missing field `field`".into(),
        "/entry/2: malformed: expected an object, got integer".into(),
    ];
    assert_eq!(found, expected);
    let mut leaves = Leaves::default();
    leaves.add(&body, &event, "invented");
    assert_eq!((leaves.named, leaves.lost.len()), (2, 0));
}
