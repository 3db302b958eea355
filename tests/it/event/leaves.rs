//! Which leaves of an item (its strings, numbers and booleans) differ in value once `Content` is written back, and why.
//!
//! A leaf is lost only if [`unrecognized`](WebhookEvent::unrecognized) names the member that holds it, or if a row of
//! [`LOST`] gives the reason. [`raw`](whatsapp_webhook::Update::raw) has every byte in any case.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json, value::RawValue};
use whatsapp_webhook::{
    Unrecognized, UnrecognizedReason, Update, WebhookEvent,
    event::{Decimal, Timestamp},
};

use super::{event, pointers, text_message};

/// What a leaf that nothing names became.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Loss {
    /// The same value in the member of this name.
    Moved(&'static str),
    /// A further spelling of a value became the usual one.
    Respelled(&'static str, &'static str),
    /// A value for nothing became absent.
    Nothing(&'static str),
}

use Loss::{Moved, Nothing, Respelled};

const OLD_NAME: &str = "an older name, or a slip, of a member: it is written under its usual name";
const OTHER_NAME: &str = "the name that a provider gives a member: it is written under its usual name";
const ONE_VALUE: &str = "two spellings of one value: the usual one is written";
const ONE_TYPE: &str = "two names of one `type`: the usual one is written";

const NO_VALUE: &str = "a value that says that there is none is absent";

/// Where a leaf may be lost without being named (the end of its pointer without indexes), how, and why.
pub(super) const LOST: &[(&str, Loss, &str)] = &[
    ("parent_recipient_user_id", Moved("recipient_parent_user_id"), OLD_NAME),
    ("parent_user_id", Moved("recipient_parent_user_id"), OLD_NAME),
    ("participant_recipient_id", Moved("recipient_participant_id"), OLD_NAME),
    ("biz_opaque_callback_date", Moved("biz_opaque_callback_data"), OLD_NAME),
    ("from_bsuid", Moved("from_user_id"), OTHER_NAME),
    ("reaction/messsage_id", Moved("message_id"), OLD_NAME),
    ("current_category", Moved("category"), OLD_NAME),
    ("suggested_category", Moved("correct_category"), OLD_NAME),
    ("waba_info/ad_account_id", Moved("ad_account_linked"), OLD_NAME),
    ("type", Respelled("unknown", "unsupported"), ONE_TYPE),
    ("interactive/type", Respelled("interactive", "nfm_reply"), ONE_TYPE),
    ("event", Respelled("PIN_RESET_SUCCESS", "PIN_REQUEST_SUCCESS"), ONE_VALUE),
    ("category", Respelled("authentication-international", "authentication_international"), ONE_VALUE),
    (
        "restriction_type",
        Respelled("RESTRICTION_ADD_PHONE_NUMBER_ACTION", "RESTRICTED_ADD_PHONE_NUMBER_ACTION"),
        ONE_VALUE,
    ),
    ("system/type", Respelled("customer_changed_number", "user_changed_number"), ONE_VALUE),
    ("system/type", Respelled("user_identity_changed", "customer_identity_changed"), ONE_VALUE),
    ("reason", Nothing("NONE"), NO_VALUE),
    ("rejection_reasons", Nothing("NONE"), NO_VALUE),
    ("rejection_reasons", Respelled("LEGAL_NAME_NOT_MATCHING", "LEGAL NAME NOT MATCHING"), ONE_VALUE),
];

/// The leaves of items: how many there are, how many are lost below members that are named, and how many for each row of [`LOST`].
#[derive(Default)]
pub(super) struct Leaves {
    pub(super) all: usize,
    pub(super) named: usize,
    pub(super) lost: BTreeMap<&'static str, usize>,
}

impl Leaves {
    /// The leaves that are not written equal in value: those of which the written item says nothing, and those that moved.
    ///
    /// Further spellings of a value are equal to it, and a value for nothing is equal to an absent one.
    pub(super) fn count_lost(&self) -> usize {
        let moved = self.lost.iter().filter(|(reason, _)| [OLD_NAME, OTHER_NAME].contains(reason));
        self.named + moved.map(|(_, count)| count).sum::<usize>()
    }

    /// Adds the items of a notification. Panics if a leaf is lost for no reason.
    pub(super) fn add(&mut self, event: &WebhookEvent, file: &str) {
        let unrecognized: Vec<Unrecognized> = event.unrecognized().collect();
        for update in event.updates() {
            let item = pointer_of(&update, event);
            let raw: Value = serde_json::from_str(update.raw()).unwrap();
            let written = serde_json::to_value(&update.content).unwrap();
            self.add_item(&raw, &written, &item, &unrecognized, file);
        }
    }

    fn add_item(&mut self, raw: &Value, written: &Value, item: &str, named: &[Unrecognized], file: &str) {
        self.all += count(raw);
        for (below, leaf, back) in differences(raw, Some(written)) {
            let pointer = format!("{item}{below}");
            let is_named = named.iter().any(|found| {
                let below = pointer.strip_prefix(found.pointer());
                *found.reason() == UnrecognizedReason::Member
                    && below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
            });
            match reason(&below, &leaf, back.as_ref(), written) {
                _ if is_named => self.named += 1,
                Some(reason) => *self.lost.entry(reason).or_default() += 1,
                None => panic!("{file}: {leaf} at {pointer} became {back:?}, and nothing names it"),
            }
        }
    }
}

/// The JSON pointer of an update's item, found by the place of its text in the body.
pub(super) fn pointer_of(update: &Update, event: &WebhookEvent) -> String {
    fn find(text: &str, item: usize, pointer: &mut String) {
        if text.as_ptr() as usize == item {
            return;
        }
        let holds = |raw: &RawValue| {
            let start = raw.get().as_ptr() as usize;
            (start..start + raw.get().len()).contains(&item)
        };
        if let Ok(members) = serde_json::from_str::<BTreeMap<String, &RawValue>>(text) {
            if let Some((name, member)) = members.into_iter().find(|(_, member)| holds(member)) {
                pointer.push('/');
                pointer.push_str(&escaped(&name));
                find(member.get(), item, pointer);
            }
        } else if let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(text)
            && let Some((index, element)) =
                elements.into_iter().enumerate().find(|(_, element)| holds(element))
        {
            pointer.push_str(&format!("/{index}"));
            find(element.get(), item, pointer);
        }
    }

    let (body, item) = (std::str::from_utf8(event.raw()).unwrap(), update.raw().as_ptr() as usize);
    let mut pointer = String::new();
    find(body.trim(), item, &mut pointer);
    pointer
}

/// The leaves of `one` that are not in `other` with the same value: the pointer, the leaf, and what is in its place.
pub(super) fn differences(one: &Value, other: Option<&Value>) -> Vec<(String, Value, Option<Value>)> {
    fn walk(
        one: &Value,
        other: Option<&Value>,
        pointer: &str,
        found: &mut Vec<(String, Value, Option<Value>)>,
    ) {
        match one {
            Value::Object(members) => {
                for (name, member) in members {
                    let other = other.and_then(|other| other.get(name));
                    walk(member, other, &format!("{pointer}/{}", escaped(name)), found);
                }
            }
            Value::Array(elements) => {
                // `null` in a list is nothing, and a list of one is that one.
                let others = match other {
                    Some(Value::Array(others)) => others.iter().collect(),
                    other => Vec::from_iter(other),
                };
                let mut others = others.into_iter().filter(|other| !is_nothing(other));
                for (index, element) in
                    elements.iter().enumerate().filter(|(_, element)| !is_nothing(element))
                {
                    walk(element, others.next(), &format!("{pointer}/{index}"), found);
                }
            }
            leaf => {
                let other = match other {
                    Some(Value::Array(others)) if others.len() == 1 => others.first(),
                    other => other,
                };
                if !is_same_leaf(leaf, other) {
                    found.push((pointer.to_owned(), leaf.clone(), other.cloned()));
                }
            }
        }
    }

    let mut found = Vec::new();
    walk(one, other, "", &mut found);
    found
}

/// Whether two values are equal in value: each leaf of one is in the other.
pub(super) fn is_same(one: &Value, other: &Value) -> bool {
    differences(one, Some(other)).is_empty() && differences(other, Some(one)).is_empty()
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value == ""
}

/// Whether two leaves are equal in value. A number is its digits, a time is an instant, and constants know no case.
fn is_same_leaf(one: &Value, other: Option<&Value>) -> bool {
    let Some(other) = other else { return is_nothing(one) };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (one_text, other_text) = (text(one), text(other));
    let is_number = one.is_number() || other.is_number();
    let number = |text: &str| text.parse::<Decimal>().ok();
    let time = |value: &Value| serde_json::from_value::<Timestamp>(value.clone()).ok();
    let is_constant =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    one_text == other_text
        || is_nothing(one) && is_nothing(other)
        || is_number && number(&one_text).is_some() && number(&one_text) == number(&other_text)
        || time(one).is_some() && time(one) == time(other)
        || is_constant(&one_text) && one_text.eq_ignore_ascii_case(&other_text)
}

fn count(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(elements) => elements.iter().map(count).sum(),
        _ => 1,
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The pointer without indexes, and without the way from the body to the value of a change.
pub(super) fn place(pointer: &str) -> String {
    let names: Vec<&str> =
        pointer.split('/').filter(|part| !part.is_empty() && part.parse::<usize>().is_err()).collect();
    let names = names.strip_prefix(&["entry", "changes", "value"]).unwrap_or(&names);
    names.join("/")
}

/// The reason in [`LOST`] for a leaf that became something else.
fn reason(pointer: &str, leaf: &Value, back: Option<&Value>, written: &Value) -> Option<&'static str> {
    let (parent, _) = pointer.rsplit_once('/').unwrap_or_default();
    let place = place(pointer);
    let row = LOST.iter().find(|(end, loss, _)| {
        let is_there = place.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        is_there
            && match loss {
                Moved(usual) => {
                    back.is_none() && is_same_leaf(leaf, written.pointer(&format!("{parent}/{usual}")))
                }
                Nothing(one) => leaf == one && back.is_none(),
                Respelled(one, usual) => leaf == one && back.is_some_and(|back| back == usual),
            }
    });
    row.map(|(.., reason)| *reason)
}

/// A notification in which each row of [`LOST`] costs one leaf, and three invented members of items cost four.
fn lossy() -> Value {
    let change = |field: &str, value: &Value| json!({ "field": field, "value": value });
    let status = |name: &str| json!({ "id": "wamid.3", "status": "sent", "timestamp": "1767225600", "recipient_id": "5511987650001", name: "BR.1" });
    let message = |kind: &str, content: &Value| json!({ "id": "wamid.1", "timestamp": "1767225600", "type": kind, kind: content });
    let certification = json!({ "client_business_id": "17", "status": "FAILED", "rejection_reasons": ["LEGAL_NAME_NOT_MATCHING"] });
    json!({ "object": "whatsapp_business_account", "relay": { "id": 1, "name": "in/between" }, "entry": [
        { "id": "300000000000029", "shard": 4, "changes": [
            change("messages", &json!({
                "contacts": [{ "wa_id": "", "user_id": "BR.1", "profile": { "name": "Ana Prado", "mood": "fine" } }],
                "messages": [
                    message("reaction", &json!({ "messsage_id": "wamid.0", "emoji": "" })),
                    { "id": "wamid.1", "timestamp": "1767225600", "from_bsuid": "BR.1", "type": "request_welcome" },
                    message("order", &json!({ "text": "", "product_items": [{ "quantity": 1, "in_orbit": [true, null, "x"] }] })),
                    message("interactive", &json!({ "type": "interactive", "nfm_reply": { "response_json": "{}", "brand_new": 1 } })),
                    message("unknown", &json!(null)),
                    message("system", &json!({ "type": "customer_changed_number" })),
                    message("system", &json!({ "type": "user_identity_changed" })),
                ],
                "statuses": [
                    status("parent_recipient_user_id"),
                    status("parent_user_id"),
                    status("participant_recipient_id"),
                    status("biz_opaque_callback_date"),
                    { "id": "wamid.3", "status": "failed", "timestamp": "1767225600", "pricing": { "category": "authentication-international" },
                        "errors": [{ "code": "131026", "a/b~c": 2 }] },
                ],
            })),
            change("template_correct_category_detection", &json!({
                "message_template_id": 7, "current_category": "UTILITY", "suggested_category": "MARKETING",
            })),
            change("account_update", &json!({
                "event": "AD_ACCOUNT_LINKED", "waba_info": { "ad_account_id": "act_17" },
                "partner_client_certification_info": certification,
            })),
            change("account_update", &json!({
                "event": "ACCOUNT_RESTRICTION", "restriction_info": [{ "restriction_type": "RESTRICTION_ADD_PHONE_NUMBER_ACTION" }],
            })),
            change("message_template_status_update", &json!({ "event": "APPROVED", "message_template_id": 7, "reason": "NONE" })),
            change("account_update", &json!({
                "event": "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
                "partner_client_certification_info": { "client_business_id": "17", "rejection_reasons": ["NONE"] },
            })),
            change("security", &json!({ "event": "PIN_RESET_SUCCESS" })),
        ] },
    ] })
}

#[test]
fn each_leaf_that_is_lost_has_a_reason_or_is_named() {
    let body = lossy();
    let event = event(body.to_string().into_bytes());
    let mut leaves = Leaves::default();
    leaves.add(&event, "lossy");
    let reasons: BTreeSet<&str> = LOST.iter().map(|(.., reason)| *reason).collect();
    assert_eq!(leaves.lost.keys().copied().collect::<BTreeSet<_>>(), reasons);
    assert_eq!(leaves.lost.values().sum::<usize>(), LOST.len());
    assert_eq!(leaves.named, 4);
    let messages = "/entry/0/changes/0/value";
    assert_eq!(
        pointers(&event),
        [
            "/entry/0/shard".to_owned(),
            format!("{messages}/contacts/0/profile/mood"),
            format!("{messages}/messages/2/order/product_items/0/in_orbit"),
            format!("{messages}/messages/3/interactive/nfm_reply/brand_new"),
            format!("{messages}/statuses/4/errors/0/a~1b~0c"),
            "/relay".to_owned(),
        ]
    );
}

#[test]
#[should_panic(expected = "nothing names it")]
fn a_leaf_that_is_lost_for_no_reason_is_noticed() {
    let raw = text_message("wamid.1");
    let mut written = raw.clone();
    written["text"]["body"] = "Bye".into();
    Leaves::default().add_item(&raw, &written, "", &[], "another text");
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
        format!("{value}/moods: unknown member"),
        format!("{value}/messages/1/weather: unknown member"),
        format!("{value}/messages/2/text/bold: unknown member"),
        format!("{value}/messages/3: unknown type"),
        format!("{value}/messages/4/system/type: unknown value"),
        format!("{value}/messages/5: malformed: `image`: the member that `type` names is missing"),
        format!("{value}/messages/6: malformed: missing member `type`"),
        format!("{value}/messages/7: malformed: expected an object, got a string"),
        "/entry/0/changes/1: unknown field".into(),
        "/entry/0/changes/2: malformed: missing member `decision`".into(),
        "/entry/0/changes/3: malformed: missing member `field`".into(),
        "/entry/2: malformed: expected an object, got a number".into(),
    ];
    assert_eq!(found, expected);
    let mut leaves = Leaves::default();
    leaves.add(&event, "invented");
    assert_eq!((leaves.named, leaves.lost.len()), (2, 0));
}
