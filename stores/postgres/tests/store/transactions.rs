//! Finishing a job inside of a transaction of the user's.

use std::time::Duration;

use whatsapp_webhook::inbox::{Append, LaneSettlement, LeaseRequest, Queue};
use whatsapp_webhook_postgres::Postgres;

use crate::{
    notification,
    server::{Server, pool},
};

const FINISH: &str = "select whatsapp_webhook.finish($1, $2, $3)";

#[tokio::test]
async fn an_effect_and_its_completion_are_one_commit() {
    let Some(server) = Server::start() else { return };
    let url = server.database("finish");
    let store = Postgres::new(pool(&url, 4));
    store.migrate().await.unwrap();
    let mut client = pool(&url, 1).get().await.unwrap();
    client.batch_execute("create table effect (id bigint)").await.unwrap();
    let records: Vec<_> = notification(&[("1", "a")]).updates().map(|update| update.record()).collect();
    store.append(Append::new(&records)).await.unwrap();

    // A worker begins, is stopped for longer than its lease, and goes on beside another one.
    let short = LeaseRequest::new(1, 1, Duration::from_millis(200));
    let stale = store.lease(short).await.unwrap().pop().unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;
    let current = store.lease(LeaseRequest::new(1, 1, Duration::from_secs(60))).await.unwrap().pop().unwrap();
    let parameters = |lane: &whatsapp_webhook::inbox::LeasedLane| {
        let token = uuid::Uuid::from_bytes(lane.lease.token.to_bytes());
        (lane.lease.lane.to_bits().cast_signed(), token, lane.records[0].id.cast_signed())
    };

    let (lane, token, id) = parameters(&stale);
    let transaction = client.transaction().await.unwrap();
    transaction.execute("insert into effect values ($1)", &[&id]).await.unwrap();
    assert!(transaction.execute(FINISH, &[&lane, &token, &id]).await.is_err());
    drop(transaction);

    let (lane, token, id) = parameters(&current);
    let transaction = client.transaction().await.unwrap();
    transaction.execute("insert into effect values ($1)", &[&id]).await.unwrap();
    transaction.execute(FINISH, &[&lane, &token, &id]).await.unwrap();
    transaction.commit().await.unwrap();

    let effects: i64 = client.query_one("select count(*) from effect", &[]).await.unwrap().get(0);
    assert_eq!(effects, 1);
    // The worker settles as if nothing had happened.
    let mut settlement = LaneSettlement::new(current.lease);
    settlement.done.push(current.records[0].id);
    settlement.is_over = true;
    assert_eq!(store.settle(&[settlement]).await.unwrap(), [true]);
    assert_eq!(store.depth().await.unwrap().waiting, 0);
}
