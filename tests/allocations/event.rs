//! What the typed event allocates for the largest bodies that the layer accepts.
//!
//! A reallocation counts as a move, as on the worst allocator; the body itself counts as well.

use std::hint::black_box;

use allocation_counter::measure;
use bytes::Bytes;
use serde_json::Value;
use whatsapp_webhook::{Update, WebhookEvent};

use crate::{
    random::{Random, repetitions, seed},
    search,
    shapes::{LIMIT, TEXT, adversarial, array, realistic},
};

/// The most memory that a body may take, as a multiple of its length, the body included.
const MOST_MEMORY: f64 = 3.0;

/// The most allocations that one text may take, without and with its sender and number.
const ONE_TEXT: u64 = 6;
const ONE_TEXT_USED: u64 = 11;

/// Peak of memory over the body's length, the body included.
fn peak<T>(body: &Bytes, read: impl FnOnce(&Bytes) -> T) -> f64 {
    let info = measure(|| {
        black_box(read(body));
    });
    1.0 + info.bytes_max as f64 / body.len() as f64
}

/// Decodes a notification and asks each update for its users and its number.
fn used(body: &Bytes) -> WebhookEvent {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    let mut count = 0;
    for update in event.updates() {
        use_it(&update);
        count += 1;
    }
    assert!(count > 0);
    event
}

fn use_it(update: &Update) {
    black_box((update.sender(), update.recipient(), update.phone_number_id()));
}

fn tree(body: &Bytes) -> Value {
    serde_json::from_slice(body).unwrap()
}

/// One item may take 2 MB, whatever the length of the body, so a body of less than that is no measure.
#[test]
#[cfg_attr(debug_assertions, ignore = "bodies are shorter in debug builds")]
fn no_body_of_3_mib_costs_more_than_three_times_itself() {
    let shapes = adversarial();
    assert!(shapes.len() >= 60);
    let mut worst: Vec<(f64, &str, usize)> =
        shapes.iter().map(|(what, body)| (peak(body, used), what.as_str(), body.len())).collect();
    worst.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (ratio, what, length) in &worst {
        println!("{ratio:5.2}x {length:8} bytes  {what}");
    }
    let beyond: Vec<_> = worst.iter().filter(|(ratio, ..)| *ratio > MOST_MEMORY).collect();
    assert!(beyond.is_empty(), "{beyond:?}");

    let ratio = peak(&array("messages", "{}"), tree);
    println!("{ratio:5.2}x for a tree of the same");
    assert!(ratio > MOST_MEMORY, "a tree is caught");
}

#[test]
fn no_shape_of_a_body_costs_more_than_three_times_itself() {
    let mut random = Random::new(seed());
    let tries = repetitions(300);
    let cost = |body: &Bytes| {
        peak(body, |body| match WebhookEvent::from_bytes(body.clone()) {
            Ok(event) => event.updates().map(|update| use_it(&update)).count(),
            Err(_) => 0,
        })
    };
    let (ratio, what) = search::worst(&mut random, tries, LIMIT - 4096, MOST_MEMORY, cost);
    println!("seed {:#x}, {tries} shapes, the worst costs {ratio:.2} times itself: {what}", seed());
    assert!(ratio < MOST_MEMORY, "{what}");

    let (ratio, what) = search::worst(&mut random, 20, LIMIT / 8, MOST_MEMORY, |body| peak(body, tree));
    println!("control, a tree: {ratio:.2} times itself: {what}");
    assert!(ratio > MOST_MEMORY, "a tree is caught");
}

#[test]
fn a_realistic_batch_of_3_mib_costs_less_than_twice_itself() {
    for body in realistic() {
        let (ours, tree) = (peak(&body, used), peak(&body, tree));
        println!("{ours:5.2}x, {tree:5.2}x for a tree");
        assert!(ours < 2.0);
        assert!(tree > 2.0, "a tree is caught");
    }
}

#[test]
fn one_text_takes_few_allocations() {
    let body = Bytes::from(format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"300000000000029","changes":[{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"4930901820","phone_number_id":"200000000000017"}},"contacts":[{{"profile":{{"name":"Ana Prado"}},"wa_id":"5511987650001"}}],"messages":[{TEXT}]}},"field":"messages"}}]}}]}}"#
    ));
    let walked = measure(|| {
        let event = WebhookEvent::from_bytes(body.clone()).unwrap();
        assert_eq!(event.updates().count(), 1);
    });
    let used = measure(|| drop(used(&body)));
    println!("{} allocations, {} with sender and number", walked.count_total, used.count_total);
    assert!(walked.count_total <= ONE_TEXT, "{}", walked.count_total);
    assert!(used.count_total <= ONE_TEXT_USED, "{}", used.count_total);
}
