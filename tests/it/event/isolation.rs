//! One bad part costs nobody but itself.

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, UnknownReason, UnrecognizedReason, WebhookEvent,
    event::{Source, message::MessageContent},
};

use super::{delivery, event, inbound, kinds, messages, pointers, text_message};

fn malformed(content: Content) -> String {
    match content {
        Content::Unknown(unknown) => match unknown.reason() {
            UnknownReason::Malformed(error) => error.to_string(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_batch_of_60_with_a_malformed_and_an_unknown_item_gives_60_updates_in_order() {
    let mut items: Vec<Value> = (0..60).map(|index| text_message(&format!("wamid.{index}"))).collect();
    items[17]["text"]["body"] = json!(true);
    items[42] = json!({ "from": "1", "id": "wamid.42", "timestamp": "1", "type": "poll_vote", "poll_vote": { "option": 3 } });
    let event = event(messages(&json!({ "messages": items })));
    let ids: Vec<_> = event.updates().map(|update| update.id().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..60).map(|index| format!("wamid.{index}")).collect::<Vec<_>>());
    assert_eq!(inbound(&event).count(), 59);
    assert_eq!(
        malformed(event.updates().nth(17).unwrap().content),
        "`text.body`: expected a string, got a boolean"
    );
    assert_eq!(
        pointers(&event),
        ["/entry/0/changes/0/value/messages/17", "/entry/0/changes/0/value/messages/42"]
    );
}

#[test]
fn a_malformed_message_still_names_its_id_and_its_sender() {
    let mut message = text_message("wamid.BAD");
    message["text"] = json!([]);
    let event = event(messages(&json!({
        "contacts": [{ "profile": { "name": "Ana" }, "wa_id": "5511987650001" }],
        "messages": [message],
    })));
    let update = event.updates().next().unwrap();
    assert_eq!(update.id(), Some("wamid.BAD"));
    assert_eq!(update.sender().unwrap().phone, Some("5511987650001"));
    assert_eq!(update.sender().unwrap().name, Some("Ana"));
}

#[test]
fn a_message_of_a_new_type_keeps_its_head_and_its_json() {
    let raw = r#"{"from":"5511987650001","id":"wamid.NEW","timestamp":"1767225600","type":"poll_vote", "poll_vote":{"option":3}}"#;
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"value":{{"messages":[{raw}]}},"field":"messages"}}]}}]}}"#
    );
    let event = event(body.clone().into_bytes());
    let (update, message) = inbound(&event).next().unwrap();
    assert_eq!(
        (update.kind(), message.id.as_str(), message.timestamp.as_secs()),
        ("poll_vote", "wamid.NEW", 1_767_225_600)
    );
    let MessageContent::Unknown(unknown) = &message.content else { panic!("{:?}", message.content) };
    assert_eq!(
        (unknown.kind(), unknown.raw(), unknown.reason()),
        ("poll_vote", raw, UnknownReason::NotModeled)
    );
    assert_eq!(unknown.decode::<Value>().unwrap()["poll_vote"]["option"], 3);
    let found: Vec<_> = event.unrecognized().collect();
    assert_eq!(found[0].reason(), &UnrecognizedReason::Type);
    assert_eq!(found.len(), 1);
    assert_eq!(serde_json::to_value(&event).unwrap(), serde_json::from_str::<Value>(&body).unwrap());
}

#[test]
fn an_interactive_reply_of_a_new_type_is_the_reply_alone() {
    let mut message = text_message("wamid.I");
    message.as_object_mut().unwrap().remove("text");
    message["type"] = json!("interactive");
    message["interactive"] = json!({ "type": "carousel_reply", "carousel_reply": { "card": 2 } });
    let event = event(messages(&json!({ "messages": [message] })));
    let (_, message) = inbound(&event).next().unwrap();
    let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
    assert_eq!(interactive.content.kind(), "carousel_reply");
    assert_eq!(pointers(&event), ["/entry/0/changes/0/value/messages/0/interactive"]);
}

#[test]
fn a_problem_inside_an_interactive_reply_is_told_with_its_whole_path() {
    let mut message = text_message("wamid.I");
    message["type"] = json!("interactive");
    message["interactive"] = json!({ "type": "list_reply", "list_reply": { "title": [] } });
    let event = event(messages(&json!({ "messages": [message] })));
    assert_eq!(
        malformed(event.updates().next().unwrap().content),
        "`interactive.list_reply.title`: expected a string, got an array"
    );
}

#[test]
fn a_known_type_without_its_payload_is_a_message_that_says_so() {
    let mut message = text_message("wamid.EMPTY");
    message.as_object_mut().unwrap().remove("text");
    message["errors"] = json!([{ "code": 131_000 }]);
    let event = event(messages(&json!({ "messages": [message] })));
    let (_, message) = inbound(&event).next().unwrap();
    assert_eq!(message.errors[0].code, 131_000);
    let MessageContent::Unknown(unknown) = &message.content else { panic!("{message:?}") };
    assert_eq!(unknown.reason().to_string(), "`text`: the member that `type` names is missing");
    assert_eq!(pointers(&event), ["/entry/0/changes/0/value/messages/0"]);
}

#[test]
fn the_payload_that_the_type_names_is_the_one_that_counts() {
    for order in [
        r#""type":"unsupported","text":{"body":"x"},"errors":[{"code":131051}]"#,
        r#""text":{"body":"x"},"errors":[{"code":131051}],"type":"unsupported""#,
        r#""unsupported":{"type":"poll_creation"},"text":{"body":"x"},"type":"unsupported""#,
        r#""text":{"body":"x"},"unsupported":{"type":"poll_creation"},"type":"unsupported""#,
    ] {
        let raw = format!(r#"{{"from":"1","id":"wamid.U","timestamp":"1",{order}}}"#);
        let event = event(messages(&json!({ "messages": [serde_json::from_str::<Value>(&raw).unwrap()] })));
        assert_eq!(kinds(&event), ["unsupported"], "{raw}");
    }
}

#[test]
fn a_message_without_a_type_is_known_by_its_payload() {
    let mut message = text_message("wamid.T");
    message.as_object_mut().unwrap().remove("type");
    let body = messages(&json!({ "messages": [message] }));
    let event = event(body.clone());
    assert_eq!(kinds(&event), ["text"]);
    assert_eq!(serde_json::to_value(&event).unwrap(), serde_json::from_slice::<Value>(&body).unwrap());
}

#[test]
fn bad_contacts_and_metadata_cost_no_message() {
    for (member, bad) in [
        (
            "contacts",
            json!([5, { "profile": [] }, { "wa_id": "5511987650001", "profile": { "name": "Ana" } }]),
        ),
        ("contacts", json!("none")),
        ("metadata", json!(7)),
        ("metadata", json!({ "phone_number_id": {} })),
        ("messaging_product", json!({})),
        ("conversation_context", json!([1])),
    ] {
        let mut value = json!({ "messages": [text_message("wamid.A"), text_message("wamid.B")] });
        value[member] = bad.clone();
        let event = event(messages(&value));
        assert_eq!(inbound(&event).count(), 2, "{member}: {bad}");
        assert!(!pointers(&event).is_empty(), "{member}: {bad}");
    }
}

#[test]
fn an_item_array_that_is_none_is_one_unknown_update() {
    let event =
        event(messages(&json!({ "messages": { "0": text_message("wamid.A") }, "statuses": "later" })));
    assert_eq!(kinds(&event), ["messages", "statuses"]);
    assert!(event.updates().all(|update| matches!(update.content, Content::Unknown(_))));
}

#[test]
fn changes_and_entries_fail_one_by_one() {
    let changes = json!([
        7,
        { "field": "messages" },
        { "value": {} },
        { "field": "messages", "value": "x" },
        { "field": "account_update", "value": { "event": {} } },
        { "field": "account_update", "value": { "event": "ACCOUNT_DELETED" } },
        { "field": "weather", "value": { "degrees": 21 } },
    ]);
    let body = delivery(&changes);
    let event = event(body.clone());
    assert_eq!(
        kinds(&event),
        ["changes", "changes", "changes", "messages", "account_update", "ACCOUNT_DELETED", "weather"]
    );
    let raws: Vec<Option<&str>> = event
        .updates()
        .map(|update| match update.content {
            Content::Unknown(unknown) => Some(unknown),
            _ => None,
        })
        .map(|unknown| unknown.map(|unknown| if unknown.raw() == "7" { "7" } else { "other" }))
        .collect();
    assert_eq!(raws[0], Some("7"));
    assert_eq!(
        malformed(event.updates().nth(4).unwrap().content),
        "`event`: expected a string, got an object"
    );
    assert_eq!(serde_json::to_value(&event).unwrap(), serde_json::from_slice::<Value>(&body).unwrap());

    let entries = json!({ "object": "whatsapp_business_account", "entry": [null, { "id": "1", "changed_fields": ["messages"] }, { "id": "2", "changes": changes }] });
    let event = WebhookEvent::from_bytes(entries.to_string()).unwrap();
    assert_eq!(event.updates().count(), 2 + 7);
    assert_eq!(event.updates().nth(2).unwrap().waba_id().unwrap(), &"2");
    assert_eq!(serde_json::to_value(&event).unwrap(), entries);
}

#[test]
fn only_what_is_no_notification_at_all_is_an_error() {
    for (body, said) in [
        ("", "the JSON ends too early"),
        ("nonsense", "not JSON at line 1 column 2"),
        ("[]", "expected an object, got an array"),
        ("1", "expected an object, got a number"),
        ("{}", "neither `entry` (Cloud API) nor `messages`, `statuses` or `errors` (On-Premises) is there"),
        (
            r#"{"entry":"x"}"#,
            "neither `entry` (Cloud API) nor `messages`, `statuses` or `errors` (On-Premises) is there",
        ),
        (
            r#"{"object":"page","entry":[]}"#,
            "`object`: expected `whatsapp_business_account`; this is a notification of another product",
        ),
        (r#"{"object":"whatsapp_business_account","entry":[]} x"#, "not JSON at line 1 column 51"),
        ("\u{feff}{}", "not JSON at line 1 column 1"),
        (
            r#"{"messages":[],"messages":{}}"#,
            "neither `entry` (Cloud API) nor `messages`, `statuses` or `errors` (On-Premises) is there",
        ),
    ] {
        assert_eq!(WebhookEvent::from_bytes(body.to_owned()).unwrap_err().to_string(), said, "{body}");
    }
    assert!(WebhookEvent::from_bytes(b"{\"object\":\"\xff\"}".to_vec()).is_err());
    for (body, updates) in [
        (r#"{"object":"whatsapp_business_account","entry":[]}"#, 0),
        (r#"{"object":"whatsapp_business_account"}"#, 1),
        (r#"{"object":"whatsapp_business_account","entry":{"0":{}}}"#, 1),
        (r#"{"entry":[{"id":"1","changes":[]}]}"#, 0),
        (r#"{"messages":[{"from":"1","id":"ABGG","timestamp":"1","type":"text","text":{"body":"x"}}]}"#, 1),
        (r#"{"statuses":[{"id":"ABGG","status":"sent","timestamp":"1"}]}"#, 1),
        (r#"{"messages":[]}"#, 0),
        (r#"{"errors":[],"statuses":[]}"#, 0),
    ] {
        let event = WebhookEvent::from_bytes(body.to_owned()).unwrap();
        assert_eq!(event.updates().count(), updates, "{body}");
        let on_premises = !body.contains("entry") && !body.contains("object");
        assert_eq!(event.source() == Source::OnPremises, on_premises, "{body}");
        assert_eq!(serde_json::to_value(&event).unwrap(), serde_json::from_str::<Value>(body).unwrap());
    }
}

#[test]
fn half_an_emoji_costs_no_message() {
    let raw = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[
        {"from":"1","id":"wamid.S","timestamp":"1","type":"text","text":{"body":"a \ud83d b \ud83d\ude00 \\ud83d"}}]}}]}]}"#;
    let event = event(raw.as_bytes().to_vec());
    let (_, message) = inbound(&event).next().unwrap();
    assert_eq!(message.text(), Some("a \u{fffd} b \u{1f600} \\ud83d"));
}

#[test]
fn of_two_members_with_one_name_the_last_one_counts() {
    let raw = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
        "messages":[{"from":"1","id":"wamid.1","id":"wamid.2","timestamp":"1","type":"image","type":"text","text":{"body":"x"},"text":{"body":"y"}}]}}]}]}"#;
    let event = event(raw.as_bytes().to_vec());
    let (update, message) = inbound(&event).next().unwrap();
    assert_eq!((update.id(), message.text()), (Some("wamid.2"), Some("y")));
}

#[test]
fn an_array_that_comes_twice_is_the_last_of_the_two() {
    let (first, second) = (text_message("wamid.1"), text_message("wamid.2"));
    let status = r#"{"id":"wamid.S","status":"sent","timestamp":"1"}"#;
    for (value, expected) in [
        (format!(r#"{{"messages":[{first}],"messages":[{second}]}}"#), vec!["text"]),
        (
            format!(r#"{{"statuses":[{status}],"messages":[{first}],"statuses":[{status}]}}"#),
            vec!["sent", "text"],
        ),
    ] {
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"value":{value},"field":"messages"}}]}}]}}"#
        );
        assert_eq!(kinds(&event(body.into_bytes())), expected);
    }
}

#[test]
fn a_list_longer_than_whatsapp_sends_keeps_its_item_raw() {
    for (length, kind) in [(4096, "contacts"), (4097, "messages")] {
        let cards = vec![json!({ "birthday": "2000-01-01" }); length];
        let message = json!({ "id": "wamid.C", "timestamp": "1", "type": "contacts", "contacts": cards });
        assert_eq!(kinds(&event(messages(&json!({ "messages": [message] })))), [kind]);
    }
}

#[test]
fn nesting_to_any_depth_is_no_danger() {
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    for place in [
        r#"{"messages":[{"from":"1","id":"wamid.D","timestamp":"1","type":"text","text":{"body":"x"},"new":DEEP}]}"#,
        r#"{"messages":[DEEP]}"#,
        r#"{"messages":[{"from":"1","id":"wamid.D","timestamp":"1","type":"contacts","contacts":DEEP}]}"#,
        "DEEP",
    ] {
        let value = place.replace("DEEP", &deep);
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{value}}}]}}]}}"#
        );
        let event = event(body.into_bytes());
        assert_eq!(event.updates().count(), 1);
        assert!(event.unrecognized().count() > 0);
        let _ = (format!("{event:?}"), event.clone());
    }
}

#[test]
fn updates_come_in_the_order_of_the_wire() {
    let value = r#"{"errors":[{"code":1}],"statuses":[{"id":"wamid.S","status":"sent","timestamp":"1"}],"contacts":[],"messages":[{"id":"wamid.M","timestamp":"1","type":"request_welcome"}]}"#;
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"value":{value},"field":"messages"}}]}}]}}"#
    );
    let event = event(body.into_bytes());
    assert_eq!(kinds(&event), ["error", "sent", "request_welcome"]);
    assert!(serde_json::to_string(&event).unwrap().contains(r#""errors":[{"code":1}],"statuses""#));
}

#[test]
fn a_repeated_unknown_member_costs_no_history() {
    let message = text_message("wamid.A");
    let value =
        format!(r#"{{"new":1,"new":2,"history":[{{"threads":[{{"id":"1","messages":[{message}]}}]}}]}}"#);
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"value":{value},"field":"history"}}]}}]}}"#
    );
    assert_eq!(kinds(&event(body.into_bytes())), ["text"]);
}

#[test]
fn the_name_of_an_array_on_another_level_is_unrecognized() {
    let place = |pointer: &str| {
        let messages = json!({ "messages": [text_message("wamid.A")] });
        let change = json!({ "field": "messages", "value": messages });
        let mut body =
            json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [change] }] });
        let object = body.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        let name =
            if pointer.ends_with("value") { ["meta", "standby"].as_slice() } else { &["errors", "statuses"] };
        name.iter().for_each(|name| _ = object.insert((*name).to_owned(), json!([])));
        pointers(&event(body.to_string().into_bytes())).len()
    };
    for pointer in ["", "/entry/0", "/entry/0/changes/0", "/entry/0/changes/0/value"] {
        assert_eq!(place(pointer), 2, "{pointer}");
    }
    let chunk = json!({ "threads": [{ "id": "1", "messages": [] }], "messages": [] });
    let history = json!([{ "field": "history", "value": { "history": [chunk] } }]);
    assert_eq!(pointers(&event(delivery(&history))), ["/entry/0/changes/0/value/history/0/messages"]);
}
