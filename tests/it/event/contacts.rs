//! The contact of a user: found by identifier, in any order, or by being the only one.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use whatsapp_webhook::{Update, WebhookEvent};

use super::{event, least, messages, text_message};

const ANA: &str = "5511987650001";
const RUI: &str = "5511987650002";

fn contact(wa_id: &str, name: &str) -> Value {
    json!({ "wa_id": wa_id, "profile": { "name": name } })
}

fn from(id: &str, sender: &str) -> Value {
    let mut message = text_message(id);
    message["from"] = json!(sender);
    message
}

fn only(value: &Value) -> Update {
    event(messages(value)).updates().next().unwrap()
}

fn names(event: &WebhookEvent) -> Vec<Option<String>> {
    let name = |update: Update| update.sender().and_then(|user| user.name.map(str::to_owned));
    event.updates().map(name).collect()
}

#[test]
fn contacts_are_found_in_any_order() {
    let number = |index: usize| format!("55119{index:08}");
    let contacts: Vec<Value> =
        (0..300).map(|index| contact(&number(index), &format!("User {index}"))).collect();
    let senders: Vec<Value> = (0..300).map(|index| from(&format!("wamid.{index}"), &number(index))).collect();
    let shuffled: Vec<Value> = (0..300).map(|index| contacts[index * 7 % 300].clone()).collect();
    let reversed: Vec<Value> = contacts.iter().rev().cloned().collect();
    let expected: Vec<_> = (0..300).map(|index| Some(format!("User {index}"))).collect();
    for contacts in [contacts, shuffled, reversed] {
        let event = event(messages(&json!({ "contacts": contacts, "messages": senders })));
        assert_eq!(names(&event), expected);
    }
}

#[test]
fn a_contact_is_found_by_each_of_its_identifiers() {
    let contacts = json!([
        { "profile": { "name": "Rui" }, "wa_id": RUI, "user_id": "BR.2", "parent_user_id": "BR.ENT.2" },
        { "profile": { "name": "Ana" }, "wa_id": ANA, "user_id": "BR.1", "parent_user_id": "BR.ENT.1" },
    ]);
    for (member, id, name) in
        [("from", ANA, "Ana"), ("from_user_id", "BR.2", "Rui"), ("from_parent_user_id", "BR.ENT.1", "Ana")]
    {
        let mut message = text_message("wamid.A");
        message.as_object_mut().unwrap().remove("from");
        message[member] = json!(id);
        let update = only(&json!({ "contacts": contacts, "messages": [message] }));
        assert_eq!(update.sender().unwrap().name, Some(name), "{member}");
    }
}

#[test]
fn the_business_scoped_id_decides_before_the_number() {
    let contacts = json!([
        { "profile": { "name": "Rui" }, "wa_id": ANA, "user_id": "BR.2" },
        { "profile": { "name": "Ana" }, "wa_id": RUI, "user_id": "BR.1" },
    ]);
    let mut message = from("wamid.A", ANA);
    message["from_user_id"] = json!("BR.1");
    let update = only(&json!({ "contacts": contacts, "messages": [message] }));
    let sender = update.sender().unwrap();
    assert_eq!((sender.name, sender.phone, sender.id()), (Some("Ana"), Some(ANA), "BR.1"));
}

#[test]
fn no_contact_of_several_belongs_to_a_sender_that_none_of_them_names() {
    let contacts = [contact(RUI, "Rui"), contact("5511987650003", "Eva")];
    let event = event(messages(&json!({
        "contacts": contacts,
        "messages": [from("wamid.1", ANA), from("wamid.2", RUI), from("wamid.3", ANA)],
    })));
    assert_eq!(names(&event), [None, Some("Rui".to_owned()), None]);
    let update = event.updates().next().unwrap();
    assert!(update.contact().is_none());
    assert_eq!(update.contacts().count(), 2);
}

/// In some countries the number that WhatsApp knows differs by a digit from the one that a user writes from.
#[test]
fn the_only_contact_belongs_to_the_only_sender_though_their_numbers_differ() {
    let contact = json!({ "wa_id": RUI, "user_id": "BR.1", "profile": { "name": "Ana" } });
    for messages in [vec![from("wamid.1", ANA)], vec![from("wamid.1", ANA), from("wamid.2", ANA)]] {
        let count = messages.len();
        let event = event(super::messages(&json!({ "contacts": [contact], "messages": messages })));
        assert_eq!(event.updates().count(), count);
        for update in event.updates() {
            let sender = update.sender().unwrap();
            assert_eq!((sender.phone, sender.name, sender.user_id), (Some(ANA), Some("Ana"), Some("BR.1")));
            assert_eq!(update.contact().unwrap().wa_id.as_ref().unwrap(), RUI);
        }
    }
    let status = json!({ "id": "wamid.S", "status": "sent", "timestamp": "1", "recipient_id": ANA });
    let update = only(&json!({ "contacts": [contact], "statuses": [status] }));
    let recipient = update.recipient().unwrap();
    assert_eq!((recipient.phone, recipient.name), (Some(ANA), Some("Ana")));
}

#[test]
fn the_only_contact_belongs_to_nobody_where_two_users_could_be_meant() {
    let status =
        json!({ "id": "wamid.S", "status": "sent", "timestamp": "1", "recipient_id": "5511987650004" });
    let malformed = json!({ "from": "5511987650004", "id": "wamid.M", "type": "text" });
    for (statuses, others) in [
        (json!([]), json!([from("wamid.1", ANA), from("wamid.2", "5511987650004")])),
        (json!([status]), json!([from("wamid.1", ANA)])),
        (json!([]), json!([from("wamid.1", ANA), malformed])),
    ] {
        let value = json!({ "contacts": [contact(RUI, "Rui")], "messages": others, "statuses": statuses });
        let event = event(messages(&value));
        assert_eq!(event.updates().count(), 2);
        for update in event.updates() {
            assert!(update.contact().is_none(), "{value}");
        }
    }
}

#[test]
fn the_only_contact_is_another_user_if_the_business_scoped_ids_differ() {
    for (mine, theirs, belongs) in
        [("BR.1", "BR.2", false), ("BR.1", "BR.1", true), ("BR.1", "", true), ("", "BR.2", true)]
    {
        let mut message = from("wamid.1", ANA);
        message["from_user_id"] = json!(mine);
        let contact = json!({ "wa_id": RUI, "user_id": theirs, "profile": { "name": "Rui" } });
        let update = only(&json!({ "contacts": [contact], "messages": [message] }));
        assert_eq!(update.contact().is_some(), belongs, "{mine:?} and {theirs:?}");
        assert_eq!(update.sender().unwrap().phone, Some(ANA));
    }
}

#[test]
fn ten_thousand_senders_beside_ten_thousand_contacts_are_found_in_linear_time() {
    let time = |count: usize, offset: usize| {
        let number = |index: usize| format!("55119{index:08}");
        let contacts: Vec<Value> =
            (0..count).rev().map(|index| json!({ "wa_id": number(index + offset) })).collect();
        let senders: Vec<Value> =
            (0..count).map(|index| from(&format!("wamid.{index}"), &number(index))).collect();
        let event = event(messages(&json!({ "contacts": contacts, "messages": senders })));
        let start = Instant::now();
        let found = event.updates().filter(|update| update.contact().is_some()).count();
        assert_eq!(found, if offset == 0 { count } else { 0 });
        start.elapsed()
    };
    for offset in [0, 50_000_000] {
        let (few, many) = (least(|| time(1000, offset)), least(|| time(10_000, offset)));
        println!("contacts found: 1,000 in {few:?}, 10,000 in {many:?}");
        assert!(many < few * 40 + Duration::from_millis(50), "{few:?} for 1,000, {many:?} for 10,000");
    }
}

#[test]
fn a_contact_whose_user_id_is_in_the_place_of_the_number_is_not_that_of_another_user() {
    let event = event(messages(&json!({
        "contacts": [{ "wa_id": "BR.2", "profile": { "name": "Ana" } }],
        "messages": [{ "from": "1", "from_user_id": "BR.1", "id": "wamid.A", "timestamp": "1", "type": "text",
            "text": { "body": "x" } }],
    })));
    assert_eq!(event.updates().next().unwrap().sender().unwrap().name, None);
}
