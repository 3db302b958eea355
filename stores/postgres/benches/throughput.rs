//! How much the inbox stores and hands out, beside what the server does by hand: `cargo bench`.
//!
//! The candidates take turns on one server, three times; the best run of each counts.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "a bench stops on a mistake"
)]

#[path = "../tests/store/server.rs"]
mod server;

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{sync::Notify, task::JoinSet};
use tokio_postgres::types::ToSql;
use tower::service_fn;
use uuid::Uuid;
use whatsapp_webhook::{
    Record, WebhookEvent,
    inbox::{Append, Failure, Inbox, Job, Queue},
};
use whatsapp_webhook_postgres::{Postgres, deadpool_postgres::Pool};

use self::server::{Server, pool};

const ROUNDS: usize = 3;
const CONNECTIONS: usize = 32;
const POSTS: usize = 4_000;
const RECORDS: usize = 20_000;
const LANES: usize = 1_000;

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A notification of one text, by one of a thousand users, with an ID of its own.
fn notification() -> WebhookEvent {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"field":"messages","value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"15550783881","phone_number_id":"106540352242922"}},"contacts":[{{"profile":{{"name":"Kerry"}},"wa_id":"1650555{:04}"}}],"messages":[{{"from":"1650555{:04}","id":"wamid.HBgLMTY1MDU1NTEyMzQVAgASGBI5QUQ5NzA1OEQ4NkIyQkY5QTUA{number}","timestamp":"1749416383","type":"text","text":{{"body":"Does it come in another color?"}}}}]}}}}]}}]}}"#,
        number % LANES,
        number % LANES
    );
    WebhookEvent::from_bytes(body).unwrap()
}

fn records(count: usize) -> Vec<Record> {
    (0..count).map(|_| notification().updates().next().unwrap().record()).collect()
}

struct Columns {
    keys: Vec<Uuid>,
    lanes: Vec<i64>,
    payloads: Vec<Vec<u8>>,
}

fn columns(records: &[Record]) -> Columns {
    Columns {
        keys: records.iter().map(|record| Uuid::from_bytes(record.key.unwrap().to_bytes())).collect(),
        lanes: records.iter().map(|record| record.lane.to_bits().cast_signed()).collect(),
        payloads: records.iter().map(|record| record.payload.to_vec()).collect(),
    }
}

/// The same rows into the same tables, where none of them is there.
const BY_HAND: &str = "
    with seen as (
        insert into whatsapp_webhook.seen (key, at) select key, now() from unnest($1::uuid[]) as k (key)
    ), lanes as (
        insert into whatsapp_webhook.lane (lane, due_at) select distinct lane, now() from unnest($2::bigint[]) as l (lane)
    )
    insert into whatsapp_webhook.record (lane, key, payload, received_at)
    select lane, key, payload, now() from unnest($1::uuid[], $2::bigint[], $3::bytea[]) as r (key, lane, payload)";

const ONE_BY_HAND: &str = "
    with seen as (insert into whatsapp_webhook.seen (key, at) values ($1, now()) on conflict do nothing)
    insert into whatsapp_webhook.record (lane, key, payload, received_at) values ($2, $1, $3, now())";

async fn empty(pool: &Pool) {
    let client = pool.get().await.unwrap();
    client
        .batch_execute("truncate whatsapp_webhook.seen, whatsapp_webhook.record, whatsapp_webhook.lane")
        .await
        .unwrap();
    for statement in ["vacuum analyze", "checkpoint"] {
        client.batch_execute(statement).await.unwrap();
    }
}

/// How many a second, at best of a few rounds in which the candidates take turns.
async fn compare<A, B>(
    what: &str,
    goal: f64,
    pool: &Pool,
    count: usize,
    ours: impl Fn() -> A,
    floor: impl Fn() -> B,
) where
    A: Future<Output = Duration>,
    B: Future<Output = Duration>,
{
    let (mut best_of_ours, mut best_of_floor) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        empty(pool).await;
        best_of_ours = best_of_ours.min(ours().await);
        empty(pool).await;
        best_of_floor = best_of_floor.min(floor().await);
    }
    let rate = |time: Duration| count as f64 / time.as_secs_f64();
    let (ours, floor) = (rate(best_of_ours), rate(best_of_floor));
    println!("{what}: {ours:.0}/s, by hand {floor:.0}/s, {:.2} times; the goal is {goal}", ours / floor);
}

#[tokio::main]
async fn main() {
    let Some(server) = Server::start() else { return };
    let url = server.database("bench");
    let pool = pool(&url, CONNECTIONS);
    let store = Postgres::new(pool.clone());
    store.migrate().await.unwrap();

    compare(
        "append of 1,000 records at once",
        0.80,
        &pool,
        10_000,
        || async {
            let batches: Vec<_> = (0..10).map(|_| records(1_000)).collect();
            let start = Instant::now();
            for batch in &batches {
                assert_eq!(store.append(Append::new(batch)).await.unwrap(), 1_000);
            }
            start.elapsed()
        },
        || async {
            let batches: Vec<_> = (0..10).map(|_| columns(&records(1_000))).collect();
            let client = pool.get().await.unwrap();
            client.batch_execute("alter table whatsapp_webhook.lane drop constraint lane_pkey").await.unwrap();
            let start = Instant::now();
            for batch in &batches {
                let parameters: [&(dyn ToSql + Sync); 3] = [&batch.keys, &batch.lanes, &batch.payloads];
                client.execute(BY_HAND, &parameters).await.unwrap();
            }
            let time = start.elapsed();
            client.batch_execute("truncate whatsapp_webhook.lane; alter table whatsapp_webhook.lane add primary key (lane)").await.unwrap();
            time
        },
    )
    .await;

    let inbox = Inbox::new(store.clone());
    compare(
        "one update a notification, 32 at once",
        4.0,
        &pool,
        POSTS,
        || async {
            let events: Vec<_> = (0..POSTS).map(|_| notification()).collect();
            let inbox = inbox.clone();
            at_once(events, move |event| {
                let inbox = inbox.clone();
                async move { inbox.push(&event).await.unwrap() }
            })
            .await
        },
        || async {
            let records = records(POSTS);
            let pool = pool.clone();
            at_once(records, move |record| {
                let pool = pool.clone();
                async move {
                    let client = pool.get().await.unwrap();
                    let statement = client.prepare_cached(ONE_BY_HAND).await.unwrap();
                    let columns = columns(std::slice::from_ref(&record));
                    client
                        .execute(&statement, &[&columns.keys[0], &columns.lanes[0], &columns.payloads[0]])
                        .await
                        .unwrap();
                }
            })
            .await
        },
    )
    .await;

    compare(
        "handing out, 1,000 lanes of 20 records",
        0.35,
        &pool,
        RECORDS,
        || async {
            fill(&store).await;
            let (left, done) = (Arc::new(AtomicUsize::new(RECORDS)), Arc::new(Notify::new()));
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
            inbox.worker(handler).with_concurrency(64).run_until(async move { done.notified().await }).await.unwrap();
            start.elapsed()
        },
        || async {
            fill(&store).await;
            let client = pool.get().await.unwrap();
            let start = Instant::now();
            let delete = "delete from whatsapp_webhook.record where id in (
                select id from whatsapp_webhook.record order by id limit 500 for update skip locked) returning payload";
            while !client.query(delete, &[]).await.unwrap().is_empty() {}
            start.elapsed()
        },
    )
    .await;

    latency(&store, &pool, 2_000).await;
}

/// How long a notification of one update waits for its answer, at so many a second, while a worker hands them out.
async fn latency(store: &Postgres, pool: &Pool, a_second: usize) {
    empty(pool).await;
    let inbox = Inbox::new(store.clone());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let worker = inbox
        .worker(service_fn(|_: Job| async { Ok::<(), Failure>(()) }))
        .run_until(async move { drop(stopped.await) });
    let worker = tokio::spawn(worker);
    let mut ticks = tokio::time::interval(Duration::from_millis(5));
    let mut posts = JoinSet::new();
    for _ in 0..1_000 {
        ticks.tick().await;
        for _ in 0..a_second / 200 {
            let (inbox, event) = (inbox.clone(), notification());
            posts.spawn(async move {
                let start = Instant::now();
                inbox.push(&event).await.unwrap();
                start.elapsed()
            });
        }
    }
    let mut times = posts.join_all().await;
    times.sort_unstable();
    let at = |hundredths: usize| times[times.len() * hundredths / 100];
    println!(
        "answers at {a_second} notifications a second: half within {:.1?}, 99 % within {:.1?}; the goals are 10 and 100 ms",
        at(50),
        at(99)
    );
    drop(stop);
    worker.await.unwrap().unwrap();
}

async fn fill(store: &Postgres) {
    for _ in 0..RECORDS / 1_000 {
        store.append(Append::new(&records(1_000))).await.unwrap();
    }
}

/// Runs the work for all items, 32 at a time.
async fn at_once<T, F>(items: Vec<T>, work: impl Fn(T) -> F + Clone + Send + 'static) -> Duration
where
    T: Send + 'static,
    F: Future<Output = ()> + Send,
{
    let mut queues: Vec<Vec<T>> = (0..CONNECTIONS).map(|_| Vec::new()).collect();
    for (index, item) in items.into_iter().enumerate() {
        queues[index % CONNECTIONS].push(item);
    }
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for queue in queues {
        let work = work.clone();
        tasks.spawn(async move {
            for item in queue {
                work(item).await;
            }
        });
    }
    tasks.join_all().await;
    start.elapsed()
}
