//! How long it takes to decode the worst bodies of the full size.

use std::{cmp::Reverse, hint::black_box, time::Duration};

use bytes::Bytes;
use serde::de::IgnoredAny;
use whatsapp_webhook::{Content, Update, WebhookEvent};

use crate::{
    processor,
    random::{Random, repetitions, seed},
    search,
    shapes::{self, nested_edits},
};

/// The most that a body of 3 MiB may take, on a machine as fast as the yardstick says; a slower one may take longer.
const MOST_TIME: Duration = Duration::from_millis(100);

/// How long reading the yardstick takes on such a machine.
const YARDSTICK: Duration = Duration::from_millis(24);

/// The most that a body of any shape may take for each byte, in nanoseconds: twice the above, as short runs waver.
const MOST_FOR_A_BYTE: f64 = 64.0;

/// How long the bodies are that the search tries.
const LENGTH: usize = 200_000;

/// The edits inside of each other that take 978 bytes.
const EDITS: usize = 13;

/// Decodes a notification and asks each update for its users and its number.
fn ours(body: &Bytes) {
    read(body, |update| _ = black_box((update.sender(), update.recipient(), update.phone_number_id())));
}

/// The same with a look at all contacts for each update, whose cost is the product of their numbers.
fn every_contact_for_every_update(body: &Bytes) {
    read(body, |update| _ = black_box(update.contacts().count()));
}

fn again_and_again(body: &Bytes) {
    (0..50).for_each(|_| ours(body));
}

fn read(body: &Bytes, ask: fn(&Update)) {
    if let Ok(event) = WebhookEvent::from_bytes(body.clone()) {
        event.updates().for_each(|update| ask(&update));
    }
}

fn ignored(body: &Bytes) {
    black_box(serde_json::from_slice::<IgnoredAny>(body).unwrap());
}

fn time(body: &Bytes, read: fn(&Bytes)) -> Duration {
    processor::time(Duration::from_millis(200), || read(body))
}

fn once(body: &Bytes, read: fn(&Bytes)) -> Duration {
    processor::time(Duration::ZERO, || read(body))
}

/// The shortest of some times, and of many where it is beyond the bound: the other campaigns take the caches.
fn shortest(body: &Bytes, bound: Duration) -> Duration {
    let mut shortest = Duration::MAX;
    for tries in 1..=50 {
        shortest = shortest.min(once(body, ours));
        if shortest < bound / 2 || tries >= 5 && shortest <= bound {
            break;
        }
    }
    shortest
}

/// The bound on this machine: work of the same kind, done by another library, tells how fast the machine is.
fn bound() -> Duration {
    let strings = format!("[{}\"a\"]", "\"a\",".repeat((3 << 20) / 4));
    let read = || _ = black_box(serde_json::from_str::<Vec<Box<str>>>(&strings).unwrap());
    let yardstick = (0..5).map(|_| processor::time(Duration::from_millis(100), read)).min().unwrap();
    println!("decoding: the yardstick takes {yardstick:.1?}");
    MOST_TIME.mul_f64(yardstick.div_duration_f64(YARDSTICK).max(1.0))
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the time of code that is not optimized says nothing")]
fn no_body_of_3_mib_takes_longer_than_100_ms() {
    let (shapes, bound) = (shapes::adversarial(), bound());
    let mut slowest: Vec<_> = shapes.iter().map(|(what, body)| (shortest(body, bound), what, body)).collect();
    slowest.sort_by_key(|(time, ..)| Reverse(*time));
    for (time, what, body) in &slowest[..12] {
        println!("decoding {} bytes: {time:.1?}: {what}", body.len());
    }
    for body in shapes::realistic() {
        let (ours, floor) = (time(&body, ours), time(&body, ignored));
        println!("decoding {} bytes, as they come: {ours:.1?}, {floor:.1?} to find their end", body.len());
    }
    let beyond: Vec<_> =
        slowest.iter().filter(|(time, ..)| *time > bound).map(|(time, what, _)| (time, what)).collect();
    assert!(beyond.is_empty(), "{beyond:?}");
    assert!(once(slowest[0].2, again_and_again) > bound, "reading it again and again is caught");
}

/// Nanoseconds for each byte.
fn for_a_byte(body: &Bytes, read: fn(&Bytes)) -> f64 {
    // Twice, as another process may have taken the caches.
    let once =
        || processor::time(Duration::from_millis(2), || read(body)).as_nanos() as f64 / body.len() as f64;
    let first = once();
    if first < MOST_FOR_A_BYTE { first } else { first.min(once()).min(once()) }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the time of code that is not optimized says nothing")]
fn no_shape_of_a_body_costs_more_than_its_bytes() {
    let mut random = Random::new(seed());
    let tries = repetitions(1_500);
    let (cost, what) =
        search::worst(&mut random, tries, LENGTH, MOST_FOR_A_BYTE, |body| for_a_byte(body, ours));
    println!(
        "decoding: seed {:#x}, {tries} shapes, the worst takes {cost:.1} ns for each byte: {what}",
        seed()
    );
    assert!(cost < MOST_FOR_A_BYTE, "{what}");

    let careless = |body: &Bytes| for_a_byte(body, every_contact_for_every_update);
    let (cost, what) = search::worst(&mut random, tries, LENGTH / 10, MOST_FOR_A_BYTE, careless);
    println!("decoding: control, every contact for every update: {cost:.1} ns for each byte: {what}");
    assert!(cost > MOST_FOR_A_BYTE, "the product of two numbers is found");
}

/// A notification of edits inside of each other, malformed at the bottom.
fn edits(depth: usize) -> Bytes {
    let message = nested_edits(depth);
    Bytes::from(format!(
        r#"{{"entry":[{{"changes":[{{"field":"messages","value":{{"messages":[{message}]}}}}]}}]}}"#
    ))
}

/// Decodes it and asks for the reason of everything that is unknown.
fn with_reasons(body: &Bytes) {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    for update in event.updates() {
        if let Content::Unknown(unknown) = &update.content {
            black_box(unknown.reason());
        }
        black_box((update.sender(), update.message().map(|message| message.text().is_some())));
    }
    black_box(event.unrecognized().count());
}

#[test]
fn nested_edits_cost_no_more_than_their_bytes() {
    let body = edits(EDITS);
    assert!((900..1_100).contains(&body.len()), "{} bytes", body.len());
    let time = processor::time(Duration::from_millis(20), || with_reasons(&body));
    println!("decoding: {EDITS} nested edits, {} bytes: {time:.1?}", body.len());
    assert!(time < Duration::from_millis(1) || cfg!(debug_assertions), "{time:?}");
    let for_a_byte = |depth: usize| {
        let body = edits(depth);
        let time = processor::time(Duration::from_millis(20), || with_reasons(&body));
        time.as_nanos() as f64 / body.len() as f64
    };
    let (few, many) = (for_a_byte(100), for_a_byte(3_000));
    println!("decoding: {few:.2} ns for each byte of 100 nested edits, {many:.2} of 3000");
    assert!(many < few * 3.0);
}
