//! The queue of an inbox.

use std::{
    error::Error,
    fmt,
    time::{Duration, SystemTime},
};

use crate::{
    Record,
    dedup::Token,
    event::{Lane, UpdateKey},
};

/// A queue of records, which keeps the order of each lane.
///
/// A worker leases lanes, not records: the records of a leased lane are its alone, until it gives the lane back or the lease ends.
/// So the records of a lane are handled one at a time, in the order in which they were appended. Each method is one round trip and
/// takes effect as a whole or not at all. Leases run on the clock of the queue, not on those of its clients.
///
/// A call whose future is dropped takes effect as a whole or not at all, too.
///
/// `testing::check_queue` checks an implementation.
pub trait Queue: Clone + Send + Sync + 'static {
    /// Whether a record that was appended survives the process.
    ///
    /// A queue that is not durable is worked off when its worker stops, and takes nothing new meanwhile.
    const DURABLE: bool;

    /// Why the queue failed.
    type Error: Into<Box<dyn Error + Send + Sync>> + Send;

    /// Appends the records whose keys are not known, and returns how many these are.
    ///
    /// A key stays known for the retention, after its record was handled as well. Records without a key are always appended. The order of
    /// the records of one lane is kept.
    fn append(&self, append: Append<'_>) -> impl Future<Output = Result<usize, Self::Error>> + Send;

    /// Leases lanes that are due and free, those that are due the longest first, with the first records of each.
    ///
    /// The attempts of these records are counted now: a record whose handling ends the process must not be tried without end. A lane whose lease
    /// has ended without being given back is leased with its first record alone, so that no other record is counted along with it.
    fn lease(
        &self,
        request: LeaseRequest,
    ) -> impl Future<Output = Result<Vec<LeasedLane>, Self::Error>> + Send;

    /// Starts leases anew, and returns for each one whether it was still held.
    fn renew(
        &self,
        leases: &[Lease],
        length: Duration,
    ) -> impl Future<Output = Result<Vec<bool>, Self::Error>> + Send;

    /// Settles the outcome of records of leased lanes, and returns for each lane whether its lease was still held.
    ///
    /// A lease that is not held any more changes nothing.
    fn settle(
        &self,
        settlements: &[LaneSettlement],
    ) -> impl Future<Output = Result<Vec<bool>, Self::Error>> + Send;

    /// Waits until a lane may be due, and no longer than `at_most`.
    fn wait(&self, at_most: Duration) -> impl Future<Output = ()> + Send;

    /// Forgets the keys that were appended longer ago than this.
    fn forget_keys(&self, retention: Duration) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns the number of records in the queue, and the age of the oldest.
    fn depth(&self) -> impl Future<Output = Result<Depth, Self::Error>> + Send;

    /// Returns the dead records whose IDs are greater than `after`, in the order of their IDs.
    fn dead(
        &self,
        after: Option<u64>,
        at_most: usize,
    ) -> impl Future<Output = Result<Vec<DeadRecord>, Self::Error>> + Send;

    /// Puts dead records back to the end of their lanes, with no attempt counted, and returns how many there were.
    fn put_back(&self, ids: &[u64]) -> impl Future<Output = Result<usize, Self::Error>> + Send;

    /// Deletes dead records, and returns how many there were.
    fn purge(&self, ids: &[u64]) -> impl Future<Output = Result<usize, Self::Error>> + Send;
}

/// Records to append.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Append<'a> {
    /// The records, in the order in which they came.
    pub records: &'a [Record],
    /// When they came.
    pub received_at: SystemTime,
}

impl<'a> Append<'a> {
    /// Creates a request to append records that come now.
    #[must_use]
    pub fn new(records: &'a [Record]) -> Self {
        Self { records, received_at: SystemTime::now() }
    }
}

/// A worker's request for lanes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct LeaseRequest {
    /// The greatest number of lanes.
    pub lanes: usize,
    /// The greatest number of records of each lane.
    pub records: usize,
    /// How long the lanes are held.
    pub length: Duration,
}

impl LeaseRequest {
    /// Creates a request.
    #[must_use]
    pub fn new(lanes: usize, records: usize, length: Duration) -> Self {
        Self { lanes, records, length }
    }
}

/// A lane, and the token that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Lease {
    /// The lane.
    pub lane: Lane,
    /// The owner of the lease, which is another one each time that the lane is leased.
    pub token: Token,
}

impl Lease {
    /// Creates a lease from its parts.
    #[must_use]
    pub fn new(lane: Lane, token: Token) -> Self {
        Self { lane, token }
    }
}

/// A leased lane with its first records.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LeasedLane {
    /// The lane and its owner.
    pub lease: Lease,
    /// The records, in order.
    pub records: Vec<QueuedRecord>,
}

impl LeasedLane {
    /// Creates a leased lane.
    #[must_use]
    pub fn new(lease: Lease, records: Vec<QueuedRecord>) -> Self {
        Self { lease, records }
    }
}

/// A record in a queue.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct QueuedRecord {
    /// The number of the record in its queue. Of two records of a lane, the one that was appended first has the lower number.
    pub id: u64,
    /// The record.
    pub record: Record,
    /// When it was appended.
    pub received_at: SystemTime,
    /// How often it was leased, this time included.
    pub attempt: u32,
}

impl QueuedRecord {
    /// Creates a queued record from its stored parts.
    #[must_use]
    pub fn new(id: u64, record: Record, received_at: SystemTime, attempt: u32) -> Self {
        Self { id, record, received_at, attempt }
    }
}

/// The outcome of the records of a leased lane.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LaneSettlement {
    /// The lane and its owner.
    pub lease: Lease,
    /// The records that were handled, to be deleted.
    pub done: Vec<u64>,
    /// The record that failed.
    pub failed: Option<FailedRecord>,
    /// The records whose handling was not begun. Their attempts are taken back.
    pub unstarted: Vec<u64>,
    /// Whether the lane is given back. A lane with more records is then due at once, or when the failed one is to be tried again.
    pub is_over: bool,
}

impl LaneSettlement {
    /// Creates a settlement that changes nothing, and keeps the lane.
    #[must_use]
    pub fn new(lease: Lease) -> Self {
        Self { lease, done: Vec::new(), failed: None, unstarted: Vec::new(), is_over: false }
    }
}

/// A record that failed.
///
/// `Debug` does not show the error, which is in the words of the handler.
#[derive(Clone)]
#[non_exhaustive]
pub struct FailedRecord {
    /// The number of the record.
    pub id: u64,
    /// When it is tried again; `None` moves it to the dead records.
    pub retry_in: Option<Duration>,
    /// The error.
    pub error: String,
}

impl FailedRecord {
    /// Creates a failed record.
    #[must_use]
    pub fn new(id: u64, retry_in: Option<Duration>, error: impl Into<String>) -> Self {
        Self { id, retry_in, error: error.into() }
    }
}

impl fmt::Debug for FailedRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedRecord")
            .field("id", &self.id)
            .field("retry_in", &self.retry_in)
            .finish_non_exhaustive()
    }
}

/// The number of records in a queue, and the age of the oldest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Depth {
    /// The records that are not handled yet, those that failed included.
    pub waiting: u64,
    /// The waiting records that failed, and are to be tried again.
    pub retrying: u64,
    /// The dead records.
    pub dead: u64,
    /// How long ago the oldest of the waiting records was appended.
    pub oldest: Option<Duration>,
}

impl Depth {
    /// Creates the depth of a queue.
    #[must_use]
    pub fn new(waiting: u64, retrying: u64, dead: u64, oldest: Option<Duration>) -> Self {
        Self { waiting, retrying, dead, oldest }
    }
}

/// A record that used its attempts, or was buried by its handler.
///
/// `Debug` shows neither the payload nor the error.
#[derive(Clone)]
#[non_exhaustive]
pub struct DeadRecord {
    /// The number of the record.
    pub id: u64,
    /// The record.
    pub record: Record,
    /// When it was appended.
    pub received_at: SystemTime,
    /// When it was buried.
    pub buried_at: SystemTime,
    /// How often it was tried.
    pub attempt: u32,
    /// The last error, in the words of the handler.
    pub error: String,
}

impl DeadRecord {
    /// Creates a dead record from its queued one.
    #[must_use]
    pub fn new(queued: QueuedRecord, buried_at: SystemTime, error: impl Into<String>) -> Self {
        let QueuedRecord { id, record, received_at, attempt } = queued;
        Self { id, record, received_at, buried_at, attempt, error: error.into() }
    }

    /// Returns the key of the record.
    #[must_use]
    pub fn key(&self) -> Option<UpdateKey> {
        self.record.key
    }
}

impl fmt::Debug for DeadRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadRecord")
            .field("id", &self.id)
            .field("record", &self.record)
            .field("received_at", &self.received_at)
            .field("buried_at", &self.buried_at)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}
