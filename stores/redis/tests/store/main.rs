//! The store against a real Redis, which the tests start on ports of their own. They need the binary of Debian's package `redis-server`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "../../../testing/proxy.rs"]
mod proxy;
#[path = "../../../testing/retention.rs"]
mod retention;
mod server;

use std::time::{Duration, Instant};

use whatsapp_webhook::{WebhookEvent, dedup::Dedup, testing::check_claim_store};
use whatsapp_webhook_redis::{
    RedisClaims,
    redis::{self, Client},
};

use self::{
    proxy::{Fault, Proxy},
    server::{KEEPS, Server},
};

fn notification(ids: &[&str]) -> WebhookEvent {
    let message = |id: &&str| {
        format!(
            r#"{{"from":"1","id":"{id}","timestamp":"1749416383","type":"text","text":{{"body":"Hello"}}}}"#
        )
    };
    let messages: Vec<String> = ids.iter().map(message).collect();
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"3","changes":[{{"field":"messages","value":{{"metadata":{{"phone_number_id":"2"}},"messages":[{}]}}}}]}}]}}"#,
        messages.join(",")
    );
    WebhookEvent::from_bytes(body).unwrap()
}

/// Handles a notification, and returns the status and how many updates were handled.
async fn handle(dedup: &Dedup<RedisClaims>, event: &WebhookEvent) -> (u16, usize) {
    let Ok(mut batch) = dedup.claim(event).await else { return (503, 0) };
    let count = batch.updates().map(|claimed| claimed.done()).count();
    (batch.settle().await.status().as_u16(), count)
}

#[tokio::test]
async fn it_is_a_store_of_claims() {
    let Some(server) = Server::start(KEEPS) else { return };
    check_claim_store(RedisClaims::connect(server.client()).await.unwrap()).await.unwrap();
}

#[tokio::test]
async fn processes_share_claims_and_namespaces_are_apart() {
    let Some(server) = Server::start(KEEPS) else { return };
    let [first, second] = [server.client(), server.client()]
        .map(|client| async { Dedup::new(RedisClaims::connect(client).await.unwrap()) });
    let (first, second) = (first.await, second.await);
    let event = notification(&["a", "b"]);
    let batch = first.claim(&event).await.unwrap();
    assert_eq!(handle(&second, &event).await, (503, 0));
    drop(batch);
    while handle(&second, &event).await.0 == 503 {
        tokio::task::yield_now().await;
    }
    assert_eq!(handle(&first, &event).await, (200, 0));
    assert_eq!(handle(&first.with_namespace("another app"), &event).await, (200, 2));
}

#[tokio::test]
async fn a_server_that_forgets_claims_is_refused() {
    for options in [
        &["--appendonly", "no"][..],
        &["--appendonly", "yes", "--maxmemory-policy", "allkeys-lru"],
        &["--appendonly", "yes", "--rename-command", "CONFIG", ""],
    ] {
        let Some(server) = Server::start(options) else { return };
        let error = RedisClaims::connect(server.client()).await.unwrap_err().to_string();
        assert!(error.contains("accept"), "{options:?}: {error}");
        let claims = RedisClaims::connect_accepting_loss(server.client()).await.unwrap();
        assert_eq!(handle(&Dedup::new(claims), &notification(&["a"])).await, (200, 1));
    }
}

#[tokio::test]
async fn a_server_that_is_killed_forgets_nothing_and_gets_503_meanwhile() {
    let Some(mut server) = Server::start(KEEPS) else { return };
    let dedup = Dedup::new(RedisClaims::connect(server.client()).await.unwrap());
    let event = notification(&["a", "b"]);
    assert_eq!(handle(&dedup, &event).await, (200, 2));
    server.kill();
    let start = Instant::now();
    assert_eq!(handle(&dedup, &notification(&["c"])).await, (503, 0));
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
    server.start_again();
    let start = Instant::now();
    while handle(&dedup, &notification(&["c"])).await.0 == 503 {
        assert!(start.elapsed() < Duration::from_secs(70), "it does not recover");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(handle(&dedup, &event).await, (200, 0));
}

#[tokio::test]
async fn a_server_that_is_full_gets_503() {
    let Some(server) = Server::start(&[KEEPS, &["--maxmemory", "100kb"]].concat()) else { return };
    let claims = RedisClaims::connect(server.client()).await.unwrap();
    assert_eq!(handle(&Dedup::new(claims), &notification(&["a"])).await, (503, 0));
}

#[tokio::test]
async fn handled_keys_are_free_again_after_their_retention() {
    let Some(server) = Server::start(KEEPS) else { return };
    retention::check(RedisClaims::connect(server.client()).await.unwrap(), &notification(&["a"])).await;
}

#[tokio::test]
async fn a_claim_takes_less_than_200_bytes() {
    let Some(server) = Server::start(KEEPS) else { return };
    let dedup = Dedup::new(RedisClaims::connect(server.client()).await.unwrap()).with_namespace("shop");
    assert_eq!(handle(&dedup, &notification(&["a"])).await, (200, 1));
    let mut connection = server.client().get_multiplexed_async_connection().await.unwrap();
    let keys: Vec<String> =
        redis::cmd("KEYS").arg("whatsapp-webhook:shop:*").query_async(&mut connection).await.unwrap();
    let bytes: usize =
        redis::cmd("MEMORY").arg("USAGE").arg(&keys[0]).query_async(&mut connection).await.unwrap();
    println!("a claim in Redis: {bytes} bytes");
    assert!(keys.len() == 1 && bytes < 200, "{keys:?}, {bytes}");
}

#[tokio::test]
async fn a_connection_that_is_delayed_slow_silent_or_cut_costs_503_at_most_and_the_store_recovers_alone() {
    let Some(server) = Server::start(KEEPS) else { return };
    let proxy = Proxy::start(server.port).await;
    let client = Client::open(format!("redis://127.0.0.1:{}/", proxy.port)).unwrap();
    let dedup = Dedup::new(RedisClaims::connect(client).await.unwrap());
    let dedup = dedup.with_store_deadline(Duration::from_secs(2)).with_lease(Duration::from_secs(3));
    // More than the kilobytes that a slow connection takes before the deadline.
    let ids: Vec<String> = (0..100).map(|number| number.to_string()).collect();
    for fault in [Fault::Delayed, Fault::Slow, Fault::Silent, Fault::Cut] {
        let of_fault: Vec<String> = ids.iter().map(|id| format!("{fault:?}-{id}")).collect();
        let event = notification(&of_fault.iter().map(String::as_str).collect::<Vec<_>>());
        proxy.set(fault);
        let start = Instant::now();
        let (status, _) = handle(&dedup, &event).await;
        let time = start.elapsed();
        proxy.set(Fault::None);
        assert!(time < Duration::from_secs(5), "{fault:?}: {time:?}");
        assert_eq!(status, if fault == Fault::Delayed { 200 } else { 503 }, "{fault:?}");
        let start = Instant::now();
        while handle(&dedup, &event).await.0 == 503 {
            assert!(start.elapsed() < Duration::from_secs(10), "it does not recover from {fault:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        println!("{fault:?}: {status} after {time:.1?}, and back after {:.1?}", start.elapsed());
        assert_eq!(handle(&dedup, &event).await, (200, 0), "{fault:?}");
    }
}

#[tokio::test]
async fn what_is_flushed_is_handled_again_and_nothing_else_happens() {
    let Some(server) = Server::start(KEEPS) else { return };
    let dedup = Dedup::new(RedisClaims::connect(server.client()).await.unwrap());
    let event = notification(&["a", "b"]);
    assert_eq!(handle(&dedup, &event).await, (200, 2));
    let mut batch = dedup.claim(&notification(&["c"])).await.unwrap();
    let mut connection = server.client().get_multiplexed_async_connection().await.unwrap();
    redis::cmd("FLUSHALL").exec_async(&mut connection).await.unwrap();
    batch.updates().for_each(|claimed| claimed.done());
    assert_eq!(batch.settle().await.status(), 200, "it was done");
    for expected in [2, 0] {
        assert_eq!(handle(&dedup, &event).await, (200, expected));
    }
}
