//! An inbox and deduplication for [`whatsapp_webhook`], in a file of SQLite.
//!
//! [`Sqlite`] is the [`Queue`](whatsapp_webhook::inbox::Queue) of an inbox, and the
//! [`ClaimStore`](whatsapp_webhook::dedup::ClaimStore) of a `Dedup`: for a service on one machine that has no database server.
//!
//! ```
//! use tower::service_fn;
//! use whatsapp_webhook::{
//!     WebhookEvent,
//!     inbox::{Failure, Inbox, Job},
//! };
//! use whatsapp_webhook_sqlite::Sqlite;
//!
//! async fn handle(job: Job) -> Result<(), Failure> {
//!     println!("{} {:?}", job.update().kind(), job.update().id());
//!     Ok(())
//! }
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = std::env::temp_dir().join(format!("whatsapp-webhook-sqlite-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&directory)?;
//! # let path = directory.join("inbox.db");
//! let inbox = Inbox::new(Sqlite::open(path)?);
//! // `inbox.receiver()` is the service behind the layer; the worker runs beside the server.
//! let worker = inbox.worker(service_fn(handle));
//! worker.run_until(async { /* until the process is to stop */ }).await?;
//! # std::fs::remove_dir_all(directory)?;
//! # Ok(())
//! # }
//! ```
//!
//! Every append is on the disk before it is answered: the file is in WAL mode with `synchronous = full`.
//!
//! # Effects that happen once
//!
//! A handler whose effect is in the same file can finish its job in the same transaction; see [`finish`].

mod claims;
mod error;
mod migrations;
mod queue;

use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use tokio::{sync::Notify, task::spawn_blocking};
use whatsapp_webhook::inbox::Ticket;

pub use self::error::SqliteError;
pub use rusqlite;

/// A store in a file of SQLite, for an inbox and for deduplication. A clone shares the connection.
#[derive(Clone)]
pub struct Sqlite {
    connection: Arc<Mutex<Connection>>,
    /// Told when this process appends something.
    appended: Arc<Notify>,
}

/// How long a statement waits for another process that writes.
const BUSY: Duration = Duration::from_secs(5);

impl Sqlite {
    /// Opens a file, or creates it, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// The file cannot be opened or written, or is of a newer version of this crate.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SqliteError> {
        Self::with_connection(Connection::open(path)?)
    }

    /// Takes over a connection, for options of your own. The journal mode and `synchronous` are set here.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn with_connection(mut connection: Connection) -> Result<Self, SqliteError> {
        connection.busy_timeout(BUSY)?;
        connection.query_row("pragma journal_mode = wal", [], |_| Ok(()))?;
        // In WAL mode, anything less may lose what was acknowledged when the power fails.
        connection.execute_batch("pragma synchronous = full")?;
        migrations::migrate(&mut connection)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)), appended: Arc::default() })
    }

    /// Runs statements in one transaction, on a thread that may block.
    async fn run<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, SqliteError> {
        let connection = Arc::clone(&self.connection);
        let done = spawn_blocking(move || {
            // A transaction that a panic left open was rolled back when it was dropped.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = run(&transaction)?;
            transaction.commit()?;
            Ok(value)
        });
        done.await.unwrap_or_else(|_| {
            Err(SqliteError::new("the thread of the statement panicked, or the runtime stops"))
        })
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").finish_non_exhaustive()
    }
}

/// Finishes a job inside of a transaction of yours on the same file, so that its effect and its completion are one commit.
///
/// ```
/// use whatsapp_webhook::inbox::Job;
/// use whatsapp_webhook_sqlite::{SqliteError, finish, rusqlite::Connection};
///
/// fn count(connection: &mut Connection, job: &Job) -> Result<(), SqliteError> {
///     let transaction = connection.transaction()?;
///     transaction.execute("update counter set messages = messages + 1", [])?;
///     finish(&transaction, &job.ticket())?;
///     Ok(transaction.commit()?)
/// }
/// ```
///
/// # Errors
///
/// The lease was lost: another worker may have begun the job. Roll the transaction back.
pub fn finish(transaction: &Transaction<'_>, ticket: &Ticket) -> Result<(), SqliteError> {
    let lane = ticket.lane.to_bits().cast_signed();
    let held = transaction
        .query_row(
            "update whatsapp_webhook_lane set due_at = due_at where lane = ?1 and token = ?2 returning lane",
            params![lane, ticket.token.to_bytes()],
            |_| Ok(()),
        )
        .optional()?;
    if held.is_none() {
        return Err(SqliteError::new("the lease of the job was lost: another worker may have begun it"));
    }
    transaction.execute(
        "delete from whatsapp_webhook_record where id = ?1 and lane = ?2",
        params![ticket.id.cast_signed(), lane],
    )?;
    Ok(())
}

/// Milliseconds since 1970.
fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The time that many milliseconds since 1970.
fn time(milliseconds: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(milliseconds).unwrap_or_default())
}

/// Now, and now and some time.
fn now_and(later: Duration) -> (i64, i64) {
    let now = milliseconds(SystemTime::now());
    (now, now.saturating_add(i64::try_from(later.as_millis()).unwrap_or(i64::MAX)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn what_is_acknowledged_is_on_the_disk() {
        let path =
            std::env::temp_dir().join(format!("whatsapp-webhook-sqlite-durability-{}", std::process::id()));
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch("pragma synchronous = off").unwrap();
        let store = Sqlite::with_connection(connection).unwrap();
        let connection = store.connection.lock().unwrap();
        let ask = |pragma: &str| {
            connection.query_row(pragma, [], |row| row.get::<_, rusqlite::types::Value>(0)).unwrap()
        };
        assert_eq!(ask("pragma journal_mode"), "wal".to_owned().into());
        assert_eq!(ask("pragma synchronous"), 2.into(), "2 is `full`");
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
        }
    }
}
