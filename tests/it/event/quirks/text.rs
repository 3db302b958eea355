//! Section D, text and encoding.

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content,
    event::message::{InteractiveContent, MessageContent},
};

use super::{NUMBER, USER, change, first, message, with};
use crate::event::{event, inbound, text_message};

#[test]
fn escapes_in_the_body_are_text_in_the_event_and_stay_in_its_bytes() {
    let body = br#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"from":"1","id":"wamid.E","timestamp":"1","type":"text","text":{"body":"Gr\u00fc\u00dfe \ud83d\ude0a 5\/10 \u003C"}}]}}]}]}"#;
    let event = event(body.to_vec());
    assert_eq!(inbound(&event).next().unwrap().1.text(), Some("Grüße 😊 5/10 <"));
    assert_eq!(event.raw(), &body[..]);
}

#[test]
fn invisible_marks_in_a_text_are_kept() {
    let body = "User Ana changed from \u{200e}1 to \u{200e}2";
    let message = message(
        &json!({ "type": "system", "system": { "body": body, "type": "user_changed_number", "wa_id": "2" } }),
    );
    let MessageContent::System(system) = &message.content else { panic!("{message:?}") };
    assert_eq!(system.body.as_deref(), Some(body));
    assert_eq!(message.text(), None); // WhatsApp wrote it
}

#[test]
fn the_answer_of_a_flow_is_json_in_a_string_and_any_json() {
    for (text, expected) in [
        (r#"{"flow_token":"t","size":2}"#, json!({ "flow_token": "t", "size": 2 })),
        ("[1,2]", json!([1, 2])),
        ("\"done\"", json!("done")),
        ("null", json!(null)),
    ] {
        let interactive = json!({ "type": "nfm_reply", "nfm_reply": { "response_json": text } });
        let message = message(&json!({ "type": "interactive", "interactive": interactive }));
        let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
        let InteractiveContent::NfmReply(reply) = &interactive.content else { panic!("{text}") };
        assert_eq!(reply.decode::<Value>().unwrap(), expected);
    }
    let interactive = json!({ "type": "nfm_reply", "nfm_reply": { "response_json": "no json" } });
    let message = message(&json!({ "type": "interactive", "interactive": interactive }));
    let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
    let InteractiveContent::NfmReply(reply) = &interactive.content else { panic!("{message:?}") };
    assert!(reply.decode::<Value>().is_err());
    assert_eq!(&*reply.response_json, "no json");
}

#[test]
fn a_checksum_is_text_in_base64_or_in_hex() {
    for sha256 in [
        "qUhAhcvvHCNTXCVZEEbp1LVxsfLxuGGQlrY2TFwkDQU=",
        "a9484085cbef1c23535c25591046e9d4b571b1f2f1b8619096b6364c5c240d05",
    ] {
        let message = message(&json!({ "type": "image", "image": { "id": "6", "sha256": sha256 } }));
        assert_eq!(message.media().unwrap().sha256.as_deref(), Some(sha256));
    }
}

#[test]
fn a_username_is_shown_with_one_at_sign_however_it_came() {
    for username in ["ana.prado", "@ana.prado"] {
        let text = json!({ "id": "wamid.A", "timestamp": "1", "from_user_id": USER, "type": "text", "text": { "body": "Hi" } });
        let contacts = json!([{ "user_id": USER, "profile": { "username": username } }]);
        let event = change("messages", &json!({ "contacts": contacts, "messages": [text] }));
        let update = first(&event);
        let sender = update.sender().unwrap();
        assert_eq!((sender.username, sender.to_string().as_str()), (Some(username), "@ana.prado"));
    }
}

#[test]
fn a_business_number_is_the_same_with_and_without_spaces() {
    for display in ["4930901820", "+49 30 901820"] {
        let past = with(text_message("wamid.A"), &json!({ "from": "4930901820", "to": NUMBER }));
        let history = json!([{ "threads": [{ "id": NUMBER, "messages": [past] }] }]);
        let event = change(
            "history",
            &json!({ "metadata": { "display_phone_number": display }, "history": history }),
        );
        let update = first(&event);
        assert_eq!(update.display_phone_number(), Some(display));
        assert_eq!((update.sender(), update.recipient().unwrap().phone), (None, Some(NUMBER)));
    }
}

#[test]
fn half_an_emoji_is_a_replacement_character_wherever_it_stands() {
    let value = |field: &str, value: &str| {
        format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"{field}","value":{value}}}]}}]}}"#
        )
    };
    let image = r#"{"contacts":[{"wa_id":"1","profile":{"name":"Ana \ud83d"}}],"messages":[{"from":"1","id":"wamid.S","timestamp":"1","type":"image","image":{"id":"6","caption":"\ude0a left"}}]}"#;
    let event = event(value("messages", image).into_bytes());
    assert_eq!(first(&event).sender().unwrap().name, Some("Ana \u{fffd}"));
    assert_eq!(inbound(&event).next().unwrap().1.text(), Some("\u{fffd} left"));
    let name = r#"{"decision":"APPROVED","requested_verified_name":"Mugs \ud83d"}"#;
    let event = self::event(value("phone_number_name_update", name).into_bytes());
    let Content::PhoneNumberNameUpdate(name) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(name.requested_verified_name.as_deref(), Some("Mugs \u{fffd}"));
    // What is not read by a type of this crate keeps the escape.
    let event = self::event(value("weather", r#"{"sky":"\ud83d"}"#).into_bytes());
    let Content::Unknown(unknown) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(unknown.raw(), r#"{"sky":"\ud83d"}"#);
    assert!(unknown.decode::<Value>().is_err());
}
