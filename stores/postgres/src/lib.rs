//! An inbox and deduplication for [`whatsapp_webhook`], in PostgreSQL.
//!
//! [`Postgres`] is the [`Queue`](whatsapp_webhook::inbox::Queue) of an inbox, and the
//! [`ClaimStore`](whatsapp_webhook::dedup::ClaimStore) of a `Dedup`. Any number of processes can share a database.
//!
//! ```no_run
//! use axum::{Router, routing::post_service};
//! use tower::service_fn;
//! use whatsapp_webhook::{
//!     WhatsAppWebhookLayer,
//!     inbox::{Failure, Inbox, Job},
//! };
//! use whatsapp_webhook_postgres::{Postgres, deadpool_postgres::Pool};
//!
//! async fn handle(job: Job) -> Result<(), Failure> {
//!     println!("{} {:?}", job.update().kind(), job.update().id());
//!     Ok(())
//! }
//!
//! # async fn run(pool: Pool, webhook: WhatsAppWebhookLayer, stop: impl Future<Output = ()>) -> Result<(), Box<dyn std::error::Error>> {
//! let store = Postgres::new(pool);
//! store.migrate().await?;
//! let inbox = Inbox::new(store);
//! let app: Router = Router::new().route("/webhook", post_service(inbox.receiver()).layer(webhook));
//! let worker = inbox.worker(service_fn(handle));
//! // Serve the app, and run the worker until the process is to stop.
//! worker.run_until(stop).await?;
//! # let _ = app;
//! # Ok(())
//! # }
//! ```
//!
//! `examples/receiver.rs` is a whole program.
//!
//! # Effects that happen once
//!
//! A handler whose effect is in the same database can finish its job in the same transaction, by any driver, as its last statement:
//!
//! ```sql
//! select whatsapp_webhook.finish($1, $2, $3) -- lane, token and ID of `Job::ticket`
//! ```
//!
//! The statement fails if another worker may have begun the job, and the transaction rolls back. [`lane_of`] and [`token_of`] are the values of
//! the parameters.
//!
//! # Connections
//!
//! No statement is prepared by name, and none listens for notifications, so the store works behind PgBouncer in transaction mode. A pool for a
//! receiver and a worker needs about four connections; with fewer, they wait for each other. If a statement is given up because it took too
//! long, its connection is closed.

mod claims;
mod error;
mod migrations;
mod queue;

use std::{fmt, sync::Arc};

use deadpool_postgres::{Object, Pool};
use tokio::sync::Notify;
use tokio_postgres::{
    Row,
    types::{ToSql, Type},
};
use uuid::Uuid;
use whatsapp_webhook::inbox::Ticket;

pub use self::error::PostgresError;
pub use deadpool_postgres;
pub use tokio_postgres;

/// A store in PostgreSQL, for an inbox and for deduplication. A clone shares the connections.
#[derive(Clone)]
pub struct Postgres {
    pool: Pool,
    /// Told when this process appends something.
    appended: Arc<Notify>,
    may_lose: bool,
}

impl Postgres {
    /// Creates a store over a pool of connections. Call [`migrate`](Self::migrate) once before it is used.
    #[must_use]
    pub fn new(pool: Pool) -> Self {
        Self { pool, appended: Arc::default(), may_lose: false }
    }

    /// Goes on although the server may lose what it has committed; see [`migrate`](Self::migrate).
    #[must_use]
    pub fn accepting_loss(mut self) -> Self {
        self.may_lose = true;
        self
    }

    /// Runs one statement on a connection of its own.
    ///
    /// If the future is dropped, the connection is closed: the server may still be at work on it.
    async fn query(
        &self,
        statement: &str,
        parameters: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<Vec<Row>, PostgresError> {
        let mut connection = Connection(Some(self.pool.get().await?));
        let Some(client) = &connection.0 else { return Ok(Vec::new()) };
        let rows = client.query_typed(statement, parameters).await;
        connection.give_back();
        Ok(rows?)
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("pool", &self.pool.status()).finish_non_exhaustive()
    }
}

/// A connection that is closed unless it is given back.
struct Connection(Option<Object>);

impl Connection {
    fn give_back(&mut self) {
        drop(self.0.take());
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            drop(Object::take(object));
        }
    }
}

/// Returns the lane of a job as `whatsapp_webhook.finish` takes it.
#[must_use]
pub fn lane_of(ticket: &Ticket) -> i64 {
    ticket.lane.to_bits().cast_signed()
}

/// Returns the token of a job as `whatsapp_webhook.finish` takes it.
#[must_use]
pub fn token_of(ticket: &Ticket) -> Uuid {
    Uuid::from_bytes(ticket.token.to_bytes())
}
