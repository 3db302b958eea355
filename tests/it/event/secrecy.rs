//! `Debug` and errors never repeat message texts, names or phone numbers.

use serde_json::Value;
use whatsapp_webhook::{DecodeError, WebhookEvent};

use super::{all_fixtures, event};

const CANARY: &str = "CANARY-8d1f";
const PHONE: &str = "4915112345678";

/// The fixture with every string that is nobody's identifier or constant made a canary.
fn planted(value: &mut Value, member: &str) {
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(name, member)| planted(member, name)),
        Value::Array(elements) => elements.iter_mut().for_each(|element| planted(element, member)),
        Value::String(text) => match member {
            "from"
            | "to"
            | "input"
            | "wa_id"
            | "recipient_id"
            | "display_phone_number"
            | "phone_number"
            | "phone"
            | "new_wa_id"
            | "customer"
            | "recipient_participant_id"
            | "mentions"
            | "user" => *text = PHONE.to_owned(),
            "group_id" => *text = format!("{PHONE}-1577836800"),
            "body"
            | "full_name"
            | "first_name"
            | "last_name"
            | "subject"
            | "warning"
            | "sdp"
            | "cta_payload"
            | "deeplink_payload"
            | "display_name"
            | "requested_verified_name"
            | "caption"
            | "name"
            | "text"
            | "title"
            | "description"
            | "filename"
            | "formatted_name"
            | "username"
            | "email"
            | "street"
            | "response_json"
            | "payload"
            | "details"
            | "message"
            | "address"
            | "url"
            | "biz_opaque_callback_data"
            | "emoji"
            | "remediation" => *text = CANARY.to_owned(),
            _ => {}
        },
        _ => {}
    }
}

#[test]
fn debug_of_an_event_shows_no_text_and_no_phone_number() {
    for (name, mut body) in all_fixtures() {
        planted(&mut body, "");
        let event = event(body.to_string().into_bytes());
        let mut shown = format!("{event:?} {event:#?} {:?}", event.unrecognized().collect::<Vec<_>>());
        for update in event.updates() {
            shown +=
                &format!("{update:?} {:?} {:?} {:?}", update.sender(), update.recipient(), update.contact());
        }
        assert!(!shown.contains(CANARY) && !shown.contains(PHONE), "{name}: {shown}");
        assert!(shown.contains("WebhookEvent"));
    }
}

#[test]
fn errors_and_reasons_say_where_and_what_was_expected_and_never_what_was_there() {
    for (name, body) in all_fixtures() {
        for bad in
            [Value::from(CANARY), Value::from(4_915_112_345_678_u64), serde_json::json!([CANARY, PHONE])]
        {
            let mut places = vec![body.clone()];
            for pointer in ["messages", "statuses", "errors", "contacts", "metadata"] {
                let mut mutated = body.clone();
                let root = if body.get("entry").is_some() { "/entry/0/changes/0/value" } else { "" };
                if let Some(part) = mutated.pointer_mut(&format!("{root}/{pointer}/0")) {
                    for member in part.as_object_mut().unwrap().values_mut() {
                        *member = bad.clone();
                    }
                    places.push(mutated);
                }
            }
            for place in places {
                let event = event(place.to_string().into_bytes());
                let said: String = event.unrecognized().map(|found| format!("{found} {found:?}")).collect();
                assert!(!said.contains("CANARY") && !said.contains("49151"), "{name}: {said}");
            }
        }
    }
    let said = |error: DecodeError| format!("{error} {error:?}");
    let object = format!(r#"{{"object":"{CANARY}"}}"#);
    assert!(!said(WebhookEvent::from_bytes(object).unwrap_err()).contains(CANARY));
    assert!(!said(WebhookEvent::from_bytes(format!("\"{CANARY}\"")).unwrap_err()).contains(CANARY));
}

#[test]
fn debug_of_a_new_field_does_not_show_its_name() {
    let event =
        event(super::delivery(&serde_json::json!([{ "field": CANARY, "value": { "text": CANARY } }])));
    assert!(!format!("{event:?}").contains(CANARY));
    assert_eq!(event.updates().next().unwrap().field(), CANARY);
}
