//! A durable inbox: each notification is stored before it is answered, and handled afterwards (feature `inbox`).
//!
//! Meta has no API for past notifications, so an update that is acknowledged and then lost cannot be recovered. An [`Inbox`] stores every update of a
//! notification and then answers 200; a [`Worker`], in the same process or another one, hands the updates to your handler. The
//! handler may be slow, fail or crash:
//!
//! - An update is handled again until the handler succeeds, with growing pauses, and is kept among the dead records if it never does.
//! - The updates of a conversation are handled one at a time, in the order in which they came; other conversations go on meanwhile.
//! - An update that Meta delivers twice is stored once.
//!
//! ```
//! # #[cfg(feature = "axum")] {
//! use axum::{Router, routing::post_service};
//! use tower::service_fn;
//! use whatsapp_webhook::inbox::{Failure, Inbox, Job, MemoryQueue};
//!
//! async fn handle(job: Job) -> Result<(), Failure> {
//!     if let Some(message) = job.update().message() {
//!         println!("{:?} says {:?}", job.update().sender(), message.text());
//!     }
//!     Ok(())
//! }
//!
//! # async fn run(webhook: whatsapp_webhook::WhatsAppWebhookLayer, shutdown: impl Future<Output = ()>) {
//! let inbox = Inbox::new(MemoryQueue::new());
//! let app: Router = Router::new().route("/webhook", post_service(inbox.receiver()).layer(webhook));
//! let worker = inbox.worker(service_fn(handle)).with_concurrency(16);
//! // Serve the app; once it is to stop, the worker finishes what it began.
//! let stopped = worker.run_until(shutdown).await;
//! # let _ = (app, stopped);
//! # }
//! # }
//! ```
//!
//! [`MemoryQueue`] is the queue for a service of one process that may lose what it holds in a crash. For the others there are the crates
//! `whatsapp-webhook-postgres` and `whatsapp-webhook-sqlite`; `testing::check_queue` checks a [`Queue`] of your own.
//!
//! # What is promised
//!
//! With a durable queue, what was acknowledged is never lost. A job is completed once; it is begun a second time if the process died, or
//! did not renew its lease, between the work and its settlement. An effect outside of your database, such as a sent message, can then
//! happen twice: attach the [key](crate::Update::key) of the update to it, and look for it first.

mod append;
mod failure;
mod job;
mod lane;
mod memory;
mod queue;
mod receiver;
mod retries;
mod settle;
mod worker;

use std::{fmt, sync::Arc, time::Duration};

use self::append::Appender;
pub use self::{
    failure::Failure,
    job::{Job, Ticket},
    memory::{MemoryQueue, MemoryQueueFull},
    queue::{
        Append, DeadRecord, Depth, FailedRecord, LaneSettlement, Lease, LeaseRequest, LeasedLane, Queue,
        QueuedRecord,
    },
    receiver::Receiver,
    retries::Retries,
    worker::{Worker, WorkerError},
};
use crate::{
    WebhookEvent,
    dedup::{LONGEST, Unavailable},
};

/// Where notifications are stored before they are answered, and handled afterwards.
///
/// A clone shares the queue. See the [module](self) for an example. A tokio runtime with timers must run.
pub struct Inbox<Q> {
    queue: Q,
    options: Options,
    appender: Arc<Appender>,
}

#[derive(Clone, Copy, Debug)]
struct Options {
    pending_bytes: usize,
    ack_deadline: Duration,
    drain: Duration,
}

const PENDING_BYTES: usize = 64 << 20;
const ACK_DEADLINE: Duration = Duration::from_secs(5);
const DRAIN: Duration = Duration::from_secs(20);

impl<Q: Queue> Inbox<Q> {
    /// Creates an inbox over a queue.
    #[must_use]
    pub fn new(queue: Q) -> Self {
        let options = Options { pending_bytes: PENDING_BYTES, ack_deadline: ACK_DEADLINE, drain: DRAIN };
        Self { queue, options, appender: Arc::default() }
    }

    /// Sets how many bytes may wait to be stored, over all requests. 64 MiB by default.
    ///
    /// Further notifications are answered with 503, so a queue that is slow or down costs no more memory than this.
    #[must_use]
    pub fn with_pending_bytes(mut self, bytes: usize) -> Self {
        self.options.pending_bytes = bytes;
        self
    }

    /// Sets how long the queue may take to store a notification, before it is answered with 503. Five seconds by default.
    #[must_use]
    pub fn with_ack_deadline(mut self, deadline: Duration) -> Self {
        self.options.ack_deadline = deadline.min(LONGEST);
        self
    }

    /// Sets how long a worker that is told to stop may take to finish. 20 seconds by default.
    #[must_use]
    pub fn with_drain(mut self, drain: Duration) -> Self {
        self.options.drain = drain.min(LONGEST);
        self
    }

    /// Returns the service that stores each notification, to be wrapped in the layer.
    #[must_use]
    pub fn receiver(&self) -> Receiver<Q> {
        Receiver { inbox: self.clone() }
    }

    /// Stores the updates of a notification, for handlers of your own. Respond with 200 only after it has returned.
    ///
    /// Updates that are known are not stored again.
    ///
    /// # Errors
    ///
    /// The queue failed, did not answer within the deadline, or too much waits for it. Respond with the error, which is 503, and Meta
    /// delivers the notification again. Updates that were stored all the same are known by then.
    pub async fn push(&self, event: &WebhookEvent) -> Result<(), Unavailable> {
        let records = event.updates().map(|update| update.record()).collect();
        let Options { pending_bytes, ack_deadline, .. } = self.options;
        self.appender.append(&self.queue, records, pending_bytes, ack_deadline).await
    }

    /// Creates a worker that hands each update to a handler: a Tower service from [`Job`] to `()`.
    pub fn worker<H>(&self, handler: H) -> Worker<Q, H> {
        Worker::new(self.clone(), handler)
    }

    /// Returns how much is in the queue: the figures to watch and to alert on.
    ///
    /// # Errors
    ///
    /// The queue failed.
    pub async fn depth(&self) -> Result<Depth, Unavailable> {
        self.queue.depth().await.map_err(Unavailable::new)
    }

    /// Returns up to so many dead records, in the order of their numbers, from behind the number `after`.
    ///
    /// # Errors
    ///
    /// The queue failed.
    pub async fn dead(&self, after: Option<u64>, at_most: usize) -> Result<Vec<DeadRecord>, Unavailable> {
        self.queue.dead(after, at_most).await.map_err(Unavailable::new)
    }

    /// Puts dead records back to the end of their lanes, to be handled again, and returns how many there were.
    ///
    /// # Errors
    ///
    /// The queue failed.
    pub async fn put_back(&self, ids: &[u64]) -> Result<usize, Unavailable> {
        self.queue.put_back(ids).await.map_err(Unavailable::new)
    }

    /// Deletes dead records, and returns how many there were.
    ///
    /// # Errors
    ///
    /// The queue failed.
    pub async fn purge(&self, ids: &[u64]) -> Result<usize, Unavailable> {
        self.queue.purge(ids).await.map_err(Unavailable::new)
    }
}

impl<Q: Clone> Clone for Inbox<Q> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), options: self.options, appender: Arc::clone(&self.appender) }
    }
}

impl<Q> fmt::Debug for Inbox<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("options", &self.options).finish_non_exhaustive()
    }
}
