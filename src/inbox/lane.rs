//! Working off one leased lane.

use std::{
    collections::VecDeque,
    error::Error,
    future::{Future, poll_fn},
    pin::pin,
    slice,
    task::Poll,
    time::Duration,
};

use tokio::{
    sync::watch,
    task::{JoinError, JoinSet},
    time::{Instant, sleep, sleep_until, timeout_at},
};
use tower_service::Service;

use super::{
    failure::Failure,
    job::Job,
    queue::{FailedRecord, LaneSettlement, Lease, LeasedLane, Queue, QueuedRecord},
    retries::Retries,
    settle::Settler,
};

type BoxError = Box<dyn Error + Send + Sync>;

/// The phases of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The worker begins jobs.
    Work,
    /// The worker finishes the jobs that it began.
    Finish,
    /// The worker drops the jobs that have not ended.
    Abandon,
}

/// The parts of a worker that working off a lane takes.
#[derive(Clone)]
pub(super) struct LaneWorker<Q, H> {
    pub(super) queue: Q,
    pub(super) settler: Settler,
    pub(super) handler: H,
    pub(super) retries: Retries,
    pub(super) lease: Duration,
    pub(super) timeout: Duration,
    pub(super) phase: watch::Receiver<Phase>,
}

/// The outcome of a job.
enum Verdict {
    Done,
    /// The job is tried again after the pause, or buried.
    Failed(Option<Duration>, String),
    /// The lane may be another's by now.
    Lost,
    /// The worker stopped before the job ended.
    Abandoned,
}

impl<Q, H> LaneWorker<Q, H>
where
    Q: Queue,
    H: Service<Job, Response = ()> + Clone + Send + 'static,
    H::Future: Send,
    H::Error: Into<BoxError>,
{
    /// Handles the records one after the other, and gives the lane back.
    pub(super) async fn run(mut self, lane: LeasedLane, leased_at: Instant) {
        let mut held = Held {
            queue: self.queue.clone(),
            settler: self.settler.clone(),
            lease: lane.lease,
            length: self.lease,
            since: leased_at,
        };
        let mut records = VecDeque::from(lane.records);
        while let Some(queued) = records.pop_front() {
            if *self.phase.borrow() != Phase::Work {
                records.push_front(queued);
                break;
            }
            if held.is_old() && !held.renew().await {
                return;
            }
            let mut settlement = LaneSettlement::new(lane.lease);
            let goes_on = match self.handle(&mut held, &queued).await {
                Verdict::Done => {
                    settlement.done.push(queued.id);
                    true
                }
                Verdict::Failed(retry_in, error) => {
                    settlement.failed = Some(FailedRecord::new(queued.id, retry_in, error));
                    retry_in.is_none()
                }
                Verdict::Lost => return,
                Verdict::Abandoned => break,
            };
            if !goes_on {
                settlement.unstarted.extend(records.iter().map(|queued| queued.id));
            }
            settlement.is_over = !goes_on || records.is_empty();
            if !held.settle(&settlement).await || settlement.is_over {
                return;
            }
        }
        let mut settlement = LaneSettlement::new(lane.lease);
        settlement.unstarted.extend(records.iter().map(|queued| queued.id));
        settlement.is_over = true;
        held.settle(&settlement).await;
    }

    async fn handle(&mut self, held: &mut Held<Q>, queued: &QueuedRecord) -> Verdict {
        if queued.attempt > self.retries.attempts {
            return Verdict::Failed(None, ENDED.to_owned());
        }
        let job = match Job::new(held.lease, queued) {
            Ok(job) => job,
            Err(error) => return Verdict::Failed(None, format!("the record cannot be decoded: {error}")),
        };
        // A task of its own, as it may panic.
        let mut call = JoinSet::new();
        call.spawn(call_handler(self.handler.clone(), job));
        let deadline = Instant::now() + self.timeout;
        let ended = {
            let mut keep = pin!(held.keep());
            let mut abandoned = pin!(self.phase.wait_for(|phase| *phase == Phase::Abandon));
            let mut too_long = pin!(sleep_until(deadline));
            poll_fn(|cx| {
                if let Poll::Ready(Some(ended)) = call.poll_join_next(cx) {
                    return Poll::Ready(Ended::Call(ended));
                }
                if keep.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(Ended::Lost);
                }
                if abandoned.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(Ended::Abandoned);
                }
                too_long.as_mut().poll(cx).map(|()| Ended::TooLong)
            })
            .await
        };
        // The handler is dropped before its outcome is settled, or the lane given up.
        call.shutdown().await;
        match ended {
            Ended::Call(Ok(Ok(()))) => Verdict::Done,
            Ended::Call(Ok(Err(error))) => self.failed(queued, error),
            Ended::Call(Err(_)) => self.failed(queued, "the handler panicked".into()),
            Ended::TooLong => self.failed(queued, "the handler took longer than its timeout".into()),
            Ended::Lost => Verdict::Lost,
            Ended::Abandoned => Verdict::Abandoned,
        }
    }

    fn failed(&self, queued: &QueuedRecord, error: BoxError) -> Verdict {
        let text = with_sources(&*error);
        let pause = self.retries.pause_after(queued.attempt, queued.record.lane);
        match error.downcast::<Failure>() {
            Ok(failure) => Verdict::Failed(failure.retry_in.filter(|_| pause.is_some()), text),
            Err(_) => Verdict::Failed(pause, text),
        }
    }
}

/// The events that a worker waits for while a handler runs.
enum Ended {
    Call(Result<Result<(), BoxError>, JoinError>),
    Lost,
    Abandoned,
    TooLong,
}

const ENDED: &str = "the process ended, or lost its lease, each time that it handled the record";

async fn call_handler<H>(mut handler: H, job: Job) -> Result<(), BoxError>
where
    H: Service<Job, Response = ()>,
    H::Error: Into<BoxError>,
{
    poll_fn(|cx| handler.poll_ready(cx)).await.map_err(Into::into)?;
    handler.call(job).await.map_err(Into::into)
}

/// The text of an error and of its sources.
fn with_sources(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

/// A lane that is held.
struct Held<Q> {
    queue: Q,
    settler: Settler,
    lease: Lease,
    length: Duration,
    /// The lease was renewed at this time or later.
    since: Instant,
}

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(100);

impl<Q: Queue> Held<Q> {
    fn is_old(&self) -> bool {
        self.since.elapsed() >= self.length / 3
    }

    /// Renews the lease at each third of its length, and returns when it may be lost.
    async fn keep(&mut self) {
        loop {
            sleep_until(self.since + self.length / 3).await;
            if !self.renew().await {
                return;
            }
        }
    }

    /// Renews the lease. Past two thirds of its length it counts as lost, before another worker can hold it.
    async fn renew(&mut self) -> bool {
        let last = self.since + self.length * 2 / 3;
        loop {
            let now = Instant::now();
            match timeout_at(last, self.queue.renew(slice::from_ref(&self.lease), self.length)).await {
                Ok(Ok(held)) => {
                    self.since = now;
                    return held == [true];
                }
                Ok(Err(_)) if now + PAUSE < last => sleep(PAUSE).await,
                Ok(Err(_)) | Err(_) => return false,
            }
        }
    }

    /// Settles, and returns whether the lane was still held.
    async fn settle(&self, settlement: &LaneSettlement) -> bool {
        let last = self.since + self.length;
        loop {
            match timeout_at(last, self.settler.settle(settlement.clone())).await {
                Ok(Some(held)) => return held,
                Ok(None) if Instant::now() + PAUSE < last => sleep(PAUSE).await,
                // The job will be begun again once the lease has ended.
                Ok(None) | Err(_) => return false,
            }
        }
    }
}
