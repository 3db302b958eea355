//! The store in files of its own.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "../../testing/retention.rs"]
mod retention;

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread::sleep,
    time::Duration,
};

use tokio::task::JoinSet;
use tower::service_fn;
use whatsapp_webhook::{
    WebhookEvent,
    inbox::{Append, Failure, Inbox, Job, LeaseRequest, Queue, Ticket},
    testing::{check_claim_store, check_queue},
};
use whatsapp_webhook_sqlite::{Sqlite, finish, rusqlite::Connection};

/// A file that is deleted in the end.
struct File(PathBuf);

impl File {
    fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let directory =
            env::temp_dir().join(format!("whatsapp-webhook-sqlite-{}-{number}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        Self(directory.join("inbox.db"))
    }

    fn open(&self) -> Sqlite {
        Sqlite::open(&self.0).unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().unwrap());
    }
}

fn notification(ids: &[String]) -> WebhookEvent {
    let message = |id: &String| {
        let from = id.split('-').next().unwrap();
        format!(
            r#"{{"from":"{from}","id":"{id}","timestamp":"1749416383","type":"text","text":{{"body":"Hello"}}}}"#
        )
    };
    let messages: Vec<String> = ids.iter().map(message).collect();
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"3","changes":[{{"field":"messages","value":{{"metadata":{{"phone_number_id":"2"}},"messages":[{}]}}}}]}}]}}"#,
        messages.join(",")
    );
    WebhookEvent::from_bytes(body).unwrap()
}

#[tokio::test]
async fn it_is_a_queue_and_a_store_of_claims() {
    let files = [File::new(), File::new()];
    check_queue(files[0].open()).await.unwrap();
    check_claim_store(files[1].open()).await.unwrap();
}

#[tokio::test]
async fn handled_keys_are_free_again_after_their_retention() {
    retention::check(File::new().open(), &notification(&["1-0".to_owned()])).await;
}

#[tokio::test]
async fn old_keys_are_forgotten_and_young_ones_are_not() {
    let file = File::new();
    let store = file.open();
    let event = notification(&["1-0".to_owned(), "1-1".to_owned()]);
    let records: Vec<_> = event.updates().map(|update| update.record()).collect();
    assert_eq!(store.append(Append::new(&records)).await.unwrap(), 2);
    let connection = Connection::open(&file.0).unwrap();
    let old = records[0].key.unwrap().to_bytes();
    connection
        .execute("update whatsapp_webhook_seen set at = at - 9 * 86400000 where key = ?1", [&old[..]])
        .unwrap();
    store.forget_keys(Duration::from_secs(8 * 24 * 60 * 60)).await.unwrap();
    assert_eq!(store.append(Append::new(&records)).await.unwrap(), 1);
}

#[tokio::test]
async fn several_connections_share_a_file() {
    let file = File::new();
    let stores: Vec<Sqlite> = (0..4).map(|_| file.open()).collect();
    let event = notification(&(0..200).map(|number| format!("{number}-0")).collect::<Vec<_>>());
    let mut pushes = JoinSet::new();
    for number in 0..40 {
        let (inbox, event) = (Inbox::new(stores[number % 4].clone()), event.clone());
        pushes.spawn(async move { inbox.push(&event).await });
    }
    while let Some(pushed) = pushes.join_next().await {
        pushed.unwrap().unwrap();
    }
    assert_eq!(stores[0].depth().await.unwrap().waiting, 200);
}

#[test]
fn a_file_of_a_newer_version_is_refused() {
    let file = File::new();
    drop(file.open());
    let connection = Connection::open(&file.0).unwrap();
    connection.execute("insert into whatsapp_webhook_migration values (4711)", []).unwrap();
    assert!(Sqlite::open(&file.0).unwrap_err().to_string().contains("newer version"));
}

#[tokio::test]
async fn an_effect_and_its_completion_are_one_commit() {
    let file = File::new();
    let store = file.open();
    let mut connection = Connection::open(&file.0).unwrap();
    connection.execute_batch("create table effect (id integer)").unwrap();
    let inbox = Inbox::new(store.clone());
    inbox.push(&notification(&["1-0".to_owned()])).await.unwrap();
    let stale = store.lease(LeaseRequest::new(1, 1, Duration::from_millis(100))).await.unwrap();
    assert_eq!(stale.len(), 1);
    tokio::time::sleep(Duration::from_millis(200)).await;

    // A worker has the job by now.
    let path = file.0.clone();
    let handler = service_fn(move |job: Job| {
        let mut connection = Connection::open(&path).unwrap();
        async move {
            let transaction = connection.transaction().map_err(Failure::bury)?;
            transaction.execute("insert into effect values (1)", []).map_err(Failure::bury)?;
            finish(&transaction, &job.ticket()).map_err(Failure::bury)?;
            transaction.commit().map_err(Failure::bury)
        }
    });
    inbox.worker(handler).run_until(tokio::time::sleep(Duration::from_millis(500))).await.unwrap();
    let depth = inbox.depth().await.unwrap();
    assert_eq!((depth.waiting, depth.dead), (0, 0));

    // What the first one does now is rolled back.
    let transaction = connection.transaction().unwrap();
    transaction.execute("insert into effect values (2)", []).unwrap();
    let ticket = Ticket::new(stale[0].lease, stale[0].records[0].id);
    assert!(finish(&transaction, &ticket).unwrap_err().to_string().contains("lease of the job was lost"));
    drop(transaction);
    let effects: i64 = connection.query_row("select sum(id) from effect", [], |row| row.get(0)).unwrap();
    assert_eq!(effects, 1);
}

/// The part of the next test that is killed: it appends, and prints what was acknowledged.
#[tokio::test]
async fn appends_until_it_is_killed() {
    let Some(path) = env::var_os("WEBHOOK_SQLITE_FILE") else { return };
    let inbox = Inbox::new(Sqlite::open(path).unwrap());
    for number in 0.. {
        let id = format!("{}-{number}", std::process::id());
        inbox.push(&notification(&[id])).await.unwrap();
        println!("\nacknowledged {number}");
    }
}

#[tokio::test]
async fn what_was_acknowledged_outlives_a_process_that_is_killed() {
    let file = File::new();
    let mut acknowledged = 0;
    for _ in 0..5 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "appends_until_it_is_killed", "--nocapture"])
            .env("WEBHOOK_SQLITE_FILE", &file.0)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(500));
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        acknowledged += String::from_utf8_lossy(&output.stdout).matches("acknowledged").count() as u64;
    }
    let waiting = file.open().depth().await.unwrap().waiting;
    println!("{acknowledged} acknowledged, {waiting} stored");
    assert!(
        acknowledged > 50 && (acknowledged..=acknowledged + 5).contains(&waiting),
        "{acknowledged}, {waiting}"
    );
    let records =
        notification(&["1-x".to_owned()]).updates().map(|update| update.record()).collect::<Vec<_>>();
    assert_eq!(file.open().append(Append::new(&records)).await.unwrap(), 1);
}
