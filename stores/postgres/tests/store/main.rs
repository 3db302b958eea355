//! The store against a real PostgreSQL.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "a test fails by panicking; the harness is shared"
)]

#[path = "../../../testing/proxy.rs"]
mod proxy;
#[path = "../../../testing/retention.rs"]
mod retention;
mod server;
mod transactions;

use std::{
    error::Error as _,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;
use whatsapp_webhook::{
    WebhookEvent,
    dedup::Dedup,
    inbox::{Append, Failure, Inbox, Queue},
    testing::{check_claim_store, check_queue},
};
use whatsapp_webhook_postgres::Postgres;

use self::{
    proxy::{Fault, Proxy},
    server::{Server, pool, store},
};

/// A notification of texts, each by its sender and its ID.
pub(crate) fn notification(texts: &[(&str, &str)]) -> WebhookEvent {
    let message = |(from, id): &(&str, &str)| {
        format!(
            r#"{{"from":"{from}","id":"{id}","timestamp":"1749416383","type":"text","text":{{"body":"Hello"}}}}"#
        )
    };
    let messages: Vec<_> = texts.iter().map(message).collect();
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"3","changes":[{{"field":"messages","value":{{"metadata":{{"phone_number_id":"2"}},"messages":[{}]}}}}]}}]}}"#,
        messages.join(",")
    );
    WebhookEvent::from_bytes(body).unwrap()
}

#[tokio::test]
async fn it_is_a_queue_and_a_store_of_claims() {
    let Some(server) = Server::start() else { return };
    check_queue(store(&server, "queue").await).await.unwrap();
    check_claim_store(store(&server, "claims").await).await.unwrap();
}

#[tokio::test]
async fn every_process_can_migrate_at_each_start() {
    let Some(server) = Server::start() else { return };
    let url = server.database("migrations");
    let mut starts = JoinSet::new();
    for _ in 0..10 {
        let store = Postgres::new(pool(&url, 2));
        starts.spawn(async move { store.migrate().await });
    }
    while let Some(started) = starts.join_next().await {
        started.unwrap().unwrap();
    }
    let store = Postgres::new(pool(&url, 2));
    store.migrate().await.unwrap();
    assert_eq!(store.depth().await.unwrap().waiting, 0);
    // Tables of a newer version are not touched.
    let client = pool(&url, 1).get().await.unwrap();
    client.batch_execute("insert into whatsapp_webhook.migration values (4711)").await.unwrap();
    let error = store.migrate().await.unwrap_err();
    assert!(error.to_string().contains("newer version"), "{error}");
}

#[tokio::test]
async fn a_server_that_may_lose_what_it_commits_is_refused() {
    let Some(server) = Server::start() else { return };
    let url = server.database("lossy");
    let client = pool(&url, 1).get().await.unwrap();
    client.batch_execute("alter database lossy set synchronous_commit = off").await.unwrap();
    let error = Postgres::new(pool(&url, 2)).migrate().await.unwrap_err();
    assert!(error.to_string().contains("accepting_loss"), "{error}");
    Postgres::new(pool(&url, 2)).accepting_loss().migrate().await.unwrap();
}

#[tokio::test]
async fn a_restart_of_the_server_loses_nothing_and_the_store_recovers_alone() {
    let Some(mut server) = Server::start() else { return };
    let store = store(&server, "restarts").await;
    let inbox = Inbox::new(store.clone()).with_ack_deadline(Duration::from_secs(2));
    let mut acknowledged = 0;
    for (round, signal) in ["INT", "QUIT", "KILL"].into_iter().enumerate() {
        for number in 0..20 {
            inbox.push(&notification(&[("1", &format!("{round}-{number}"))])).await.unwrap();
            acknowledged += 1;
        }
        server.stop(signal);
        assert!(inbox.push(&notification(&[("1", &format!("{round}-down"))])).await.is_err(), "{signal}");
        server.start_again();
        // Dead connections may have to be found out first.
        let mut tries = 0;
        while inbox.push(&notification(&[("1", &format!("{round}-down"))])).await.is_err() {
            tries += 1;
            assert!(tries < 20, "it does not recover after SIG{signal}");
        }
        acknowledged += 1;
        assert_eq!(store.depth().await.unwrap().waiting, acknowledged, "after SIG{signal}");
    }
}

#[tokio::test]
async fn a_connection_that_is_delayed_slow_silent_or_cut_costs_503_at_most_and_the_store_recovers_alone() {
    let Some(server) = Server::start() else { return };
    let direct = store(&server, "faults").await;
    let proxy = Proxy::start(server.port).await;
    let url = format!("postgres://postgres@127.0.0.1:{}/faults", proxy.port);
    let inbox = Inbox::new(Postgres::new(pool(&url, 4))).with_ack_deadline(Duration::from_secs(2));
    inbox.push(&notification(&[("1", "first")])).await.unwrap();
    let mut count = 1;
    for fault in [Fault::Delayed, Fault::Slow, Fault::Silent, Fault::Cut] {
        // More than the kilobytes that a slow connection takes before the deadline.
        let ids: Vec<String> = (0..50).map(|number| format!("{fault:?}-{number}")).collect();
        let event = notification(&ids.iter().map(|id| ("1", id.as_str())).collect::<Vec<_>>());
        count += 50;
        proxy.set(fault);
        let start = Instant::now();
        let is_stored = inbox.push(&event).await.is_ok();
        let time = start.elapsed();
        proxy.set(Fault::None);
        assert!(time < Duration::from_secs(3), "{fault:?}: {time:?}");
        assert_eq!(is_stored, fault == Fault::Delayed, "{fault:?}");
        let start = Instant::now();
        while inbox.push(&event).await.is_err() {
            assert!(start.elapsed() < Duration::from_secs(10), "it does not recover from {fault:?}");
        }
        println!("{fault:?}: {is_stored} after {time:.1?}, and back after {:.1?}", start.elapsed());
        assert_eq!(direct.depth().await.unwrap().waiting, count, "{fault:?}");
    }
}

#[tokio::test]
async fn a_statement_that_is_given_up_takes_its_connection_along() {
    let Some(server) = Server::start() else { return };
    let url = server.database("locked");
    let store = Postgres::new(pool(&url, 1));
    store.migrate().await.unwrap();
    let mut other = pool(&url, 1).get().await.unwrap();
    let lock = other.transaction().await.unwrap();
    lock.batch_execute("lock table whatsapp_webhook.seen in access exclusive mode").await.unwrap();
    let inbox = Inbox::new(store.clone()).with_ack_deadline(Duration::from_millis(500));
    assert!(inbox.push(&notification(&[("1", "a")])).await.is_err());
    assert!(store.depth().await.is_ok(), "the only connection is not stuck");
    lock.rollback().await.unwrap();
    while inbox.push(&notification(&[("1", "a")])).await.is_err() {}
    assert_eq!(store.depth().await.unwrap().waiting, 1);
}

#[tokio::test]
async fn of_one_notification_fifty_times_at_once_each_update_is_stored_once() {
    let Some(server) = Server::start() else { return };
    let store = store(&server, "storm").await;
    let ids: Vec<String> = (0..200).map(|number| number.to_string()).collect();
    let texts: Vec<(&str, &str)> = ids.iter().map(|id| (&id[..1], id.as_str())).collect();
    let event = Arc::new(notification(&texts));
    let mut pushes = JoinSet::new();
    for _ in 0..50 {
        // Inboxes of their own, so that no two are stored together.
        let (inbox, event) = (Inbox::new(store.clone()), Arc::clone(&event));
        pushes.spawn(async move { inbox.push(&event).await });
    }
    while let Some(pushed) = pushes.join_next().await {
        pushed.unwrap().unwrap();
    }
    assert_eq!(store.depth().await.unwrap().waiting, 200);
}

#[tokio::test]
async fn old_keys_are_forgotten_and_young_ones_are_not() {
    let Some(server) = Server::start() else { return };
    let url = server.database("forgotten");
    let store = Postgres::new(pool(&url, 2));
    store.migrate().await.unwrap();
    let records: Vec<_> =
        notification(&[("1", "a"), ("1", "b")]).updates().map(|update| update.record()).collect();
    assert_eq!(store.append(Append::new(&records)).await.unwrap(), 2);
    let client = pool(&url, 1).get().await.unwrap();
    let old = uuid::Uuid::from_bytes(records[0].key.unwrap().to_bytes());
    client
        .execute("update whatsapp_webhook.seen set at = now() - interval '9 days' where key = $1", &[&old])
        .await
        .unwrap();
    store.forget_keys(Duration::from_secs(8 * 24 * 60 * 60)).await.unwrap();
    assert_eq!(store.append(Append::new(&records)).await.unwrap(), 1);
}

#[tokio::test]
async fn claims_are_shared_by_processes_and_old_ones_deleted() {
    let Some(server) = Server::start() else { return };
    let url = server.database("shared");
    let stores = [1, 2].map(|_| Postgres::new(pool(&url, 4)));
    stores[0].migrate().await.unwrap();
    let [first, second] = stores.map(Dedup::new);
    let event = notification(&[("1", "a"), ("1", "b")]);
    let mut batch = first.claim(&event).await.unwrap();
    assert_eq!(second.claim(&event).await.unwrap().in_flight(), 2);
    batch.updates().for_each(|claimed| claimed.done());
    assert_eq!(batch.settle().await.status(), 200);
    assert_eq!(second.claim(&event).await.unwrap().duplicates(), 2);
    let client = pool(&url, 1).get().await.unwrap();
    client
        .batch_execute("update whatsapp_webhook.claim set until = now() - interval '2 hours'")
        .await
        .unwrap();
    let other = first.claim(&notification(&[("1", "c")])).await.unwrap();
    assert_eq!(other.settle().await.status(), 500, "nothing was done");
    let left: i64 =
        client.query_one("select count(*) from whatsapp_webhook.claim", &[]).await.unwrap().get(0);
    assert_eq!(left, 0);
}

#[tokio::test]
async fn no_statement_is_prepared_by_name_nor_any_channel_listened_to() {
    let Some(server) = Server::start() else { return };
    let url = server.database("plain");
    let client = pool(&url, 1).get().await.unwrap();
    for statement in ["alter system set log_statement = 'all'", "select pg_reload_conf()"] {
        client.batch_execute(statement).await.unwrap();
    }
    let pool = pool(&url, 1);
    let store = Postgres::new(pool.clone());
    store.migrate().await.unwrap();
    let inbox = Inbox::new(store.clone());
    inbox.push(&notification(&[("1", "a"), ("2", "b")])).await.unwrap();
    let handler = tower::service_fn(|_| async { Err::<(), _>(Failure::bury("a test")) });
    inbox.worker(handler).run_until(tokio::time::sleep(Duration::from_millis(500))).await.unwrap();
    let ids: Vec<u64> = inbox.dead(None, 10).await.unwrap().iter().map(|dead| dead.id).collect();
    assert_eq!((inbox.put_back(&ids[..1]).await.unwrap(), inbox.purge(&ids[1..]).await.unwrap()), (1, 1));
    inbox.depth().await.unwrap();
    store.forget_keys(Duration::from_secs(1)).await.unwrap();
    let mut batch = Dedup::new(store).claim(&notification(&[("1", "a")])).await.unwrap();
    batch.updates().for_each(|claimed| claimed.done());
    assert_eq!(batch.settle().await.status(), 200);
    let log = server.log();
    assert!(log.contains("execute <unnamed>") && log.contains("whatsapp_webhook.settle("), "{log}");
    let named = |line: &&str| line.contains("  execute ") && !line.contains("  execute <unnamed>");
    assert_eq!(log.lines().find(named), None);
    assert!(!log.to_lowercase().contains("listen "), "{log}");
}

#[tokio::test]
async fn an_error_says_what_to_do_and_quotes_no_value() {
    let Some(server) = Server::start() else { return };
    let url = server.database("errors");
    let store = Postgres::new(pool(&url, 1));
    let records: Vec<_> = notification(&[("1", "a")]).updates().map(|update| update.record()).collect();
    let error = store.append(Append::new(&records)).await.unwrap_err();
    assert_eq!(error.to_string(), "the tables are missing; call `Postgres::migrate` first (SQLSTATE 42P01)");
    store.migrate().await.unwrap();
    // The server quotes the row that violates a constraint.
    let client = pool(&url, 1).get().await.unwrap();
    client
        .batch_execute("alter table whatsapp_webhook.record add check (length(payload) < 9)")
        .await
        .unwrap();
    let error = store.append(Append::new(&records)).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("(SQLSTATE 23514)"), "{shown}");
    let payload: String = records[0].payload[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(format!("{:?}", error.source()).contains(&payload), "the driver's error quotes it");
    assert!(!shown.contains(&payload) && !shown.contains("Hello"), "{shown}");
}

#[tokio::test]
async fn handled_keys_are_free_again_after_their_retention() {
    let Some(server) = Server::start() else { return };
    retention::check(store(&server, "retention").await, &notification(&[("1", "a")])).await;
}

#[tokio::test]
async fn a_million_keys_take_about_100_mb() {
    let Some(server) = Server::start() else { return };
    let url = server.database("sizes");
    let store = Postgres::new(pool(&url, 1));
    store.migrate().await.unwrap();
    let client = pool(&url, 1).get().await.unwrap();
    let fill =
        "insert into whatsapp_webhook.seen select gen_random_uuid(), now() from generate_series(1, 100000)";
    client.batch_execute(fill).await.unwrap();
    let size = "select pg_total_relation_size('whatsapp_webhook.seen') * 10";
    let bytes: i64 = client.query_one(size, &[]).await.unwrap().get(0);
    println!("a million keys in PostgreSQL: {:.0} MB", bytes as f64 / 1e6);
    assert!((80_000_000..130_000_000).contains(&bytes), "{bytes}");
}
