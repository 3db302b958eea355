//! Bytes to updates, beside the least that reads the same bytes: `cargo bench --bench decode`.

#![allow(clippy::unwrap_used, reason = "a bench stops on a mistake")]

mod floor;
mod payloads;
mod settings;

use std::{
    collections::HashMap,
    hint::black_box,
    time::{Duration, Instant},
};

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
    contacts(&mut criterion);
    others(&mut criterion);
    cold(&mut criterion);
    criterion.final_summary();
}

/// Decodes a notification, and looks at each of its updates.
fn ours(body: &Bytes) -> usize {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    event.updates().map(black_box).count()
}

/// The same, and asks each update for its users and its number.
fn used(body: &Bytes) -> usize {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    event
        .updates()
        .inspect(|update| _ = black_box((update.sender(), update.recipient(), update.phone_number_id())))
        .map(black_box)
        .count()
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

/// A search of each user's contact: its cost must not grow with their number.
fn contacts(criterion: &mut Criterion) {
    for count in [100, 1_000] {
        let mut group =
            criterion.benchmark_group(format!("decode/{count} texts and {count} contacts, in one change"));
        against_borrowed(&mut group, &payloads::texts_and_contacts(count));
        group.finish();
    }
}

/// One text after other work took the caches: what a server does that is not busy.
fn cold(criterion: &mut Criterion) {
    let body = payloads::text();
    let mut caches = Caches::new();
    let mut group = criterion.benchmark_group("decode/one text of 545 bytes, cold");
    group.measurement_time(Duration::from_secs(3));
    for (name, decode) in [
        ("from_bytes alone", validated as fn(&Bytes) -> usize),
        ("ours", ours),
        ("ours, with users and numbers", used),
        ("borrowed", |body: &Bytes| floor::borrowed(body).unwrap()),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                let one = |_| {
                    caches.thrash();
                    let start = Instant::now();
                    black_box(decode(black_box(&body)));
                    start.elapsed()
                };
                (0..times).map(one).sum()
            });
        });
    }
    group.finish();
}

/// Decodes a notification, and looks at none of its updates.
fn validated(body: &Bytes) -> usize {
    WebhookEvent::from_bytes(body.clone()).unwrap().raw().len()
}

/// Memory and code that displace those of the decoder.
struct Caches {
    memory: Vec<u8>,
    other: Bytes,
}

impl Caches {
    fn new() -> Self {
        Self { memory: vec![0; 32 << 20], other: payloads::statuses(20) }
    }

    fn thrash(&mut self) {
        let next = self.memory.first().map_or(0, |byte| byte.wrapping_add(1));
        black_box(&mut self.memory).fill(next);
        let tree: serde_json::Value = serde_json::from_slice(&self.other).unwrap();
        let text = serde_json::to_string_pretty(&tree).unwrap();
        let mut counts = HashMap::new();
        for word in text.split_whitespace() {
            *counts.entry(word.to_uppercase()).or_insert(0.5) *= 1.5;
        }
        let mut words: Vec<(String, f64)> = counts.into_iter().collect();
        words.sort_unstable_by(|one, other| one.1.total_cmp(&other.1));
        black_box(format!("{tree:?} {words:?}"));
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
    group.bench_function("ours, with users and numbers", |bencher| bencher.iter(|| used(black_box(body))));
    group.bench_function("borrowed", |bencher| bencher.iter(|| floor::borrowed(black_box(body))));
}
