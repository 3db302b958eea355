//! A queue that counts as durable, and whose calls fail or hang as they are told.

use std::{
    future::pending,
    io,
    panic::resume_unwind,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::time::sleep;
use whatsapp_webhook::inbox::{
    Append, DeadRecord, Depth, LaneSettlement, Lease, LeaseRequest, LeasedLane, MemoryQueue, Queue,
};

/// How a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It fails without having taken effect.
    FailsBefore,
    /// It takes effect, and fails all the same.
    FailsAfter,
    /// It takes effect, and no answer comes.
    Hangs,
    /// It takes no effect, and panics.
    Panics,
    /// It takes this many milliseconds.
    Takes(u64),
}

/// A defect of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sabotage {
    /// What fails to be appended is acknowledged all the same.
    AcknowledgesFaults,
    /// A leased lane is free.
    LocksNoLane,
    /// What is leased counts as done.
    SettlesFirst,
    /// A record counts as new each time.
    KnowsNoKeys,
    CountsNoAttempts,
    /// The records of a lane come in another order.
    ReversesLanes,
    /// Each settlement and renewal is answered as if the lease was held.
    KnowsNoTokens,
    /// What fails is due at once.
    KnowsNoPauses,
}

/// The calls that can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Append,
    Lease,
    Renew,
    Settle,
    ForgetKeys,
}

type Faults = dyn FnMut(Call) -> Option<Fault> + Send;

/// The queue. A clone shares everything.
#[derive(Clone)]
pub(super) struct Model {
    pub(super) queue: MemoryQueue,
    faults: Arc<Mutex<Box<Faults>>>,
    sabotage: Option<Sabotage>,
    /// How many records each append had, and how many lanes each settlement.
    pub(super) appends: Arc<Mutex<Vec<usize>>>,
    pub(super) settlements: Arc<Mutex<Vec<usize>>>,
    /// How long keys are kept, by each call that forgets some.
    pub(super) forgotten: Arc<Mutex<Vec<Duration>>>,
}

impl Model {
    pub(super) fn new() -> Self {
        Self::faulty(|_| None)
    }

    /// A queue that asks before each call how it goes wrong.
    pub(super) fn faulty(faults: impl FnMut(Call) -> Option<Fault> + Send + 'static) -> Self {
        let faults = Arc::new(Mutex::new(Box::new(faults) as Box<Faults>));
        let queue = MemoryQueue::new();
        let (appends, settlements, forgotten) = Default::default();
        Self { queue, faults, sabotage: None, appends, settlements, forgotten }
    }

    /// The same with a defect.
    pub(super) fn sabotaged(mut self, sabotage: Option<Sabotage>) -> Self {
        self.sabotage = sabotage;
        self
    }

    pub(super) fn set_faults(&self, faults: impl FnMut(Call) -> Option<Fault> + Send + 'static) {
        *self.faults.lock().unwrap() = Box::new(faults);
    }

    async fn run<T, E>(&self, call: Call, answer: impl Future<Output = Result<T, E>>) -> io::Result<T>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        let fault = (self.faults.lock().unwrap())(call);
        let down = || io::Error::other("the queue is down");
        match fault {
            Some(Fault::FailsBefore) => return Err(down()),
            Some(Fault::Panics) => resume_unwind(Box::new(())),
            Some(Fault::Takes(milliseconds)) => sleep(Duration::from_millis(milliseconds)).await,
            _ => {}
        }
        let answer = answer.await.map_err(io::Error::other);
        match fault {
            Some(Fault::FailsAfter) => Err(down()),
            Some(Fault::Hangs) => pending().await,
            _ => answer,
        }
    }
}

impl Queue for Model {
    const DURABLE: bool = true;

    type Error = io::Error;

    async fn append(&self, append: Append<'_>) -> io::Result<usize> {
        self.appends.lock().unwrap().push(append.records.len());
        let mut records = append.records.to_vec();
        if self.sabotage == Some(Sabotage::KnowsNoKeys) {
            records.iter_mut().for_each(|record| record.key = None);
        }
        let append = Append::new(&records);
        let appended = self.run(Call::Append, self.queue.append(append)).await;
        if self.sabotage == Some(Sabotage::AcknowledgesFaults) { Ok(0) } else { appended }
    }

    async fn lease(&self, request: LeaseRequest) -> io::Result<Vec<LeasedLane>> {
        let mut lanes = self.run(Call::Lease, self.queue.lease(request)).await?;
        for lane in &mut lanes {
            match self.sabotage {
                Some(Sabotage::CountsNoAttempts) => {
                    lane.records.iter_mut().for_each(|record| record.attempt = 1)
                }
                Some(Sabotage::ReversesLanes) => lane.records.reverse(),
                _ => {}
            }
            let mut settlement = LaneSettlement::new(lane.lease);
            match self.sabotage {
                Some(Sabotage::LocksNoLane) => settlement.is_over = true,
                Some(Sabotage::SettlesFirst) => {
                    settlement.done.extend(lane.records.iter().map(|record| record.id))
                }
                _ => {}
            }
            let _ = self.queue.settle(&[settlement]).await;
        }
        Ok(lanes)
    }

    async fn renew(&self, leases: &[Lease], length: Duration) -> io::Result<Vec<bool>> {
        let mut held = self.run(Call::Renew, self.queue.renew(leases, length)).await?;
        if self.sabotage == Some(Sabotage::KnowsNoTokens) {
            held.fill(true);
        }
        Ok(held)
    }

    async fn settle(&self, settlements: &[LaneSettlement]) -> io::Result<Vec<bool>> {
        self.settlements.lock().unwrap().push(settlements.len());
        let mut settlements = settlements.to_vec();
        if self.sabotage == Some(Sabotage::KnowsNoPauses) {
            let failed = settlements.iter_mut().filter_map(|settlement| settlement.failed.as_mut());
            failed.for_each(|failed| failed.retry_in = failed.retry_in.map(|_| Duration::ZERO));
        }
        self.run(Call::Settle, self.queue.settle(&settlements)).await
    }

    async fn wait(&self, at_most: Duration) {
        self.queue.wait(at_most).await;
    }

    async fn forget_keys(&self, retention: Duration) -> io::Result<()> {
        self.forgotten.lock().unwrap().push(retention);
        self.run(Call::ForgetKeys, self.queue.forget_keys(retention)).await
    }

    async fn depth(&self) -> io::Result<Depth> {
        self.queue.depth().await.map_err(io::Error::other)
    }

    async fn dead(&self, after: Option<u64>, at_most: usize) -> io::Result<Vec<DeadRecord>> {
        self.queue.dead(after, at_most).await.map_err(io::Error::other)
    }

    async fn put_back(&self, ids: &[u64]) -> io::Result<usize> {
        self.queue.put_back(ids).await.map_err(io::Error::other)
    }

    async fn purge(&self, ids: &[u64]) -> io::Result<usize> {
        self.queue.purge(ids).await.map_err(io::Error::other)
    }
}
