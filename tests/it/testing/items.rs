use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, Update, WebhookEvent,
    event::{MessageContent, MessageStatus},
    testing::{Customer, Item, Notification},
};

fn event(items: impl IntoIterator<Item = Item>) -> WebhookEvent {
    Notification::of(items).event().unwrap()
}

fn update(item: Item) -> Update {
    event([item]).updates().next().unwrap()
}

/// The changes of a notification, each with its entry's ID, field and value.
fn changes(items: impl IntoIterator<Item = Item>) -> Vec<(String, String, Value)> {
    let json: Value = serde_json::from_slice(Notification::of(items).body()).unwrap();
    let entries = json["entry"].as_array().unwrap();
    let changes = entries.iter().flat_map(|entry| {
        entry["changes"].as_array().unwrap().iter().map(|change| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&entry["id"]), text(&change["field"]), change["value"].clone())
        })
    });
    changes.collect()
}

#[test]
fn each_builder_of_a_message_makes_its_type() {
    let builders = [
        (Item::text("Hello"), "text"),
        (Item::button("stop", "Stop"), "button"),
        (Item::button_reply("yes", "Yes"), "interactive"),
        (Item::list_reply("tea", "Tea"), "interactive"),
        (Item::flow_reply(json!({ "size": "L" })), "interactive"),
        (Item::image("1"), "image"),
        (Item::video("1"), "video"),
        (Item::audio("1"), "audio"),
        (Item::voice("1"), "audio"),
        (Item::document("1", "bill.pdf"), "document"),
        (Item::sticker("1"), "sticker"),
        (Item::location(52.37, 4.89), "location"),
        (Item::contact("Bo", "+1 650-555-0199"), "contacts"),
        (Item::order("teapot", 2), "order"),
        (Item::reaction("wamid.1", "👍"), "reaction"),
        (Item::reaction_removed("wamid.1"), "reaction"),
        (Item::edit("wamid.1", "three"), "edit"),
        (Item::revoke("wamid.1"), "revoke"),
        (Item::unsupported("poll_creation"), "unsupported"),
        (Item::user_changed_number("15550003333"), "system"),
    ];
    for (item, kind) in builders {
        let id = item.id().unwrap().to_owned();
        let event = event([item]);
        assert_eq!(event.unrecognized().count(), 0, "{kind}");
        let update = event.updates().next().unwrap();
        assert_eq!((update.kind(), update.id()), (kind, Some(&*id)));
        assert!(!matches!(update.message().unwrap().content, MessageContent::Unknown(_)));
        assert_eq!(update.sender().unwrap().phone, Some("16505551234"), "{kind}");
    }
}

#[test]
fn a_builder_puts_its_arguments_where_the_accessors_find_them() {
    let pressed = update(Item::button_reply("yes", "Yes").in_reply_to("wamid.0"));
    let message = pressed.message().unwrap();
    let choice = message.choice().unwrap();
    assert_eq!((choice.id, choice.title), (Some("yes"), Some("Yes")));
    assert_eq!(message.reply_to().unwrap().as_str(), "wamid.0");

    let document = update(Item::document("77", "bill.pdf"));
    let media = document.message().unwrap().media().unwrap();
    assert_eq!((media.id.as_ref().unwrap().as_str(), media.filename.as_deref()), ("77", Some("bill.pdf")));

    let order = update(Item::order("teapot", 2));
    let MessageContent::Order(order) = &order.message().unwrap().content else { panic!("no order") };
    assert_eq!(order.product_items[0].product_retailer_id.as_deref(), Some("teapot"));
}

#[test]
fn each_builder_of_a_status_makes_its_status() {
    let builders = [
        (Item::sent("wamid.9"), MessageStatus::Sent),
        (Item::delivered("wamid.9"), MessageStatus::Delivered),
        (Item::read("wamid.9"), MessageStatus::Read),
        (Item::played("wamid.9"), MessageStatus::Played),
        (Item::failed("wamid.9", 131_047), MessageStatus::Failed),
    ];
    for (item, expected) in builders {
        let event = event([item]);
        assert_eq!(event.unrecognized().count(), 0, "{expected:?}");
        let update = event.updates().next().unwrap();
        let status = update.status().unwrap();
        assert_eq!((update.id(), &status.status), (Some("wamid.9"), &expected));
        assert_eq!(
            status.errors.first().map(|error| error.code),
            (expected == MessageStatus::Failed).then_some(131_047)
        );
    }
}

#[test]
fn a_customer_is_known_by_number_by_user_id_or_by_both() {
    let ana = Customer::new("15550002222").named("Ana").with_username("ana").with_user_id("US.7");
    let hidden = ana.clone().without_phone();
    for (customer, phone) in [(&ana, Some("15550002222")), (&hidden, None)] {
        let message = update(Item::text("Hello").from(customer));
        let sender = message.sender().unwrap();
        assert_eq!((sender.phone, sender.user_id, sender.name), (phone, Some("US.7"), Some("Ana")));
        let status = update(Item::read("wamid.9").from(customer));
        let recipient = status.recipient().unwrap();
        assert_eq!((recipient.phone, recipient.user_id, recipient.name), (phone, Some("US.7"), None));
    }
    // The last customer is the one who counts.
    let message = update(Item::text("Hello").from(&hidden).from(&Customer::new("15550003333")));
    let sender = message.sender().unwrap();
    assert_eq!((sender.phone, sender.user_id, sender.name), (Some("15550003333"), None, None));
}

#[test]
fn items_are_packed_as_meta_packs_them() {
    let ana = Customer::new("15550002222").named("Ana");
    let changes = changes([
        Item::text("one").from(&ana),
        Item::text("two").from(&ana),
        Item::text("three"),
        Item::text("to the other number").by_number("2"),
        Item::sent("wamid.9"),
        Item::delivered("wamid.9"),
        Item::of("security", json!({ "event": "PIN_CHANGED" })).in_account("7"),
        Item::of("security", json!({ "event": "PIN_CHANGED" })).in_account("7"),
    ]);
    let shape: Vec<_> = changes
        .iter()
        .map(|(account, field, value)| {
            let count = |name: &str| value[name].as_array().map_or(0, Vec::len);
            (account.as_str(), field.as_str(), count("messages"), count("statuses"), count("contacts"))
        })
        .collect();
    assert_eq!(
        shape,
        [
            ("102290129340398", "messages", 3, 0, 2),
            ("102290129340398", "messages", 1, 0, 1),
            ("102290129340398", "messages", 0, 2, 0),
            ("7", "security", 0, 0, 0),
            ("7", "security", 0, 0, 0),
        ]
    );
    assert_eq!(changes[1].2["metadata"]["phone_number_id"], "2");
}

#[test]
fn the_time_of_an_item_is_constant_unless_it_is_set() {
    let time = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let of = |item: Item| update(item).occurred_at().unwrap().as_secs();
    assert_eq!(of(Item::text("x")), of(Item::read("wamid.9")));
    assert_eq!(of(Item::text("x").at(time)), 1_800_000_000);
    assert_eq!(of(Item::of("security", json!({ "event": "PIN_CHANGED" })).at(time)), 1_800_000_000);
}

#[test]
fn each_message_has_an_id_of_its_own() {
    let ids: std::collections::HashSet<_> =
        (0..100).map(|_| Item::text("x").id().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 100);
    assert_eq!(Item::text("x").with_id("wamid.1").id(), Some("wamid.1"));
    assert_eq!(Item::of("weather", json!({})).id(), None);
}

#[test]
fn any_member_can_be_set_by_a_pointer() {
    let item =
        Item::text("x").with("/context/forwarded", true).with("/a~1b", json!([1, 2])).with("/a~1b/1", "two");
    let (.., value) = changes([item]).remove(0);
    let message = &value["messages"][0];
    assert_eq!(message["context"], json!({ "forwarded": true }));
    assert_eq!(message["a/b"], json!([1, "two"]));
    for pointer in ["", "no slash", "/id/under/text", "/a~1b/7"] {
        let item = || Item::text("x").with("/a~1b", json!([1])).with(pointer, 1);
        assert!(std::panic::catch_unwind(item).is_err(), "{pointer}");
    }
}

#[test]
fn a_value_of_any_field_can_be_sent() {
    let next_year = update(Item::of("field_of_next_year", json!({ "a": 1 })));
    assert_eq!(next_year.field(), "field_of_next_year");
    assert!(matches!(next_year.content, Content::Unknown(_)));
    let review = update(Item::of("account_review_update", json!({ "decision": "APPROVED" })));
    assert!(matches!(review.content, Content::AccountReviewUpdate(_)));
}
