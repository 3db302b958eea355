//! Batches, duplicates and disorder.

use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use serde_json::{Value, json};
use whatsapp_simulator::{Customer, Item};

use crate::bot::{Bot, SECRET, send};

/// A conversation of three customers, whose updates are held and released by a seed. Returns the bytes that the bot received.
async fn run(seed: Option<u64>) -> Vec<Bytes> {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.with_clock_stopped_at(UNIX_EPOCH + Duration::from_secs(1_749_384_000));
    let meta = meta.start().await.unwrap();
    meta.hold();
    for (number, name) in ["Ana", "Bo", "Cy"].into_iter().enumerate() {
        let chat = meta.chat(&Customer::new(&format!("1555000222{number}")).named(name));
        for text in ["one", "two", "three"] {
            assert!(chat.says(Item::text(text)).await.attempts.is_empty());
        }
    }
    assert!(bot.memory().bodies.is_empty());
    let outcomes = meta.release(seed).await;
    assert!(outcomes.iter().all(whatsapp_simulator::Outcome::is_taken));
    meta.chat(&Customer::new("15550002222")).says(Item::text("last")).await;
    assert_eq!(send(&meta, "text", json!({ "body": "answer" })).await.0, 200);
    meta.advance(Duration::from_secs(1)).await;
    let memory = bot.memory();
    memory.bodies.clone()
}

#[tokio::test]
async fn held_updates_come_in_one_notification_in_their_order() {
    let bodies = run(None).await;
    // The batch, the last text, and the statuses `sent` and `delivered`.
    assert_eq!(bodies.len(), 4);
    let json: Value = serde_json::from_slice(&bodies[0]).unwrap();
    let messages = json["entry"][0]["changes"][0]["value"]["messages"].as_array().unwrap();
    let texts: Vec<_> = messages.iter().map(|message| message["text"]["body"].as_str().unwrap()).collect();
    assert_eq!(texts, ["one", "two", "three"].repeat(3));
}

#[tokio::test]
async fn the_same_seed_gives_the_same_run_and_another_one_another() {
    assert_eq!(run(Some(7)).await, run(Some(7)).await);
    assert_ne!(run(Some(7)).await, run(Some(8)).await);
    let count = |bodies: Vec<Bytes>| {
        bodies
            .iter()
            .map(|body| String::from_utf8_lossy(body).matches(r#""type":"text""#).count())
            .sum::<usize>()
    };
    assert!(count(run(Some(7)).await) > 10, "at least one update comes twice");
}
