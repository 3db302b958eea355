//! Bytes to updates, beside the least that reads the same bytes: `cargo bench --bench decode`.

#![allow(clippy::unwrap_used, reason = "a bench stops on a mistake")]

mod floor;
mod payloads;
mod settings;

use std::hint::black_box;

use bytes::Bytes;
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use whatsapp_webhook::WebhookEvent;

/// One fixture for each type of message, and for what else the field `messages` has.
const TYPES: &[&str] = &[
    "audio_voice_note",
    "button",
    "contacts",
    "document",
    "edit",
    "errors",
    "image",
    "interactive_button_reply",
    "interactive_flow",
    "interactive_list_reply",
    "location",
    "order",
    "reaction",
    "request_welcome",
    "revoke",
    "status_delivered",
    "status_failed",
    "sticker",
    "system_user_changed_number",
    "text",
    "unsupported",
    "user_actions",
    "video",
];

fn main() {
    let mut criterion = settings::criterion();
    one_text(&mut criterion);
    types(&mut criterion);
    batches(&mut criterion);
    others(&mut criterion);
    criterion.final_summary();
}

/// Decodes a delivery, and looks at each of its updates.
fn ours(body: &Bytes) -> usize {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    event.updates().map(black_box).count()
}

fn one_text(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decode/one text of 545 bytes");
    all(&mut group, &payloads::text());
    group.finish();
}

fn types(criterion: &mut Criterion) {
    for name in TYPES {
        let body = payloads::fixture(&format!("messages/{name}"));
        let mut group = criterion.benchmark_group(format!("decode/type {name}"));
        against_borrowed(&mut group, &body);
        group.finish();
    }
}

fn batches(criterion: &mut Criterion) {
    for count in [10, 196, 5_780] {
        for (shape, body) in [
            ("an entry each", payloads::texts(count)),
            ("in one change", payloads::texts_in_one_change(count)),
        ] {
            let mut group = criterion.benchmark_group(format!("decode/{count} texts, {shape}"));
            all(&mut group, &body);
            group.finish();
        }
        let mut group = criterion.benchmark_group(format!("decode/{count} statuses"));
        all(&mut group, &payloads::statuses(count));
        group.finish();
    }
}

/// What the floor reads in part, or not at all.
fn others(criterion: &mut Criterion) {
    for (name, body) in [
        ("196 unknown messages", payloads::unknown(196)),
        ("196 malformed messages", payloads::malformed(196)),
        ("196 messages of history", payloads::history(196)),
    ] {
        let mut group = criterion.benchmark_group(format!("decode/{name}"));
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function("ours", |bencher| bencher.iter(|| ours(black_box(&body))));
        group.bench_function("value", |bencher| bencher.iter(|| floor::value(black_box(&body))));
        group.finish();
    }
}

fn all(group: &mut BenchmarkGroup<'_, WallTime>, body: &Bytes) {
    against_borrowed(group, body);
    group.bench_function("owned", |bencher| bencher.iter(|| floor::owned(black_box(body))));
    group.bench_function("value", |bencher| bencher.iter(|| floor::value(black_box(body))));
}

fn against_borrowed(group: &mut BenchmarkGroup<'_, WallTime>, body: &Bytes) {
    assert!(floor::borrowed(body).is_some());
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("ours", |bencher| bencher.iter(|| ours(black_box(body))));
    group.bench_function("borrowed", |bencher| bencher.iter(|| floor::borrowed(black_box(body))));
}
