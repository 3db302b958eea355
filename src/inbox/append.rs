//! Appending what came in one go.
//!
//! Notifications that come while an append is under way wait, and go into the next one together. So the queue is asked once for many
//! notifications where there are many, and at once where there is one; no timer is needed.

use std::{
    collections::VecDeque,
    error::Error,
    fmt, mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{sync::oneshot, time::timeout};

use super::queue::{Append, Queue};
use crate::{Record, dedup::Unavailable};

/// The notifications that wait to be appended, shared by all receivers of an inbox.
#[derive(Default)]
pub(super) struct Appender {
    waiting: Mutex<Waiting>,
    bytes: AtomicUsize,
    /// Whether the worker of a queue in memory stops, so that nothing new is taken.
    is_closed: AtomicBool,
}

#[derive(Default)]
struct Waiting {
    notifications: VecDeque<Notification>,
    is_running: bool,
}

/// The records of a notification.
struct Notification {
    records: Vec<Record>,
    reply: oneshot::Sender<Result<(), Shared>>,
    bytes: Reserved,
}

/// Bytes that are counted until they are appended.
struct Reserved {
    appender: Arc<Appender>,
    bytes: usize,
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.appender.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// How many records are appended at once, unless a notification alone holds more.
const MOST_RECORDS: usize = 1000;
const MOST_BYTES: usize = 4 << 20;

/// The bytes that a record takes beside its payload, about.
const RECORD: usize = 64;

impl Appender {
    /// Takes nothing new any more.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }

    /// Whether something waits to be appended.
    pub(super) fn is_busy(&self) -> bool {
        self.bytes.load(Ordering::Relaxed) > 0
    }

    /// Appends records, and returns once the queue has them.
    pub(super) async fn append<Q: Queue>(
        self: &Arc<Self>,
        queue: &Q,
        records: Vec<Record>,
        most_bytes: usize,
        deadline: Duration,
    ) -> Result<(), Unavailable> {
        if self.is_closed.load(Ordering::Relaxed) {
            return Err(Unavailable::new("the process is stopping"));
        }
        if records.is_empty() {
            return Ok(());
        }
        let bytes =
            self.reserve(records.iter().map(|record| record.payload.len() + RECORD).sum(), most_bytes)?;
        let (reply, appended) = oneshot::channel();
        let is_first = {
            let mut waiting = self.lock();
            waiting.notifications.push_back(Notification { records, reply, bytes });
            !mem::replace(&mut waiting.is_running, true)
        };
        if is_first {
            // A task of its own, as this future may be dropped while others wait for what it began.
            tokio::spawn(Arc::clone(self).run(queue.clone(), deadline));
        }
        match timeout(deadline, appended).await {
            Ok(Ok(appended)) => appended.map_err(Unavailable::new),
            Ok(Err(_)) => Err(Unavailable::new(PANICKED)),
            Err(_) => Err(Unavailable::new(SLOW)),
        }
    }

    fn reserve(self: &Arc<Self>, bytes: usize, most: usize) -> Result<Reserved, Unavailable> {
        let before = self.bytes.fetch_add(bytes, Ordering::Relaxed);
        let reserved = Reserved { appender: Arc::clone(self), bytes };
        // One notification is taken however long it is.
        if before > 0 && before + bytes > most {
            return Err(Unavailable::new("too much waits to be stored; the queue is too slow, or down"));
        }
        Ok(reserved)
    }

    /// Appends until nothing waits.
    async fn run<Q: Queue>(self: Arc<Self>, queue: Q, deadline: Duration) {
        // If the queue panics, the next notification starts another run.
        let mut running = Running { appender: Arc::clone(&self), is_over: false };
        while let Some((records, replies)) = running.next() {
            let appended = match timeout(deadline, queue.append(Append::new(&records))).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(Shared(Arc::from(error.into()))),
                Err(_) => Err(Shared(Arc::from(Box::<dyn Error + Send + Sync>::from(SLOW)))),
            };
            for (reply, _bytes) in replies {
                let _ = reply.send(appended.clone()); // the client may have left
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Nothing that runs under the lock can panic.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const SLOW: &str = "the queue took longer than the deadline";
/// The task that appends drops its replies in no other case, except when the runtime stops.
const PANICKED: &str = "the queue panicked";

type Reply = (oneshot::Sender<Result<(), Shared>>, Reserved);

struct Running {
    appender: Arc<Appender>,
    is_over: bool,
}

impl Running {
    /// The records to append next, and those who wait for it.
    fn next(&mut self) -> Option<(Vec<Record>, Vec<Reply>)> {
        let mut waiting = self.appender.lock();
        let (mut records, mut replies, mut bytes) = (Vec::new(), Vec::new(), 0);
        while let Some(next) = waiting.notifications.front() {
            let is_full =
                records.len() + next.records.len() > MOST_RECORDS || bytes + next.bytes.bytes > MOST_BYTES;
            if !records.is_empty() && is_full {
                break;
            }
            let Some(notification) = waiting.notifications.pop_front() else { break };
            bytes += notification.bytes.bytes;
            records.extend(notification.records);
            replies.push((notification.reply, notification.bytes));
        }
        self.is_over = records.is_empty();
        waiting.is_running = !self.is_over;
        (!self.is_over).then_some((records, replies))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_over {
            let mut waiting = self.appender.lock();
            waiting.is_running = false;
            waiting.notifications.clear(); // their senders hear of it, and Meta delivers again
        }
    }
}

/// An error that several notifications share.
#[derive(Clone, Debug)]
struct Shared(Arc<dyn Error + Send + Sync>);

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Shared {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
