//! The price of the proof, beside HMAC-SHA256 alone: `cargo bench --bench signature`.

#![allow(clippy::unwrap_used, reason = "a bench stops on a mistake")]

mod drive;
mod payloads;
mod settings;

use std::hint::black_box;

use bytes::Bytes;
use criterion::{BatchSize, Criterion, Throughput};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderValue, Request};
use http_body_util::Full;
use sha2::Sha256;
use tower::{Layer, Service};
use whatsapp_webhook::{
    AppCredentials, AppSecret, VerifyToken, WhatsAppWebhookLayer,
    signature::{X_HUB_SIGNATURE_256, sign, verify},
};

fn main() {
    let mut criterion = settings::criterion();
    sizes(&mut criterion);
    secrets(&mut criterion);
    criterion.final_summary();
}

/// HMAC-SHA256 with a key that was prepared before, `count` times.
fn hmac(key: &Hmac<Sha256>, body: &[u8], count: usize) {
    for _ in 0..count {
        black_box(key.clone().chain_update(black_box(body)).finalize());
    }
}

fn key() -> Hmac<Sha256> {
    Hmac::new_from_slice(drive::SECRET.as_bytes()).unwrap()
}

/// `verify` of bodies of the sizes that arrive: one message, and 10, 196 and 5,780.
fn sizes(criterion: &mut Criterion) {
    let (secret, key) = (drive::secret(), key());
    for (name, body) in [
        ("545 bytes", payloads::text()),
        ("4.9 kB", payloads::texts(10)),
        ("94 kB", payloads::texts(196)),
        ("2.78 MB", payloads::texts(5_780)),
    ] {
        let header = sign(&secret, &body);
        let mut group = criterion.benchmark_group(format!("signature/verify {name}"));
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function("ours", |bencher| {
            bencher.iter(|| verify(&secret, &header, black_box(&body)).unwrap());
        });
        group.bench_function("hmac", |bencher| bencher.iter(|| hmac(&key, &body, 1)));
        group.finish();
    }
}

/// The layer with one secret or more, of which the last one signed.
fn secrets(criterion: &mut Criterion) {
    let key = key();
    for (name, body) in [("545 bytes", payloads::text()), ("94 kB", payloads::texts(196))] {
        for count in [1, 2, 8] {
            let mut last = drive::secret();
            let mut app = AppCredentials::new(last.clone(), VerifyToken::new("a token").unwrap());
            for at in 1..count {
                last = AppSecret::new(format!("{at:032}")).unwrap();
                app = app.with_previous_app_secret(last.clone()).unwrap();
            }
            let mut service = WhatsAppWebhookLayer::for_app(app).layer(drive::Nothing);
            let header = sign(&last, &body);
            let mut group = criterion.benchmark_group(format!("signature/{count} secrets, {name}"));
            group.throughput(Throughput::Bytes(body.len() as u64));
            group.bench_function("ours", |bencher| {
                bencher.iter_batched(
                    || request(&header, &body),
                    |request| drive::block_on(service.call(request)).unwrap(),
                    BatchSize::SmallInput,
                );
            });
            group.bench_function("hmac", |bencher| bencher.iter(|| hmac(&key, &body, count)));
            group.finish();
        }
    }
}

fn request(header: &HeaderValue, body: &Bytes) -> Request<Full<Bytes>> {
    Request::post("/").header(X_HUB_SIGNATURE_256, header).body(Full::new(body.clone())).unwrap()
}
