use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use axum::{Router, routing::post};
use proptest::prelude::*;
use whatsapp_webhook::{
    Content, WebhookEvent,
    testing::{Chaos, Item, Notification, Platform},
};

use crate::support::{layer, secret};

/// A mixture of messages, statuses and values of fields, each with an ID.
fn items(count: usize) -> Vec<Item> {
    let item = |number: usize| match number % 3 {
        0 => Item::text("x").with_id(&format!("wamid.{number}")),
        1 => Item::read(&format!("wamid.{number}")),
        _ => Item::of("weather", serde_json::json!({ "id": number })),
    };
    (0..count).map(item).collect()
}

/// How often each item comes.
fn times(notifications: &[Notification]) -> HashMap<String, usize> {
    let mut times = HashMap::new();
    for notification in notifications {
        for update in notification.event().unwrap().updates() {
            let name = match &update.content {
                Content::Unknown(unknown) => unknown.raw().to_owned(),
                _ => update.id().unwrap().to_owned(),
            };
            *times.entry(name).or_default() += 1;
        }
    }
    times
}

proptest! {
    #[test]
    fn each_item_comes_at_least_once_and_one_of_them_twice(seed: u64, count in 1..60_usize) {
        let notifications = Chaos::seeded(seed).notifications(items(count));
        let times = times(&notifications);
        prop_assert_eq!(times.len(), count);
        prop_assert!(times.values().any(|times| *times > 1));
        prop_assert_eq!(notifications, Chaos::seeded(seed).notifications(items(count)));
    }
}

#[test]
fn no_batch_has_more_than_a_thousand_items() {
    for seed in 0..20 {
        let notifications = Chaos::seeded(seed).notifications(items(3000));
        let longest =
            notifications.iter().map(|notification| notification.event().unwrap().updates().count()).max();
        assert!((2..=1000).contains(&longest.unwrap()));
    }
}

#[test]
fn items_come_out_of_order_and_in_batches_of_many_lengths() {
    let notifications = Chaos::seeded(1).notifications(items(30));
    let lengths: std::collections::HashSet<usize> =
        notifications.iter().map(|notification| notification.event().unwrap().updates().count()).collect();
    assert!(lengths.len() > 2, "{lengths:?}");
    let first = notifications[0].event().unwrap();
    assert!(first.updates().next().is_some_and(|update| update.id() != Some("wamid.0")));
}

#[test]
fn the_sequence_of_a_seed_is_a_promise() {
    let bodies = Chaos::seeded(7).notifications((0..6).map(|number| Item::read(&format!("{number}"))));
    let ids: Vec<Vec<String>> = bodies
        .iter()
        .map(|body| body.event().unwrap().updates().map(|update| update.id().unwrap().to_owned()).collect())
        .collect();
    let expected: [&[&str]; 9] = [
        &["1", "3"],
        &["1"],
        &["2"],
        &["1", "3"],
        &["2"],
        &["4", "0"],
        &["1"],
        &["4", "2", "5"],
        &["3", "0"],
    ];
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn a_handler_that_forgets_deduplication_counts_too_much_with_every_seed() {
    for seed in 0..50 {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let receive = move |event: WebhookEvent| async move {
            counted.fetch_add(event.updates().filter(|update| update.message().is_some()).count(), Relaxed);
        };
        let app = Router::new().route("/webhook", post(receive).layer(layer()));
        let meta = Platform::new(app, secret()).at("/webhook");
        for notification in Chaos::seeded(seed).notifications([Item::text("pizza").with_id("wamid.1")]) {
            assert_eq!(meta.deliver(&notification).await.unwrap().status(), 200);
        }
        assert!(count.load(Relaxed) > 1, "seed {seed}");
    }
}
