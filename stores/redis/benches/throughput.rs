//! What it costs to claim the updates of a notification, beside one pipeline of commands by hand: `cargo bench`.
//!
//! It starts a server of its own, and needs the binary of Debian's package `redis-server`. The candidates take turns; the best run of each counts.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, dead_code, reason = "a bench stops on a mistake")]

#[path = "../tests/store/server.rs"]
mod server;

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use whatsapp_webhook::{WebhookEvent, dedup::Dedup};
use whatsapp_webhook_redis::{
    RedisClaims,
    redis::{self, aio::MultiplexedConnection},
};

use self::server::{KEEPS, Server};

const UPDATES: usize = 60;
const NOTIFICATIONS: usize = 500;

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A notification of texts with IDs of their own.
fn notification() -> WebhookEvent {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let message = |index: usize| {
        format!(
            r#"{{"from":"1650555{index:04}","id":"wamid.HBgLMTY1MDU1NTEyMzQVAgASGBI5QUQ5NzA1OEQ4NkIyQkY5QTUA{number}-{index}","timestamp":"1749416383","type":"text","text":{{"body":"Does it come in another color?"}}}}"#
        )
    };
    let messages: Vec<String> = (0..UPDATES).map(message).collect();
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"field":"messages","value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"15550783881","phone_number_id":"106540352242922"}},"messages":[{}]}}}}]}}]}}"#,
        messages.join(",")
    );
    WebhookEvent::from_bytes(body).unwrap()
}

/// Claims, and marks all as done. Returns the time of the claims, and of both.
async fn by_dedup(dedup: &Dedup<RedisClaims>) -> (Duration, Duration) {
    let events: Vec<_> = (0..NOTIFICATIONS).map(|_| notification()).collect();
    let (mut claimed, start) = (Duration::ZERO, Instant::now());
    for event in &events {
        let start = Instant::now();
        let mut batch = dedup.claim(event).await.unwrap();
        claimed += start.elapsed();
        assert_eq!(batch.updates().map(|update| update.done()).count(), UPDATES);
        assert_eq!(batch.settle().await.status(), 200);
    }
    (claimed, start.elapsed())
}

/// Sets keys that are as long, in one pipeline for each notification.
async fn by_hand(connection: &mut MultiplexedConnection) -> Duration {
    let first = NEXT.fetch_add(NOTIFICATIONS, Ordering::Relaxed);
    let start = Instant::now();
    for number in first..first + NOTIFICATIONS {
        let mut pipeline = redis::pipe();
        for index in 0..UPDATES {
            let key = format!("whatsapp-webhook:by hand:{:032x}", number * UPDATES + index);
            let set = pipeline.cmd("SET").arg(key).arg("L0123456789abcdef0123456789abcdef");
            set.arg("NX").arg("PX").arg(60_000).arg("GET");
        }
        let _: Vec<Option<String>> = pipeline.query_async(connection).await.unwrap();
    }
    start.elapsed()
}

#[tokio::main]
async fn main() {
    let Some(server) = Server::start(KEEPS) else { return };
    let dedup = Dedup::new(RedisClaims::connect(server.client()).await.unwrap());
    let mut connection = server.client().get_multiplexed_async_connection().await.unwrap();
    let (mut claimed, mut settled, mut hand) = (Duration::MAX, Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        let (claims, both) = by_dedup(&dedup).await;
        (claimed, settled) = (claimed.min(claims), settled.min(both));
        hand = hand.min(by_hand(&mut connection).await);
    }
    let rate = |time: Duration| (NOTIFICATIONS * UPDATES) as f64 / time.as_secs_f64();
    println!(
        "{UPDATES} updates a notification: claimed {:.0}/s, by hand {:.0}/s, ratio {:.2}; the goal is 0.90; claimed and marked {:.0}/s",
        rate(claimed),
        rate(hand),
        rate(claimed) / rate(hand),
        rate(settled)
    );
}
