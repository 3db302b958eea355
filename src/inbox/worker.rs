//! Handing out jobs.

use std::{
    error::Error,
    fmt,
    future::{Future, pending, poll_fn},
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep, sleep_until, timeout, timeout_at},
};
use tower_service::Service;

use super::{
    Inbox,
    job::Job,
    lane::{LaneWorker, Phase},
    queue::{LeaseRequest, Queue},
    retries::Retries,
    settle::Settler,
};
use crate::dedup::{LONGEST, RETENTION, SHORTEST_LEASE};

/// Hands the updates of an inbox to a handler, until it is told to stop; made by [`Inbox::worker`].
///
/// The handler is a Tower service from [`Job`] to `()`, so Tower's layers can be put around it, and is cloned for each job. A
/// [`Failure`](super::Failure) says what becomes of a job that fails; a job whose handler fails in another way, panics, or takes longer
/// than the timeout is tried again.
///
/// Any number of workers, in any number of processes, can share a durable queue.
#[must_use = "a worker does nothing until it runs"]
pub struct Worker<Q, H> {
    inbox: Inbox<Q>,
    handler: H,
    concurrency: usize,
    lease: Duration,
    retries: Retries,
    timeout: Duration,
}

const CONCURRENCY: usize = 64;
const LEASE: Duration = Duration::from_secs(15);
const TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// How many records of a lane are leased at once.
const RECORDS: usize = 16;

/// How often a queue is asked that has nothing to do, at most and at least.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How often a queue is asked to forget old keys.
const FORGET_EVERY: Duration = Duration::from_secs(60 * 60);

/// How long jobs may take that are dropped.
const GRACE: Duration = Duration::from_secs(1);

impl<Q, H> Worker<Q, H> {
    pub(super) fn new(inbox: Inbox<Q>, handler: H) -> Self {
        let (concurrency, lease, timeout) = (CONCURRENCY, LEASE, TIMEOUT);
        Self { inbox, handler, concurrency, lease, retries: Retries::new(), timeout }
    }

    /// Sets how many jobs run at the same time, each of another lane. 64 by default.
    pub fn with_concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// Sets how long a lane is held without being renewed. 15 seconds by default.
    ///
    /// Leases are renewed every third of this time. After the whole of it, another process goes on with the lanes of one that died.
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.lease = lease.clamp(SHORTEST_LEASE, LONGEST);
        self
    }

    /// Sets how often a job is tried, and the pauses between.
    pub fn with_retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Sets how long a handler may take before it is dropped, and the job tried again. Ten minutes by default.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(LONGEST);
        self
    }
}

type BoxError = Box<dyn Error + Send + Sync>;

impl<Q, H> Worker<Q, H>
where
    Q: Queue,
    H: Service<Job, Response = ()> + Clone + Send + 'static,
    H::Future: Send,
    H::Error: Into<BoxError>,
{
    /// Handles jobs until `stop` is ready, and returns once those that were begun have ended.
    ///
    /// No job is begun after `stop`, and every lane is given back, so another process can go on at once. Jobs that have not ended after the
    /// time of [`Inbox::with_drain`] are dropped. A queue that is not durable is worked off instead, with its retries, and takes nothing new
    /// meanwhile.
    ///
    /// A queue that fails is asked again, with growing pauses.
    ///
    /// # Errors
    ///
    /// The time was over: some jobs were dropped, which a durable queue hands out again, and a queue in memory loses.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), WorkerError> {
        let (phases, phase) = watch::channel(Phase::Work);
        let worker = LaneWorker {
            queue: self.inbox.queue.clone(),
            settler: Settler::start(self.inbox.queue.clone(), self.lease / 3),
            handler: self.handler,
            retries: self.retries,
            lease: self.lease,
            timeout: self.timeout,
            phase,
        };
        let mut run = Run {
            inbox: self.inbox,
            worker,
            concurrency: self.concurrency,
            lanes: JoinSet::new(),
            pause: SHORTEST_PAUSE,
            forget_at: Instant::now() + FORGET_EVERY,
        };
        run.work(pin!(stop), false).await;
        let deadline = Instant::now() + run.inbox.options.drain;
        if !Q::DURABLE {
            run.inbox.appender.close();
            run.work(pin!(sleep_until(deadline)), true).await;
        }
        let _ = phases.send(Phase::Finish);
        let mut dropped = run.finish(deadline).await;
        if dropped > 0 {
            let _ = phases.send(Phase::Abandon);
            run.finish(Instant::now() + GRACE).await;
        }
        if !Q::DURABLE {
            dropped = run.waiting().await;
        }
        if dropped == 0 { Ok(()) } else { Err(WorkerError { jobs: dropped, is_lost: !Q::DURABLE }) }
    }
}

/// A worker at work.
struct Run<Q, H> {
    inbox: Inbox<Q>,
    worker: LaneWorker<Q, H>,
    concurrency: usize,
    lanes: JoinSet<()>,
    pause: Duration,
    forget_at: Instant,
}

impl<Q, H> Run<Q, H>
where
    Q: Queue,
    H: Service<Job, Response = ()> + Clone + Send + 'static,
    H::Future: Send,
    H::Error: Into<BoxError>,
{
    /// Leases lanes and works them off until `stop` is ready or, if asked for, until nothing is left.
    async fn work(&mut self, mut stop: Pin<&mut impl Future<Output = ()>>, until_empty: bool) {
        loop {
            while self.lanes.try_join_next().is_some() {}
            if until_empty && self.lanes.is_empty() && self.waiting().await == 0 {
                return;
            }
            let is_full = !self.lease().await;
            let queue = self.inbox.queue.clone();
            let pause = self.pause;
            let mut due =
                pin!(async move { if is_full { pending().await } else { queue.wait(pause).await } });
            let lanes = &mut self.lanes;
            let is_over = poll_fn(|cx| {
                if stop.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(true);
                }
                match lanes.poll_join_next(cx) {
                    Poll::Ready(Some(_)) => Poll::Ready(false),
                    _ => due.as_mut().poll(cx).map(|()| false),
                }
            });
            if is_over.await {
                return;
            }
        }
    }

    /// Leases as many lanes as are wanted, and returns whether more are wanted.
    async fn lease(&mut self) -> bool {
        self.forget_keys().await;
        let free = self.concurrency - self.lanes.len();
        if free == 0 {
            return false;
        }
        let leased_at = Instant::now();
        let length = self.worker.lease;
        let request = LeaseRequest::new(free, RECORDS, length);
        let found = match timeout(length, self.inbox.queue.lease(request)).await {
            Ok(Ok(lanes)) => lanes,
            Ok(Err(_)) | Err(_) => {
                // The queue is down. Lanes that it leased all the same come back by themselves.
                sleep(self.pause).await;
                Vec::new()
            }
        };
        self.pause = if found.is_empty() { (self.pause * 2).min(LONGEST_PAUSE) } else { SHORTEST_PAUSE };
        let is_full = found.len() >= free;
        for lane in found {
            self.lanes.spawn(self.worker.clone().run(lane, leased_at));
        }
        !is_full
    }

    async fn forget_keys(&mut self) {
        if Instant::now() >= self.forget_at {
            self.forget_at = Instant::now() + FORGET_EVERY;
            let _ = timeout(self.worker.lease, self.inbox.queue.forget_keys(RETENTION)).await;
        }
    }

    /// How many records wait; all that can be said of a queue that is down is that it is not empty.
    async fn waiting(&self) -> u64 {
        if self.inbox.appender.is_busy() {
            return 1;
        }
        match timeout(self.worker.lease, self.inbox.queue.depth()).await {
            Ok(Ok(depth)) => depth.waiting,
            Ok(Err(_)) | Err(_) => 1,
        }
    }

    /// Waits for the lanes that are worked off, and returns how many are left at the deadline.
    async fn finish(&mut self, deadline: Instant) -> u64 {
        while let Ok(Some(_)) = timeout_at(deadline, self.lanes.join_next()).await {}
        while self.lanes.try_join_next().is_some() {}
        self.lanes.len() as u64
    }
}

impl<Q, H> fmt::Debug for Worker<Q, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("concurrency", &self.concurrency)
            .field("lease", &self.lease)
            .field("retries", &self.retries)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// Jobs had not ended when the time to stop was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerError {
    jobs: u64,
    is_lost: bool,
}

impl WorkerError {
    /// Returns how many jobs were dropped, or are lost with a queue in memory.
    #[must_use]
    pub fn jobs(&self) -> u64 {
        self.jobs
    }
}

impl fmt::Display for WorkerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_lost {
            write!(
                f,
                "{} jobs are lost: the queue in memory was not empty when the time to stop was over",
                self.jobs
            )
        } else {
            write!(
                f,
                "{} jobs were dropped when the time to stop was over; they will be handed out again",
                self.jobs
            )
        }
    }
}

impl Error for WorkerError {}
