//! The store against a real PostgreSQL.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "a test fails by panicking; the harness is shared"
)]

mod server;
mod transactions;

use std::{sync::Arc, time::Duration};

use tokio::task::JoinSet;
use whatsapp_webhook::{
    WebhookEvent,
    dedup::Dedup,
    inbox::{Append, Inbox, Queue},
    testing::{check_claim_store, check_queue},
};
use whatsapp_webhook_postgres::Postgres;

use self::server::{Server, pool, store};

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
