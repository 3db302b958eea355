//! The key, the lane and the record of an update, beside decoding it: `cargo bench --bench keys`.

#![allow(clippy::unwrap_used, reason = "a bench stops on a mistake")]

mod payloads;
mod settings;

use std::hint::black_box;

use criterion::Criterion;
use whatsapp_webhook::{Update, WebhookEvent};

fn main() {
    let mut criterion = settings::criterion();
    for (name, body) in [
        ("one text", payloads::text()),
        ("196 texts in one change", payloads::texts_in_one_change(196)),
        ("196 statuses", payloads::statuses(196)),
    ] {
        // Each iteration decodes, as an update keeps what it was asked for; the first row is what to subtract.
        let mut group = criterion.benchmark_group(format!("keys/{name}"));
        let mut bench = |what: &str, ask: fn(&Update)| {
            group.bench_function(what, |bencher| {
                bencher.iter(|| {
                    let event = WebhookEvent::from_bytes(black_box(&body).clone()).unwrap();
                    event.updates().for_each(|update| ask(black_box(&update)));
                });
            });
        };
        bench("decode", |_| {});
        bench("key", |update| _ = black_box(update.key()));
        bench("lane", |update| _ = black_box(update.lane()));
        bench("record", |update| _ = black_box(update.record()));
    }
    Criterion::final_summary(&criterion);
}
