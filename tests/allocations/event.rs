//! What the typed event allocates, for the largest bodies that the layer lets through.
//!
//! A reallocation counts as a move, as on the worst allocator; the body itself counts as well.

use std::hint::black_box;

use allocation_counter::measure;
use bytes::Bytes;
use serde_json::Value;
use whatsapp_webhook::{
    WebhookEvent,
    event::{Error, Status, message::Message},
};

use crate::shapes::{TEXT, adversarial, array, realistic};

/// Peak of memory over the body's length, the body included.
fn peak<T>(body: &Bytes, read: impl FnOnce(&Bytes) -> T) -> f64 {
    let info = measure(|| {
        black_box(read(body));
    });
    1.0 + info.bytes_max as f64 / body.len() as f64
}

fn ours(body: &Bytes) -> WebhookEvent {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    assert!(event.updates().count() > 0);
    event
}

fn tree(body: &Bytes) -> Value {
    serde_json::from_slice(body).unwrap()
}

#[test]
fn no_body_of_3_mib_costs_more_than_ten_times_itself() {
    let shapes = adversarial();
    assert!(shapes.len() >= 60);
    let mut worst: Vec<(f64, &str, usize)> =
        shapes.iter().map(|(what, body)| (peak(body, ours), what.as_str(), body.len())).collect();
    worst.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (ratio, what, length) in &worst {
        println!("{ratio:5.2}x {length:8} bytes  {what}");
    }
    let beyond: Vec<_> = worst.iter().filter(|(ratio, ..)| *ratio > 10.0).collect();
    assert!(beyond.is_empty(), "{beyond:?}");

    let ratio = peak(&array("messages", "{}"), tree);
    println!("{ratio:5.2}x for a tree of the same");
    assert!(ratio > 10.0, "a tree is caught");
}

#[test]
fn a_realistic_batch_of_3_mib_costs_less_than_three_times_itself() {
    for body in realistic() {
        let (ours, tree) = (peak(&body, ours), peak(&body, tree));
        println!("{ours:5.2}x, {tree:5.2}x for a tree");
        assert!(ours < 3.0);
        assert!(tree > 3.0, "a tree is caught");
    }
}

/// A list of many short items takes this much for each. Lower a budget when an item got smaller; raise it only with a
/// reason.
#[test]
#[cfg(target_pointer_width = "64")]
fn an_item_is_no_larger_than_its_budget() {
    for (what, size, budget) in [
        ("message", size_of::<Message>(), 232),
        ("status", size_of::<Status>(), 312),
        ("error", size_of::<Error>(), 80),
    ] {
        println!("{what}: {size} bytes, at most {budget}");
        assert!(size <= budget, "{what}");
    }
}

#[test]
fn one_text_message_takes_few_allocations() {
    let body = Bytes::from(format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"300000000000029","changes":[{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"4930901820","phone_number_id":"200000000000017"}},"contacts":[{{"profile":{{"name":"Ana Prado"}},"wa_id":"5511987650001"}}],"messages":[{TEXT}]}},"field":"messages"}}]}}]}}"#
    ));
    let info = measure(|| {
        let event = WebhookEvent::from_bytes(body.clone()).unwrap();
        assert_eq!(event.updates().count(), 1);
    });
    println!("{} allocations, {} bytes at most", info.count_total, info.bytes_max);
    assert!(info.count_total <= 21, "{}", info.count_total);
}
