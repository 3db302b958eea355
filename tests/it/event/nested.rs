//! Histories, messages for other apps and echoes: what stands deeper in a value than an item array.

use serde_json::{Value, json};
use whatsapp_webhook::Content;

use super::{delivery, event, inbound, kinds, pointers, statuses, text_message};

#[test]
fn a_history_is_one_update_for_each_message_wherever_it_stands() {
    let message = |id: &str, from: &str| json!({ "from": from, "id": id, "timestamp": "1", "type": "text", "text": { "body": "Hi" } });
    let mut malformed = message("wamid.B", "5511987650001");
    malformed["text"] = json!(7);
    let event = delivery(&json!([{ "field": "history", "value": {
        "metadata": { "display_phone_number": "+49 30 901820" },
        "history": [
            { "metadata": { "phase": 1, "chunk_order": 2, "progress": 70 }, "threads": [
                { "id": "5511987650001", "context": { "username": "ana" }, "messages": [
                    message("wamid.A", "4930901820"), malformed, message("wamid.C", "5511987650001"),
                ] },
                "no thread",
            ] },
            { "errors": [{ "code": 2593109 }] },
            7,
        ],
        "messages": [message("wamid.D", "5511987650001")],
    } }]));
    let event = self::event(event);
    let updates: Vec<_> = event.updates().collect();
    let ids: Vec<_> = updates.iter().map(|update| (update.kind(), update.id())).collect();
    assert_eq!(
        ids,
        [
            ("text", Some("wamid.A")),
            ("messages", Some("wamid.B")),
            ("text", Some("wamid.C")),
            ("threads", None),
            ("history", None),
            ("error", None),
            ("history", None),
            ("text", Some("wamid.D")),
        ]
    );
    assert_eq!((inbound(&event).count(), statuses(&event).count()), (0, 0));
    let recipient = updates[0].recipient().unwrap();
    assert_eq!((recipient.phone, recipient.username), (Some("5511987650001"), Some("ana")));
    assert_eq!((updates[0].sender(), updates[2].recipient()), (None, None));
    assert_eq!(updates[2].sender().unwrap().phone, Some("5511987650001"));
    let Content::HistoryMessage(past) = &updates[2].content else { panic!("{:?}", updates[2]) };
    assert_eq!((past.message.text(), past.sync.as_ref().unwrap().phase), (Some("Hi"), Some(1)));
    assert_eq!(past.thread.as_ref().unwrap().id.as_ref().unwrap(), "5511987650001");
    let Content::HistorySync(sync) = &updates[4].content else { panic!("{:?}", updates[4]) };
    assert_eq!(sync.progress, Some(70));
}

#[test]
fn a_thread_without_messages_leaves_as_it_came() {
    let body = delivery(&json!([{ "field": "history", "value": { "history": [
        { "metadata": { "phase": 1 }, "threads": [{ "id": "5511987650001", "messages": [] }] },
    ] } }]));
    let event = event(body.clone());
    assert_eq!(kinds(&event), ["history"]);
    assert_eq!(serde_json::to_value(&event).unwrap(), serde_json::from_slice::<Value>(&body).unwrap());
}

#[test]
fn what_stands_on_the_wrong_level_of_a_standby_is_named() {
    let contacts = |name: &str| json!([{ "wa_id": "5511987650001", "profile": { "name": name } }]);
    let event = event(delivery(&json!([{ "field": "standby", "value": {
        "contacts": contacts("Outside"),
        "metadata": { "phone_number_id": "1" },
        "standby": { "contacts": contacts("Inside"), "metadata": { "phone_number_id": "2" }, "messages": [text_message("wamid.A")] },
    } }])));
    assert_eq!(event.updates().next().unwrap().sender().unwrap().name, Some("Inside"));
    let value = "/entry/0/changes/0/value";
    assert_eq!(pointers(&event), [format!("{value}/contacts"), format!("{value}/standby/metadata")]);
}

#[test]
fn echoes_and_overheard_messages_are_never_messages_to_answer() {
    let text = text_message("wamid.A");
    let status = json!({ "id": "wamid.A", "status": "read", "timestamp": "1" });
    let event = event(delivery(&json!([
        { "field": "message_echoes", "value": { "message_echoes": [text] } },
        { "field": "smb_message_echoes", "value": { "message_echoes": [text] } },
        { "field": "standby", "value": { "standby": { "messages": [text], "statuses": [status] } } },
        { "field": "calls", "value": { "statuses": [status] } },
    ])));
    assert_eq!(event.updates().count(), 5);
    assert_eq!((inbound(&event).count(), statuses(&event).count()), (0, 0));
    assert_eq!(event.updates().next().unwrap().sender(), None);
}

#[test]
fn arrays_beside_the_member_standby_are_updates_too() {
    let message = |id: &str| json!([text_message(id)]);
    for (value, expected) in [
        (json!({ "messages": message("wamid.A") }), vec!["wamid.A"]),
        (json!({ "standby": null, "messages": message("wamid.A") }), vec!["wamid.A"]),
        (
            json!({ "messages": message("wamid.A"), "standby": { "messages": message("wamid.B") } }),
            vec!["wamid.B", "wamid.A"],
        ),
    ] {
        let event = event(delivery(&json!([{ "field": "standby", "value": value }])));
        let updates: Vec<_> = event.updates().collect();
        assert_eq!(
            updates.iter().map(|update| update.id().unwrap()).collect::<Vec<_>>(),
            expected,
            "{value}"
        );
        assert!(updates.iter().all(|update| update.name() == "StandbyMessage"), "{value}");
        assert_eq!(event.unrecognized().count(), 0, "{value}");
    }
}
