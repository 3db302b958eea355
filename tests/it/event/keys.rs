//! Keys, lanes and records: what a store keeps of an update.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, Update, User, WebhookEvent,
    event::{Lane, UpdateKey},
};

use super::{all_fixtures, delivery, event, messages, text_message};

/// Asserts that the record of each update decodes to that update alone, and returns how many there are.
fn check_records(name: &str, event: &WebhookEvent) -> usize {
    let mut count = 0;
    for update in event {
        let record = update.record();
        let again = WebhookEvent::from_bytes(record.payload.clone())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = String::from_utf8_lossy(&record.payload);
        let read: Vec<Update> = again.updates().collect();
        assert_eq!(read.len(), 1, "{name}: {text}");
        let read = &read[0];
        assert_eq!(read, &update, "{name}: {text}");
        assert_eq!(read.raw(), update.raw(), "{name}");
        assert_eq!((read.key(), read.lane()), (record.key, record.lane), "{name}: {text}");
        assert_eq!((update.key(), update.lane()), (record.key, record.lane), "{name}");
        assert_eq!(facts(read), facts(&update), "{name}: {text}");
        assert_eq!(again.source(), event.source(), "{name}");
        assert_eq!(read.record(), record, "{name}");
        count += 1;
    }
    count
}

/// What the methods of an update tell.
fn facts(update: &Update) -> Value {
    let user = |user: Option<User<'_>>| -> Value {
        json!(user.map(|user| [user.phone, user.user_id, user.parent_user_id, user.username, user.name]))
    };
    json!({
        "names": [Some(update.kind()), Some(update.name()), update.id(), update.display_phone_number()],
        "time": update.occurred_at().map(|time| time.to_string()),
        "users": [user(update.sender()), user(update.recipient())],
        "contact": update.contact(),
        "conversation": update.conversation_context(),
    })
}

fn key_of(body: Vec<u8>) -> Option<UpdateKey> {
    event(body).updates().next().unwrap().key()
}

fn lanes(event: &WebhookEvent) -> Vec<Lane> {
    event.updates().map(|update| update.lane()).collect()
}

#[test]
fn every_record_reads_again_as_its_update() {
    let mut count = 0;
    for (name, body) in all_fixtures() {
        count += check_records(&name, &event(body.to_string().into_bytes()));
    }
    for (name, body) in super::corpus::bodies() {
        if let Ok(event) = WebhookEvent::from_bytes(body) {
            count += check_records(&name, &event);
        }
    }
    println!("{count} records read again");
    assert!(count > 300, "{count}");
}

#[test]
fn a_record_reads_again_although_parts_around_the_item_are_malformed() {
    let mut count = 0;
    for (name, body) in all_fixtures() {
        for place in super::mutations::places(&body, "") {
            for value in [json!(null), json!("x"), json!(7), json!([]), json!({}), json!([7, {}, null])] {
                let mut mutated = body.clone();
                *mutated.pointer_mut(&place).unwrap() = value.clone();
                if let Ok(event) = WebhookEvent::from_bytes(mutated.to_string()) {
                    count += check_records(&format!("{name}: {value} at {place}"), &event);
                }
            }
        }
    }
    println!("{count} records read again");
}

#[test]
fn a_member_that_comes_twice_and_white_space_do_not_change_a_record() {
    for body in [
        r#"{"object":"whatsapp_business_account","entry":[{"id":"1","id":"2","time":1,"changes":[{"field":"messages","value":{
            "messages":[{"id":"wamid.A"}],"metadata":{"phone_number_id":"3"},"metadata":{"phone_number_id":"4"},
            "messages":[ {"from":"1","id":"wamid.B","timestamp":"1","type":"text","text":{"body":"\ud83d"}} , null ]}}]}]}"#,
        r#" {"object":"whatsapp_business_account" , "entry" : [ { "changes" : [ { "value" : 1 , "field" : "we\"ather\ud83d" } ] } ] } "#,
        r#"{"object":"whatsapp_business_account"}"#,
        r#"{"entry":[7,{"id":"1"},{"id":"1","changes":7},{"id":"1","changes":[7]}]}"#,
        r#"{"object":"whatsapp_business_account","entry":{"id":"1"}}"#,
        r#"{"messages":[{"from":"1","id":"A","timestamp":"1","type":"text","text":{"body":"x"}},7],"statuses":{},"contacts":[{"wa_id":"1","profile":{"name":"x"}}]}"#,
        r#"{"messages":{},"errors":[{"code":1}]}"#,
        r#"{"entry":[{"id":"1","changes":[{"field":"history","value":{"history":[{"metadata":{},"threads":7},{"errors":{},"threads":[]},
            {"threads":[7,{"messages":7},{"id":"1","messages":[7]}],"metadata":7},7]}}]}]}"#,
        r#"{"entry":[{"id":"1","changes":[{"field":"history","value":{"history":7}},{"field":"history","value":7},{"field":"standby","value":
            {"standby":7}},{"field":"standby","value":{"standby":{"messages":7},"statuses":7}}]}]}"#,
    ] {
        assert!(check_records(body, &WebhookEvent::from_bytes(body).unwrap()) > 0);
    }
}

/// What the documentation of `Update::key` says, as text.
fn parts(update: &Update) -> Option<Vec<String>> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    if update.waba_id().is_some_and(|account| *account == "0") {
        return None;
    }
    let number = text(update.phone_number_id().map(|number| number.as_str()));
    let class = update.name().to_owned();
    let mut parts = match &update.content {
        Content::Error(_) => return None,
        Content::Call(_) | Content::CallStatus(_) | Content::AutomaticEvent(_) => vec![class],
        Content::Message(_)
        | Content::StandbyMessage(_)
        | Content::MessageEcho(_)
        | Content::StandbyEcho(_)
        | Content::HistoryMessage(_) => vec![class, number],
        Content::Status(status) | Content::StandbyStatus(status) => {
            let item = if status.is_about_payment() { update.raw() } else { "" };
            let participant = text(status.participant().map(|participant| participant.id()));
            vec![class, number, participant, item.to_owned()]
        }
        _ => {
            let entry: Value = serde_json::from_slice(&update.record().payload).unwrap();
            let time = entry["entry"][0]["time"].clone();
            update.occurred_at()?;
            let array = array(&entry);
            let account = text(update.waba_id().map(|id| id.as_str()));
            return Some(vec![
                account,
                time.to_string(),
                update.field().to_owned(),
                array,
                update.raw().to_owned(),
            ]);
        }
    };
    parts.extend([text(update.id()), update.kind().to_owned()]);
    Some(parts)
}

/// The name of the array in a record.
fn array(record: &Value) -> String {
    let value = &record["entry"][0]["changes"][0]["value"];
    let members = value.as_object().into_iter().flatten().map(|(name, _)| name.clone());
    let known = ["messaging_product", "metadata", "contacts", "conversation_context"];
    members.filter(|name| !known.contains(&&**name)).collect()
}

#[test]
fn keys_are_equal_where_the_updates_are_the_same_and_nowhere_else() {
    let mut of_parts: BTreeMap<Vec<String>, UpdateKey> = BTreeMap::new();
    let (mut keys, mut without) = (BTreeSet::new(), 0);
    let fixtures = all_fixtures().into_iter().map(|(name, body)| (name, body.to_string().into_bytes()));
    for (name, body) in fixtures.chain(super::corpus::bodies()) {
        let Ok(event) = WebhookEvent::from_bytes(body) else { continue };
        for update in &event {
            let (key, parts) = (update.key(), parts(&update));
            assert_eq!(key.is_some(), parts.is_some(), "{name}: {}", update.raw());
            let (Some(key), Some(parts)) = (key, parts) else {
                without += 1;
                continue;
            };
            keys.insert(key);
            assert_eq!(*of_parts.entry(parts.clone()).or_insert(key), key, "{name}: {parts:?}");
        }
    }
    println!("{} keys, {without} updates without one", keys.len());
    assert_eq!(keys.len(), of_parts.len(), "two different updates share a key");
}

#[test]
fn a_key_does_not_depend_on_the_notification() {
    let all: Vec<Value> =
        all_fixtures().into_iter().map(|(_, body)| body).filter(|body| body["entry"].is_array()).collect();
    let keys = |entries: Vec<Value>| -> Vec<Option<UpdateKey>> {
        let body = json!({ "object": "whatsapp_business_account", "entry": entries });
        event(body.to_string().into_bytes()).updates().map(|update| update.key()).collect()
    };
    let alone: Vec<_> = all.iter().flat_map(|body| keys(body["entry"].as_array().unwrap().clone())).collect();
    let together = keys(all.iter().flat_map(|body| body["entry"].as_array().unwrap().clone()).collect());
    assert!(alone.len() > 200, "{}", alone.len());
    assert_eq!(alone, together);
}

/// The values are those of a second implementation. A change of one makes every stored key unknown.
#[test]
fn keys_and_lanes_are_those_that_earlier_versions_stored() {
    let pinned = include_str!("keys/pinned.json");
    let pinned: Vec<Value> = serde_json::from_str(pinned).unwrap();
    assert!(pinned.len() >= 14);
    for case in pinned {
        let name = case["name"].as_str().unwrap();
        let event = WebhookEvent::from_bytes(case["body"].as_str().unwrap().to_owned()).unwrap();
        let update = event.updates().next().unwrap();
        assert_eq!(update.key().map(|key| key.to_string()).as_deref(), case["key"].as_str(), "{name}");
        assert_eq!(Some(&*update.lane().to_string()), case["lane"].as_str(), "{name}");
    }
}

#[test]
fn what_must_be_handled_each_time_has_no_key() {
    let test = |account: &str| {
        json!({ "object": "whatsapp_business_account", "entry": [{ "id": account, "changes": [{ "field": "messages", "value": {
            "metadata": { "phone_number_id": "1" }, "messages": [text_message("wamid.A")] } }] }] })
    };
    assert!(key_of(test("1").to_string().into_bytes()).is_some());
    assert_eq!(key_of(test("0").to_string().into_bytes()), None);
    assert_eq!(key_of(messages(&json!({ "errors": [{ "code": 130429, "title": "Rate limit hit" }] }))), None);
    assert_eq!(key_of(delivery(&json!([{ "field": "weather", "value": { "sky": "blue" } }]))), None);
    assert!(
        key_of(delivery(&json!([{ "field": "weather", "value": { "timestamp": "1749416383" } }]))).is_some()
    );
    // A malformed message has the time that can be read.
    assert!(key_of(messages(&json!({ "messages": [{ "timestamp": "1749416383", "text": 7 }] }))).is_some());
    assert_eq!(key_of(messages(&json!({ "messages": [{ "text": 7 }] }))), None);
}

#[test]
fn a_file_of_a_history_is_another_update_than_its_placeholder() {
    let message = |kind: &str, content: Value| {
        let mut message =
            json!({ "from": "5511987650001", "id": "wamid.A", "timestamp": "1767225600", "type": kind });
        message[kind] = content;
        message
    };
    let placeholder = message("media_placeholder", json!({}));
    let file = message("image", json!({ "id": "1003383421387256" }));
    let metadata = json!({ "phone_number_id": "1" });
    let thread = json!([{ "threads": [{ "id": "5511987650001", "messages": [placeholder] }] }]);
    let first = key_of(delivery(
        &json!([{ "field": "history", "value": { "metadata": metadata, "history": thread } }]),
    ));
    let second = key_of(delivery(
        &json!([{ "field": "history", "value": { "metadata": metadata, "messages": [file] } }]),
    ));
    assert!(first.is_some() && second.is_some() && first != second);
}

#[test]
fn each_participant_and_each_payment_has_a_key_of_its_own() {
    let status = |members: Value| {
        let mut status = json!({ "id": "wamid.A", "status": "read", "timestamp": "1767225600" });
        status.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        key_of(messages(&json!({ "metadata": { "phone_number_id": "1" }, "statuses": [status] })))
    };
    let keys: BTreeSet<_> = [
        json!({}),
        json!({ "recipient_participant_id": "5511987650001" }),
        json!({ "recipient_participant_user_id": "BR.1" }),
        json!({ "status": "delivered" }),
        json!({ "type": "payment", "payment": { "reference_id": "a" } }),
        json!({ "type": "payment", "payment": { "reference_id": "b" } }),
    ]
    .into_iter()
    .map(status)
    .collect();
    assert_eq!(keys.len(), 6);
    // What does not tell statuses apart is no part of the key.
    assert_eq!(
        status(json!({})),
        status(json!({ "conversation": { "id": "1" }, "recipient_id": "5511987650001" }))
    );
}

#[test]
fn a_conversation_is_one_lane_in_both_directions() {
    let metadata = json!({ "display_phone_number": "15550783881", "phone_number_id": "1" });
    let message = |members: Value| {
        let mut message = text_message("wamid.A");
        message.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        message
    };
    let value = |array: &str, item: Value| {
        let mut value = json!({ "metadata": metadata });
        value[array] = json!([item]);
        value
    };
    let in_field =
        |field: &str, array: &str, item: Value| json!({ "field": field, "value": value(array, item) });
    let event = event(delivery(&json!([
        in_field("messages", "messages", message(json!({}))),
        in_field(
            "smb_message_echoes",
            "message_echoes",
            message(json!({ "from": "15550783881", "to": "5511987650001" }))
        ),
        in_field(
            "calls",
            "calls",
            json!({ "id": "wacid.A", "event": "connect", "timestamp": "1", "from": "5511987650001",
            "direction": "USER_INITIATED" })
        ),
        in_field(
            "messages",
            "messages",
            json!({ "from": "5511987650001", "id": "wamid.B", "timestamp": "1", "text": 7 })
        ),
        in_field("messages", "messages", message(json!({ "group_id": "Y2FwaV9ncm91cDox" }))),
        in_field(
            "messages",
            "messages",
            message(json!({ "from": "5511987650002", "group_id": "Y2FwaV9ncm91cDox" }))
        ),
        in_field("messages", "messages", message(json!({ "from": "5511987650002" }))),
        in_field(
            "messages",
            "statuses",
            json!({ "id": "wamid.C", "status": "sent", "timestamp": "1", "recipient_id": "5511987650001" })
        ),
        in_field(
            "messages",
            "statuses",
            json!({ "id": "wamid.C", "status": "read", "timestamp": "1", "recipient_id": "5511987650001" })
        ),
        in_field(
            "messages",
            "statuses",
            json!({ "id": "wamid.D", "status": "read", "timestamp": "1", "recipient_id": "5511987650001" })
        ),
        json!({ "field": "account_update", "value": { "event": "ACCOUNT_DELETED" } }),
        json!({ "field": "security", "value": { "event": "PIN_CHANGED" } }),
    ])));
    let lanes = lanes(&event);
    let groups: Vec<usize> =
        lanes.iter().map(|lane| lanes.iter().position(|other| other == lane).unwrap()).collect();
    assert_eq!(groups, [0, 0, 0, 0, 4, 4, 6, 7, 7, 9, 10, 11]);
}

#[test]
fn the_business_scoped_id_decides_the_lane_wherever_it_is() {
    let lane = |from: Value, contacts: Value| {
        let mut message = text_message("wamid.A");
        message.as_object_mut().unwrap().remove("from");
        message.as_object_mut().unwrap().extend(from.as_object().unwrap().clone());
        lanes(&event(messages(
            &json!({ "metadata": { "phone_number_id": "1" }, "contacts": contacts, "messages": [message] }),
        )))[0]
    };
    let contact = json!([{ "wa_id": "5511987650001", "user_id": "BR.1" }]);
    let expected = lane(json!({ "from_user_id": "BR.1" }), json!([]));
    assert_eq!(lane(json!({ "from": "5511987650001" }), contact.clone()), expected);
    assert_eq!(lane(json!({ "from": "5511987650001", "from_user_id": "BR.1" }), json!([])), expected);
    assert_ne!(lane(json!({ "from": "5511987650001" }), json!([])), expected);
}

#[test]
fn neither_a_key_nor_a_lane_nor_a_record_shows_a_text_or_a_number() {
    let event = event(messages(
        &json!({ "metadata": { "phone_number_id": "1" }, "messages": [text_message("wamid.A")] }),
    ));
    let record = event.updates().next().unwrap().record();
    let shown = format!("{record:?} {} {}", record.key.unwrap(), record.lane);
    assert!(!shown.contains("Hello") && !shown.contains("5511987650001"), "{shown}");
}
