//! How much the inbox stores, beside one commit a notification by hand: `cargo bench`.
//!
//! The candidates take turns, three times; the best run of each counts.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a bench stops on a mistake")]

use std::{
    env, fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{sync::Notify, task::JoinSet};
use tower::service_fn;
use whatsapp_webhook::{
    WebhookEvent,
    inbox::{Failure, Inbox, Job},
};
use whatsapp_webhook_sqlite::{Sqlite, rusqlite::Connection};

const POSTS: usize = 2_000;
const AT_ONCE: usize = 32;

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A notification of one text, by one of a thousand users, with an ID of its own.
fn notification() -> WebhookEvent {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"field":"messages","value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"15550783881","phone_number_id":"106540352242922"}},"messages":[{{"from":"1650555{:04}","id":"wamid.HBgLMTY1MDU1NTEyMzQVAgASGBI5QUQ5NzA1OEQ4NkIyQkY5QTUA{number}","timestamp":"1749416383","type":"text","text":{{"body":"Does it come in another color?"}}}}]}}}}]}}]}}"#,
        number % 1_000
    );
    WebhookEvent::from_bytes(body).unwrap()
}

#[tokio::main]
async fn main() {
    let directory = env::temp_dir().join(format!("whatsapp-webhook-sqlite-bench-{}", std::process::id()));
    let (mut stored, mut handed_out, mut by_hand) = (Duration::MAX, Duration::MAX, Duration::MAX);
    for _ in 0..3 {
        fs::create_dir_all(&directory).unwrap();
        let inbox = Inbox::new(Sqlite::open(directory.join("inbox.db")).unwrap());
        stored = stored.min(store(&inbox).await);
        handed_out = handed_out.min(hand_out(&inbox).await);
        let events: Vec<_> = (0..POSTS).map(|_| notification()).collect();
        let connection = Connection::open(directory.join("inbox.db")).unwrap();
        let start = Instant::now();
        for event in &events {
            let record = event.updates().next().unwrap().record();
            let key = record.key.unwrap().to_bytes();
            connection.execute("begin immediate", []).unwrap();
            connection.execute("insert into whatsapp_webhook_seen values (?1, 0)", [&key[..]]).unwrap();
            let insert = "insert into whatsapp_webhook_record (lane, key, payload, received_at) values (?1, ?2, ?3, 0)";
            connection
                .execute(insert, (record.lane.to_bits().cast_signed(), &key[..], &record.payload[..]))
                .unwrap();
            connection.execute("commit", []).unwrap();
        }
        by_hand = by_hand.min(start.elapsed());
        drop(inbox);
        fs::remove_dir_all(&directory).unwrap();
    }
    let rate = |time: Duration| POSTS as f64 / time.as_secs_f64();
    println!(
        "one update a notification, {AT_ONCE} at once: {:.0}/s, by hand {:.0}/s, {:.2} times; the goal is 8; handed out: {:.0}/s",
        rate(stored),
        rate(by_hand),
        rate(stored) / rate(by_hand),
        rate(handed_out)
    );
}

async fn store(inbox: &Inbox<Sqlite>) -> Duration {
    let mut events: Vec<_> = (0..POSTS).map(|_| notification()).collect();
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (inbox, events) = (inbox.clone(), events.split_off(events.len() - POSTS / AT_ONCE));
        tasks.spawn(async move {
            for event in events {
                inbox.push(&event).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    start.elapsed()
}

async fn hand_out(inbox: &Inbox<Sqlite>) -> Duration {
    let count = usize::try_from(inbox.depth().await.unwrap().waiting).unwrap();
    let (left, done) = (Arc::new(AtomicUsize::new(count)), Arc::new(Notify::new()));
    let handler = {
        let (left, done) = (Arc::clone(&left), Arc::clone(&done));
        service_fn(move |_: Job| {
            if left.fetch_sub(1, Ordering::Relaxed) == 1 {
                done.notify_one();
            }
            async { Ok::<(), Failure>(()) }
        })
    };
    let start = Instant::now();
    inbox.worker(handler).run_until(async move { done.notified().await }).await.unwrap();
    start.elapsed()
}
