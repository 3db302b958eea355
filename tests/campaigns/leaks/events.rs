//! Every fixture, with canaries in the place of each of its strings and numbers in turn.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use whatsapp_webhook::{Content, WebhookEvent};

use super::{Canary, chain, found};

pub(super) const TEXT: &str = "Can\u{e4}ry \"7f3a91\"\n\u{1b}[31m words";
pub(super) const PHONE: &str = "4915198765432";
pub(super) const EMAIL: &str = "canary.5d2e@example.org";

/// The members that are shown whatever stands in them: identifiers of messages, accounts and the like.
const IDENTIFIERS: &[&str] = &[
    "announcement_media_id",
    "business_id",
    "campaign_id",
    "catalog_id",
    "client_business_id",
    "current",
    "entity_id",
    "flow_id",
    "from_bsuid",
    "from_parent_user_id",
    "from_user_id",
    "id",
    "message_id",
    "message_template_id",
    // The business's own, in `TemplateRef`.
    "message_template_language",
    "message_template_name",
    "new_owner_app_id",
    "original_message_id",
    "owner_business_id",
    "parent_recipient_user_id",
    "parent_user_id",
    "partner_app_id",
    "phone_number_id",
    "previous",
    "previous_owner_app_id",
    "previous_parent_user_id",
    "previous_user_id",
    "recipient",
    "recipient_parent_user_id",
    "recipient_participant_parent_user_id",
    "recipient_participant_user_id",
    "recipient_user_id",
    "requester",
    "solution_id",
    "solution_partner_business_ids",
    "template_id",
    "to_parent_user_id",
    "to_user_id",
    "user_id",
    "waba_id",
];

/// The members that are shown if a number stands in them: times, lengths, counts and codes.
const NUMBERS: &[&str] = &[
    "availability",
    "chunk_order",
    "code",
    "current_limit",
    "duration",
    "error_count",
    "error_rate",
    "max_daily_conversation_per_phone",
    "max_daily_conversations_per_business",
    "max_phone_numbers_per_business",
    "max_phone_numbers_per_waba",
    "offset",
    "old_limit",
    "p50_latency",
    "p90_latency",
    "phase",
    "port",
    "progress",
    "requests_count",
    "threshold",
    "timeout_seconds",
    "value",
    "version",
];

pub(super) fn canaries() -> [Canary; 3] {
    [("a text", TEXT), ("a phone number", PHONE), ("an address", EMAIL)]
        .map(|(name, value)| Canary::new(name, value))
}

/// Every JSON fixture, by the path below `tests/fixtures`.
pub(super) fn fixtures() -> Vec<(String, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut fixtures = Vec::new();
    for field in fs::read_dir(&root).unwrap() {
        for case in fs::read_dir(field.unwrap().path()).unwrap() {
            let path = case.unwrap().path();
            let body = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            fixtures.push((path.strip_prefix(&root).unwrap().display().to_string(), body));
        }
    }
    fixtures.sort_by(|(one, _), (other, _)| one.cmp(other));
    fixtures
}

/// The pointers of all strings and numbers.
fn places(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| places(member, &format!("{pointer}/{name}"), found));
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                places(element, &format!("{pointer}/{index}"), found);
            }
        }
        Value::String(_) | Value::Number(_) => found.push(pointer.to_owned()),
        Value::Null | Value::Bool(_) => {}
    }
}

/// The last name in a pointer; an element of an array goes by the array's.
fn member(pointer: &str) -> &str {
    pointer.rsplit('/').find(|name| name.parse::<usize>().is_err()).unwrap_or_default()
}

/// All that is told of a delivery without asking for its content.
pub(super) fn told(body: &Value) -> String {
    let event = match WebhookEvent::from_bytes(body.to_string()) {
        Ok(event) => event,
        Err(error) => return chain(&error),
    };
    let mut told = format!("{event:?} {event:#?} {:?}", event.updates());
    for found in event.unrecognized() {
        told += &format!("{found} {found:?} {}", found.reason());
    }
    for update in event.updates() {
        told += &format!("{update:?} {update:#?} {:#?}", update.conversation_context());
        told += &format!("{:?} {:?} {:?}", update.sender(), update.recipient(), update.contact());
        told += &format!("{:?} {:?}", update.template(), update.message().map(|message| message.choice()));
        told += &format!("{:#?}", update.contacts().collect::<Vec<_>>());
        if let Content::Unknown(unknown) = &update.content {
            told += &format!("{unknown:?} {:?} {}", unknown.reason(), unknown.reason());
            told += &chain(&unknown.decode::<Vec<u64>>().unwrap_err());
        }
    }
    told
}

/// Plants each value into each place of each fixture, and gives back the members that `told` repeats it of.
fn members_told(
    fixtures: &[(String, Value)],
    values: &[Value],
    told: impl Fn(&Value) -> String,
) -> (usize, BTreeSet<String>) {
    let canaries = canaries();
    let (mut bodies, mut members) = (0, BTreeSet::new());
    for (name, body) in fixtures {
        let mut pointers = Vec::new();
        places(body, "", &mut pointers);
        let mut body = body.clone();
        for pointer in pointers {
            for value in values {
                let place = body.pointer_mut(&pointer).unwrap();
                let before = std::mem::replace(place, value.clone());
                let text = told(&body);
                bodies += 1;
                let strange = text.chars().find(|c| c.is_control() && *c != '\n');
                assert_eq!(strange, None, "{name}: {pointer}: a terminal would obey it");
                if !found(&canaries, &text).is_empty() {
                    members.insert(member(&pointer).to_owned());
                }
                *body.pointer_mut(&pointer).unwrap() = before;
            }
        }
    }
    (bodies, members)
}

#[test]
fn nothing_told_of_an_event_holds_a_text_a_phone_number_or_an_address() {
    let every = if cfg!(debug_assertions) { 20 } else { 1 };
    let fixtures: Vec<_> = fixtures().into_iter().step_by(every).collect();
    let (bodies, shown) = members_told(&fixtures, &[TEXT.into(), EMAIL.into()], told);
    let (more, digits) = members_told(&fixtures, &[PHONE.into(), PHONE.parse::<u64>().unwrap().into()], told);
    println!(
        "leaks: {} bodies of {} fixtures, {} kinds of identifiers and {} of numbers shown, nothing else",
        bodies + more,
        fixtures.len(),
        shown.len(),
        digits.difference(&shown).count()
    );
    let allowed: BTreeSet<_> = IDENTIFIERS.iter().map(|&name| name.to_owned()).collect();
    let numbers: BTreeSet<_> = NUMBERS.iter().map(|&name| name.to_owned()).collect();
    let leaked: Vec<_> = shown.difference(&allowed).collect();
    assert!(leaked.is_empty(), "the text of these members is shown: {leaked:?}");
    let leaked: Vec<_> =
        digits.iter().filter(|name| !allowed.contains(*name) && !numbers.contains(*name)).collect();
    assert!(leaked.is_empty(), "the digits of these members are shown: {leaked:?}");
    if every == 1 {
        // What is never shown is not to be excused.
        assert_eq!(shown, allowed);
        assert!(numbers.is_subset(&digits), "never shown: {:?}", numbers.difference(&digits));
    }
}

#[test]
fn a_derived_debug_is_caught_among_the_events() {
    let (name, _) = fixtures().swap_remove(0);
    let body = serde_json::json!({ "text": { "body": "Hello" }, "from": "1" });
    let fixtures = [(name, body)];
    let values = [PHONE.into(), EMAIL.into()];
    let (_, members) = members_told(&fixtures, &values, |body| format!("{body:?}"));
    assert_eq!(members, ["body", "from"].map(str::to_owned).into());
    let (_, members) = members_told(&fixtures, &values, |body| format!("{:x?}", body.to_string().as_bytes()));
    assert_eq!(members, ["body", "from"].map(str::to_owned).into());
    let (_, members) = members_told(&fixtures, &values, |body| body.to_string().len().to_string());
    assert_eq!(members, BTreeSet::new());
}
