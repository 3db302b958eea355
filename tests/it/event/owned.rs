//! Updates own what they tell.

use std::{collections::BTreeSet, thread};

use serde_json::json;
use whatsapp_webhook::{Content, Unknown, UnknownReason, Update, WebhookEvent};

use super::{all_fixtures, delivery, event, messages, text_message};

fn assert_owned<T: Send + Sync + Clone + 'static>() {}

#[test]
fn updates_can_be_sent_to_a_thread_and_outlive_their_event() {
    assert_owned::<WebhookEvent>();
    assert_owned::<Update>();
    assert_owned::<Content>();
    assert_owned::<Unknown>();
    let event = event(messages(&json!({
        "metadata": { "phone_number_id": "200000000000017" },
        "contacts": [{ "wa_id": "5511987650001", "profile": { "name": "Ana" } }],
        "messages": [text_message("wamid.A"), text_message("wamid.B")],
    })));
    let updates: Vec<Update> = event.updates().collect();
    drop(event);
    let threads = updates.into_iter().map(|update| {
        thread::spawn(move || {
            // The context is read only now, from the body that the update holds on to.
            assert_eq!(update.sender().unwrap().name, Some("Ana"));
            assert_eq!(update.phone_number_id().unwrap(), "200000000000017");
            assert_eq!(update.waba_id().unwrap(), "300000000000029");
            assert!(update.raw().contains(update.id().unwrap()));
            update.message().unwrap().text().map(str::to_owned)
        })
    });
    let texts: Vec<_> = threads.map(|thread| thread.join().unwrap()).collect();
    assert_eq!(texts, [Some("Hello".to_owned()), Some("Hello".to_owned())]);
}

#[test]
fn the_raw_json_of_an_unknown_outlives_the_loop_and_the_event() {
    let event = event(delivery(&json!([
        { "field": "weather", "value": { "degrees": 21 } },
        { "field": "messages", "value": { "messages": [{ "id": "wamid.A", "type": "text" }] } },
    ])));
    let mut kept: Vec<Unknown> = Vec::new();
    for update in event.updates() {
        if let Content::Unknown(unknown) = update.content {
            kept.push(unknown);
        }
    }
    drop(event);
    assert_eq!((kept[0].kind(), kept[0].raw()), ("weather", r#"{"degrees":21}"#));
    assert_eq!(kept[0].reason(), UnknownReason::NotModeled);
    assert!(matches!(kept[1].reason(), UnknownReason::Malformed(_)));
    assert_eq!(kept[1].raw(), r#"{"id":"wamid.A","type":"text"}"#);
}

#[test]
fn two_walks_give_equal_updates_and_an_equal_event_others() {
    let body = messages(&json!({ "messages": [text_message("wamid.A"), text_message("wamid.B")] }));
    let (one, other) = (event(body.clone()), event(body));
    let updates = |event: &WebhookEvent| event.updates().collect::<Vec<_>>();
    assert_eq!(updates(&one), updates(&one));
    assert_eq!((one == other, updates(&one) == updates(&other)), (true, true));
    assert_ne!(updates(&one)[0], updates(&one)[1]);
    assert_eq!((&one).into_iter().count(), 2);
}

/// A label for metrics must not grow with what a sender writes.
#[test]
fn the_name_of_an_update_is_one_of_few() {
    let mut names = BTreeSet::new();
    for (_, body) in all_fixtures() {
        names.extend(event(body.to_string().into_bytes()).updates().map(|update| update.name()));
    }
    println!("{} names", names.len());
    assert!(names.len() >= 39 && !names.contains("Unknown"));
    for index in 0..100 {
        let field = format!("field_{index}");
        let mut message = text_message("wamid.A");
        message["type"] = json!(format!("type_{index}"));
        let event = event(delivery(&json!([
            { "field": field, "value": {} },
            { "field": "messages", "value": { "messages": [message], "statuses": [{ "status": field }] } },
        ])));
        let told: Vec<_> = event.updates().map(|update| update.name()).collect();
        assert_eq!(told, ["Unknown", "Message", "Unknown"]);
    }
}
