//! A queue in memory.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    error::Error,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::{
    sync::Notify,
    time::{Instant, timeout},
};

use super::queue::{
    Append, DeadRecord, Depth, FailedRecord, LaneSettlement, Lease, LeaseRequest, LeasedLane, Queue,
    QueuedRecord,
};
use crate::{
    Record,
    dedup::{LONGEST, RETENTION, Token, recent::RecentKeys},
    event::Lane,
};

/// A queue in the memory of one process, bounded in bytes.
///
/// A crash loses what is in it. When its worker is told to stop, it works the queue off first. The keys of records are kept for eight to
/// nine days, or until there are more than a million.
#[derive(Clone)]
pub struct MemoryQueue {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Notify,
    most_bytes: usize,
}

struct State {
    seen: RecentKeys,
    lanes: HashMap<Lane, LaneState>,
    /// The free lanes by the time when they are due, and by the order in which they became so.
    due: BTreeSet<(Instant, u64, Lane)>,
    /// The leased lanes by the time when their lease ends.
    ends: BTreeSet<(Instant, Lane)>,
    /// When each record came, in order.
    received: BTreeMap<u64, SystemTime>,
    dead: BTreeMap<u64, DeadRecord>,
    next: u64,
    bytes: usize,
}

/// A lane with records.
struct LaneState {
    records: VecDeque<QueuedRecord>,
    held: Held,
}

#[derive(Clone, Copy)]
enum Held {
    /// Free, with its place among the lanes that are due.
    Free(Instant, u64),
    Leased(Token, Instant),
}

/// The bytes that a record takes beside its payload, about.
const RECORD: usize = 256;
const MOST_BYTES: usize = 64 << 20;
const MOST_KEYS: usize = 1_000_000;

impl MemoryQueue {
    /// Creates an empty queue of up to 64 MiB.
    #[must_use]
    pub fn new() -> Self {
        Self::with_most_bytes(MOST_BYTES)
    }

    /// Creates an empty queue of up to so many bytes. Further notifications are answered with 503.
    #[must_use]
    pub fn with_most_bytes(most_bytes: usize) -> Self {
        let state = State {
            seen: RecentKeys::new(MOST_KEYS),
            lanes: HashMap::new(),
            due: BTreeSet::new(),
            ends: BTreeSet::new(),
            received: BTreeMap::new(),
            dead: BTreeMap::new(),
            next: 1,
            bytes: 0,
        };
        Self { shared: Arc::new(Shared { state: Mutex::new(state), changed: Notify::new(), most_bytes }) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that runs under the lock can panic.
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryQueue {
    fn default() -> Self {
        Self::new()
    }
}

/// Why a [`MemoryQueue`] takes no record: it holds as many bytes as it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemoryQueueFull;

impl fmt::Display for MemoryQueueFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue in memory is full; the worker is too slow, or stopped")
    }
}

impl Error for MemoryQueueFull {}

impl State {
    fn number(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    fn push(&mut self, record: Record, received_at: SystemTime, now: Instant) {
        let id = self.number();
        self.bytes += size(&record);
        self.received.insert(id, received_at);
        let lane = record.lane;
        let queued = QueuedRecord::new(id, record, received_at, 0);
        match self.lanes.get_mut(&lane) {
            // A lane whose first record failed stays due when that one is.
            Some(state) => state.records.push_back(queued),
            None => {
                self.due.insert((now, id, lane));
                let state = LaneState { records: VecDeque::from([queued]), held: Held::Free(now, id) };
                self.lanes.insert(lane, state);
            }
        }
    }

    /// The lanes to lease, and whether the lease of each one had ended.
    fn leasable(&self, now: Instant, most: usize) -> Vec<(Lane, bool)> {
        let ended = self.ends.iter().take_while(|(until, _)| *until <= now).map(|(_, lane)| (*lane, true));
        let due = self.due.iter().take_while(|(at, ..)| *at <= now).map(|(.., lane)| (*lane, false));
        ended.chain(due).take(most).collect()
    }

    /// Changes how a lane is held.
    fn hold(&mut self, lane: Lane, held: Held) {
        let Some(state) = self.lanes.get_mut(&lane) else { return };
        match std::mem::replace(&mut state.held, held) {
            Held::Free(at, number) => self.due.remove(&(at, number, lane)),
            Held::Leased(_, until) => self.ends.remove(&(until, lane)),
        };
        match held {
            Held::Free(at, number) => self.due.insert((at, number, lane)),
            Held::Leased(_, until) => self.ends.insert((until, lane)),
        };
    }

    fn lease(&mut self, lane: Lane, records: usize, until: Instant) -> Option<LeasedLane> {
        let lease = Lease::new(lane, Token::new());
        self.hold(lane, Held::Leased(lease.token, until));
        let state = self.lanes.get_mut(&lane)?;
        let leased = state.records.iter_mut().take(records).map(|queued| {
            queued.attempt += 1;
            queued.clone()
        });
        Some(LeasedLane::new(lease, leased.collect()))
    }

    fn is_held(&self, lease: &Lease) -> bool {
        let state = self.lanes.get(&lease.lane);
        state.is_some_and(|state| matches!(state.held, Held::Leased(token, _) if token == lease.token))
    }

    fn settle(&mut self, settlement: &LaneSettlement, now: Instant) -> bool {
        let LaneSettlement { lease, done, failed, unstarted, is_over } = settlement;
        if !self.is_held(lease) {
            return false;
        }
        let number = self.number();
        let Some(state) = self.lanes.get_mut(&lease.lane) else { return false };
        let mut due_at = now;
        for queued in state.records.iter_mut().filter(|queued| unstarted.contains(&queued.id)) {
            queued.attempt = queued.attempt.saturating_sub(1);
        }
        let buried = match failed {
            Some(FailedRecord { retry_in: Some(pause), .. }) => {
                due_at = now + (*pause).min(LONGEST);
                None
            }
            failed => failed.as_ref(),
        };
        let (bytes, dead, received) = (&mut self.bytes, &mut self.dead, &mut self.received);
        state.records.retain(|queued| {
            let is_buried = buried.filter(|failed| failed.id == queued.id);
            if let Some(failed) = is_buried {
                dead.insert(queued.id, DeadRecord::new(queued.clone(), SystemTime::now(), &*failed.error));
            }
            let is_done = done.contains(&queued.id);
            if is_done {
                *bytes = bytes.saturating_sub(size(&queued.record));
            }
            let is_gone = is_done || is_buried.is_some();
            if is_gone {
                received.remove(&queued.id);
            }
            !is_gone
        });
        let is_empty = state.records.is_empty();
        if *is_over {
            self.hold(lease.lane, Held::Free(due_at, number));
        }
        if *is_over && is_empty {
            self.due.remove(&(due_at, number, lease.lane));
            self.lanes.remove(&lease.lane);
        }
        true
    }

    /// When a lane is due, or its lease ends.
    fn next_at(&self) -> Option<Instant> {
        let due = self.due.first().map(|(at, ..)| *at);
        let end = self.ends.first().map(|(until, _)| *until);
        due.into_iter().chain(end).min()
    }
}

fn size(record: &Record) -> usize {
    record.payload.len() + RECORD
}

impl Queue for MemoryQueue {
    const DURABLE: bool = false;

    type Error = MemoryQueueFull;

    async fn append(&self, append: Append<'_>) -> Result<usize, MemoryQueueFull> {
        let now = Instant::now();
        let mut state = self.lock();
        state.seen.forget_before(now, RETENTION);
        let mut new: Vec<&Record> = Vec::new();
        let mut keys = std::collections::HashSet::new();
        for record in append.records {
            if record.key.is_none_or(|key| !state.seen.contains(&key) && keys.insert(key)) {
                new.push(record);
            }
        }
        let bytes: usize = new.iter().map(|record| size(record)).sum();
        if bytes > 0 && state.bytes + bytes > self.shared.most_bytes {
            return Err(MemoryQueueFull);
        }
        for record in &new {
            if let Some(key) = record.key {
                state.seen.insert(key, now);
            }
            state.push((*record).clone(), append.received_at, now);
        }
        drop(state);
        if !new.is_empty() {
            self.shared.changed.notify_one();
        }
        Ok(new.len())
    }

    async fn lease(&self, request: LeaseRequest) -> Result<Vec<LeasedLane>, MemoryQueueFull> {
        let now = Instant::now();
        let until = now + request.length.min(LONGEST);
        let mut state = self.lock();
        let lanes = state.leasable(now, request.lanes);
        let leased = lanes.into_iter().filter_map(|(lane, has_ended)| {
            state.lease(lane, if has_ended { 1 } else { request.records }, until)
        });
        Ok(leased.collect())
    }

    async fn renew(&self, leases: &[Lease], length: Duration) -> Result<Vec<bool>, MemoryQueueFull> {
        let until = Instant::now() + length.min(LONGEST);
        let mut state = self.lock();
        let mut renew = |lease: &Lease| {
            let is_held = state.is_held(lease);
            if is_held {
                state.hold(lease.lane, Held::Leased(lease.token, until));
            }
            is_held
        };
        Ok(leases.iter().map(&mut renew).collect())
    }

    async fn settle(&self, settlements: &[LaneSettlement]) -> Result<Vec<bool>, MemoryQueueFull> {
        let now = Instant::now();
        let mut state = self.lock();
        let held = settlements.iter().map(|settlement| state.settle(settlement, now)).collect();
        drop(state);
        self.shared.changed.notify_one();
        Ok(held)
    }

    async fn wait(&self, at_most: Duration) {
        let next = self.lock().next_at();
        let until_next = next.map_or(at_most, |next| next.saturating_duration_since(Instant::now()));
        // A record that was appended since is not missed: its notice is kept.
        let _ = timeout(until_next.min(at_most), self.shared.changed.notified()).await;
    }

    async fn forget_keys(&self, retention: Duration) -> Result<(), MemoryQueueFull> {
        self.lock().seen.forget_before(Instant::now(), retention);
        Ok(())
    }

    async fn depth(&self) -> Result<Depth, MemoryQueueFull> {
        let state = self.lock();
        let now = Instant::now();
        let retrying = state.due.iter().rev().take_while(|(at, ..)| *at > now).count();
        let oldest = state.received.first_key_value().map(|(_, oldest)| oldest.elapsed().unwrap_or_default());
        Ok(Depth::new(state.received.len() as u64, retrying as u64, state.dead.len() as u64, oldest))
    }

    async fn dead(&self, after: Option<u64>, at_most: usize) -> Result<Vec<DeadRecord>, MemoryQueueFull> {
        let state = self.lock();
        let from = after.map_or(0, |after| after.saturating_add(1));
        Ok(state.dead.range(from..).take(at_most).map(|(_, dead)| dead.clone()).collect())
    }

    async fn put_back(&self, ids: &[u64]) -> Result<usize, MemoryQueueFull> {
        let now = Instant::now();
        let mut state = self.lock();
        let dead: Vec<DeadRecord> = ids.iter().filter_map(|id| state.dead.remove(id)).collect();
        for record in &dead {
            state.bytes = state.bytes.saturating_sub(size(&record.record));
            state.push(record.record.clone(), record.received_at, now);
        }
        drop(state);
        self.shared.changed.notify_one();
        Ok(dead.len())
    }

    async fn purge(&self, ids: &[u64]) -> Result<usize, MemoryQueueFull> {
        let mut state = self.lock();
        let dead: Vec<DeadRecord> = ids.iter().filter_map(|id| state.dead.remove(id)).collect();
        for record in &dead {
            state.bytes = state.bytes.saturating_sub(size(&record.record));
        }
        Ok(dead.len())
    }
}

impl fmt::Debug for MemoryQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("MemoryQueue")
            .field("lanes", &state.lanes.len())
            .field("bytes", &state.bytes)
            .field("dead", &state.dead.len())
            .finish_non_exhaustive()
    }
}
