//! How long it takes to decode the worst bodies of the full size.

use std::{cmp::Reverse, hint::black_box, time::Duration};

use bytes::Bytes;
use serde::de::IgnoredAny;
use whatsapp_webhook::WebhookEvent;

use crate::{processor, shapes};

/// The most that it may take, as a multiple of what it takes to find the end of the JSON. Measured were 40.
const LONGEST: f64 = 100.0;

fn ours(body: &Bytes) {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    assert!(event.updates().count() > 0);
}

fn again_and_again(body: &Bytes) {
    for _ in 0..300 {
        ignored(body);
    }
}

fn ignored(body: &Bytes) {
    black_box(serde_json::from_slice::<IgnoredAny>(body).unwrap());
}

fn time(body: &Bytes, read: fn(&Bytes)) -> Duration {
    processor::time(Duration::from_millis(200), || read(body))
}

fn times_of_the_floor(body: &Bytes, read: fn(&Bytes)) -> f64 {
    time(body, read).as_secs_f64() / time(body, ignored).as_secs_f64()
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the time of code that is not optimized says nothing")]
fn no_body_takes_much_longer_than_it_takes_to_read_its_json() {
    let shapes = shapes::adversarial();
    let mut slowest: Vec<_> = shapes
        .iter()
        .map(|(what, body)| (processor::time(Duration::ZERO, || ours(body)), what, body))
        .collect();
    slowest.sort_by_key(|(time, ..)| Reverse(*time));
    for (_, what, body) in &slowest[..6] {
        let (time, ratio) = (time(body, ours), times_of_the_floor(body, ours));
        println!("decoding {} bytes: {time:.1?}, {ratio:.0} times the floor: {what}", body.len());
        assert!(ratio < LONGEST, "{what}");
    }
    for body in shapes::realistic() {
        println!("decoding {} bytes, as they come: {:.1?}", body.len(), time(&body, ours));
    }
    let ratio = times_of_the_floor(slowest[0].2, again_and_again);
    assert!(ratio > LONGEST, "reading it again and again is caught");
}
