//! The check of a queue of an inbox.

use std::{
    collections::BTreeSet,
    error::Error,
    fmt, slice,
    time::{Duration, SystemTime},
};

use tokio::{task::JoinSet, time::sleep};

use crate::{
    Record,
    dedup::Token,
    event::{Lane, UpdateKey},
    inbox::{Append, FailedRecord, LaneSettlement, Lease, LeaseRequest, LeasedLane, Queue},
};

/// Checks that a queue does what [`Inbox`](crate::inbox::Inbox) relies on.
///
/// Call the function in a test of the queue, against a real server. The queue must be empty and used by nothing else, and is empty afterwards. A check takes about
/// ten seconds.
///
/// ```
/// use whatsapp_webhook::{inbox::MemoryQueue, testing::check_queue};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// check_queue(MemoryQueue::new()).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Returns the first fault that was found, or the queue's own error.
pub async fn check_queue<Q: Queue>(queue: Q) -> Result<(), QueueFault> {
    let mut check = Check { queue, next: u128::from_be_bytes(Token::new().to_bytes()) };
    check.a_key_is_appended_once().await?;
    check.a_lane_keeps_its_order_and_its_records().await?;
    check.a_leased_lane_is_leased_to_one_worker().await?;
    check.what_failed_holds_its_lane().await?;
    check.what_is_buried_is_kept_and_its_lane_goes_on().await?;
    check.what_was_not_begun_is_not_counted().await?;
    check.a_lease_that_ended_is_another_s_and_a_renewed_one_is_not().await?;
    check.batches_in_opposite_order_are_appended_once().await?;
    check.a_wait_ends_with_an_append().await?;
    check.keys_are_forgotten().await
}

/// Why a queue is not fit for [`Inbox`](crate::inbox::Inbox).
#[derive(Debug)]
pub struct QueueFault {
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl fmt::Display for QueueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for QueueFault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

type Checked = Result<(), QueueFault>;

struct Check<Q> {
    queue: Q,
    next: u128,
}

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_secs(1);

fn failed(error: impl Into<Box<dyn Error + Send + Sync>>) -> QueueFault {
    QueueFault { message: "the queue failed".to_owned(), source: Some(error.into()) }
}

#[expect(clippy::needless_pass_by_value, reason = "the values are made for the call")]
fn expect<T: PartialEq + fmt::Debug>(what: &str, found: T, expected: T) -> Checked {
    if found == expected {
        return Ok(());
    }
    Err(QueueFault { message: format!("{what}: expected {expected:?}, found {found:?}"), source: None })
}

/// The numbers in the payloads of a lane, and the attempts.
fn numbers(lane: &LeasedLane) -> Vec<(u128, u32)> {
    lane.records.iter().map(|queued| (number(&queued.record), queued.attempt)).collect()
}

fn number(record: &Record) -> u128 {
    record.payload.get(..16).and_then(|bytes| bytes.try_into().ok()).map_or(0, u128::from_be_bytes)
}

impl<Q: Queue> Check<Q> {
    /// A new record of a lane.
    fn record(&mut self, lane: u64) -> Record {
        self.next = self.next.wrapping_add(1);
        let bytes = self.next.to_be_bytes();
        // Any byte can be in a payload.
        let payload: Vec<u8> = bytes.into_iter().chain(0..=255).collect();
        Record::new(Some(UpdateKey::from_bytes(bytes)), Lane::from_bits(lane), payload)
    }

    fn records<const N: usize>(&mut self, lanes: [u64; N]) -> [Record; N] {
        lanes.map(|lane| self.record(lane))
    }

    async fn append(&self, records: &[Record]) -> Result<usize, QueueFault> {
        self.queue.append(Append { records, received_at: SystemTime::now() }).await.map_err(failed)
    }

    async fn lease(
        &self,
        lanes: usize,
        records: usize,
        length: Duration,
    ) -> Result<Vec<LeasedLane>, QueueFault> {
        self.queue.lease(LeaseRequest { lanes, records, length }).await.map_err(failed)
    }

    /// The only lane that is due.
    async fn lease_one(&self, records: usize, length: Duration) -> Result<LeasedLane, QueueFault> {
        let mut lanes = self.lease(10, records, length).await?;
        expect("the number of lanes that are due", lanes.len(), 1)?;
        lanes.pop().ok_or_else(|| failed("no lane"))
    }

    async fn settle(&self, settlement: LaneSettlement) -> Result<bool, QueueFault> {
        let held = self.queue.settle(&[settlement]).await.map_err(failed)?;
        expect("the number of answers to one settlement", held.len(), 1)?;
        Ok(held == [true])
    }

    /// Marks all records of a lane, and gives it back.
    async fn finish(&self, lane: &LeasedLane) -> Checked {
        let mut settlement = LaneSettlement::new(lane.lease);
        settlement.done = lane.records.iter().map(|queued| queued.id).collect();
        settlement.is_over = true;
        expect("whether a lease was held that has not ended", self.settle(settlement).await?, true)
    }

    async fn expect_empty(&self) -> Checked {
        let depth = self.queue.depth().await.map_err(failed)?;
        expect("the records in an empty queue", (depth.waiting, depth.retrying, depth.dead), (0, 0, 0))
    }

    async fn a_key_is_appended_once(&mut self) -> Checked {
        self.expect_empty().await?;
        let [first, second] = self.records([1, 1]);
        let mut keyless = first.clone();
        keyless.key = None;
        expect("new records", self.append(&[first.clone(), second.clone(), first.clone()]).await?, 2)?;
        expect("records that are known", self.append(&[second.clone(), first.clone()]).await?, 0)?;
        expect("records without a key", self.append(&[keyless.clone(), keyless.clone()]).await?, 2)?;
        let lane = self.lease_one(10, LONG).await?;
        let found: Vec<_> = lane.records.iter().map(|queued| queued.record.clone()).collect();
        expect("the records of a lane", found, vec![first.clone(), second, keyless.clone(), keyless])?;
        self.finish(&lane).await?;
        expect("a record that was handled", self.append(&[first]).await?, 0)?;
        self.expect_empty().await
    }

    async fn a_lane_keeps_its_order_and_its_records(&mut self) -> Checked {
        let records: Vec<Record> = (0..1000).map(|_| self.record(2)).collect();
        expect("a thousand new records", self.append(&records).await?, 1000)?;
        let mut found = Vec::new();
        while found.len() < records.len() {
            let lane = self.lease_one(300, LONG).await?;
            found.extend(lane.records.iter().map(|queued| queued.record.clone()));
            self.finish(&lane).await?;
        }
        if found != records {
            return Err(failed("a thousand records of a lane did not come in order"));
        }
        self.expect_empty().await
    }

    async fn a_leased_lane_is_leased_to_one_worker(&mut self) -> Checked {
        let [one, other, later] = self.records([3, 4, 3]);
        self.append(&[one.clone(), other.clone()]).await?;
        let first = self.lease(1, 10, LONG).await?;
        expect("the lanes that were asked for", first.len(), 1)?;
        self.append(slice::from_ref(&later)).await?;
        let second = self.lease_one(10, LONG).await?;
        expect(
            "the lanes of two leases",
            first.iter().chain([&second]).map(|lane| lane.lease.lane).collect(),
            [3, 4].map(Lane::from_bits).into_iter().collect::<BTreeSet<_>>(),
        )?;
        expect("lanes that are leased", self.lease(10, 10, LONG).await?.len(), 0)?;
        for lane in first.iter().chain([&second]) {
            self.finish(lane).await?;
        }
        let lane = self.lease_one(10, LONG).await?;
        expect("what came while its lane was leased", numbers(&lane), vec![(number(&later), 1)])?;
        self.finish(&lane).await?;
        self.expect_empty().await
    }

    async fn what_failed_holds_its_lane(&mut self) -> Checked {
        let [first, second, third] = self.records([5, 5, 5]);
        self.append(&[first.clone(), second.clone()]).await?;
        let lane = self.lease_one(1, LONG).await?;
        let mut settlement = LaneSettlement::new(lane.lease);
        let id = lane.records.first().map_or(0, |queued| queued.id);
        settlement.failed = Some(FailedRecord::new(id, Some(SHORT), "busy"));
        settlement.is_over = true;
        expect("whether a lease was held that has not ended", self.settle(settlement).await?, true)?;
        self.append(slice::from_ref(&third)).await?;
        expect("lanes whose first record failed", self.lease(10, 10, LONG).await?.len(), 0)?;
        let depth = self.queue.depth().await.map_err(failed)?;
        expect("the depth of a lane that failed", (depth.waiting, depth.retrying, depth.dead), (3, 1, 0))?;
        sleep(SHORT + SHORT / 2).await;
        let lane = self.lease_one(10, LONG).await?;
        let expected = vec![(number(&first), 2), (number(&second), 1), (number(&third), 1)];
        expect("a lane whose first record failed, and its attempts", numbers(&lane), expected)?;
        self.finish(&lane).await?;
        self.expect_empty().await
    }

    async fn what_is_buried_is_kept_and_its_lane_goes_on(&mut self) -> Checked {
        let [first, second] = self.records([6, 6]);
        self.append(&[first.clone(), second.clone()]).await?;
        let lane = self.lease_one(10, LONG).await?;
        let mut settlement = LaneSettlement::new(lane.lease);
        let id = lane.records.first().map_or(0, |queued| queued.id);
        settlement.failed = Some(FailedRecord::new(id, None, "no such order"));
        expect("whether a lease was held that has not ended", self.settle(settlement).await?, true)?;
        expect("a lane that was kept", self.lease(10, 10, LONG).await?.len(), 0)?;
        let dead = self.queue.dead(None, 10).await.map_err(failed)?;
        let found: Vec<_> =
            dead.iter().map(|dead| (dead.record.clone(), dead.attempt, dead.error.clone())).collect();
        expect("the dead records", found, vec![(first.clone(), 1, "no such order".to_owned())])?;
        let after = dead.first().map(|dead| dead.id);
        expect(
            "the dead records behind the last",
            self.queue.dead(after, 10).await.map_err(failed)?.len(),
            0,
        )?;
        expect("a key of a dead record", self.append(slice::from_ref(&first)).await?, 0)?;
        let rest = LeasedLane::new(lane.lease, lane.records.iter().skip(1).cloned().collect());
        self.finish(&rest).await?;
        let ids: Vec<u64> = dead.iter().map(|dead| dead.id).collect();
        expect("records that were put back", self.queue.put_back(&ids).await.map_err(failed)?, 1)?;
        let lane = self.lease_one(10, LONG).await?;
        expect("a record that was put back", numbers(&lane), vec![(number(&first), 1)])?;
        let mut settlement = LaneSettlement::new(lane.lease);
        let id = lane.records.first().map_or(0, |queued| queued.id);
        settlement.failed = Some(FailedRecord::new(id, None, "no such order"));
        settlement.is_over = true;
        expect("whether a lease was held that has not ended", self.settle(settlement).await?, true)?;
        let dead = self.queue.dead(None, 10).await.map_err(failed)?;
        let ids: Vec<u64> = dead.iter().map(|dead| dead.id).collect();
        expect("records that were purged", self.queue.purge(&ids).await.map_err(failed)?, 1)?;
        self.expect_empty().await
    }

    async fn what_was_not_begun_is_not_counted(&mut self) -> Checked {
        let [first, second] = self.records([7, 7]);
        self.append(&[first.clone(), second.clone()]).await?;
        let lane = self.lease_one(10, LONG).await?;
        let mut settlement = LaneSettlement::new(lane.lease);
        settlement.unstarted = lane.records.iter().skip(1).map(|queued| queued.id).collect();
        settlement.is_over = true;
        expect("whether a lease was held that has not ended", self.settle(settlement).await?, true)?;
        let lane = self.lease_one(10, LONG).await?;
        expect(
            "attempts of what was begun, and was not",
            numbers(&lane),
            vec![(number(&first), 2), (number(&second), 1)],
        )?;
        self.finish(&lane).await
    }

    async fn a_lease_that_ended_is_another_s_and_a_renewed_one_is_not(&mut self) -> Checked {
        let [first, second, other] = self.records([8, 8, 9]);
        self.append(&[first.clone(), second.clone(), other]).await?;
        let lanes = self.lease(10, 10, SHORT).await?;
        let lease_of = |lane: u64| {
            lanes.iter().map(|leased| leased.lease).find(|lease| lease.lane == Lane::from_bits(lane))
        };
        let (Some(ended), Some(renewed)) = (lease_of(8), lease_of(9)) else {
            return Err(failed("two lanes were due, and not both were leased"));
        };
        let unknown = Lease::new(renewed.lane, Token::new());
        let held = self.queue.renew(&[renewed, unknown], LONG).await.map_err(failed)?;
        expect("whether leases were held: one that is, and one that is not", held, vec![true, false])?;
        sleep(SHORT + SHORT / 2).await;
        let lane = self.lease_one(10, LONG).await?;
        expect(
            "the records of a lane whose lease has ended: the first alone",
            numbers(&lane),
            vec![(number(&first), 2)],
        )?;
        expect(
            "whether a lease was held that is another's",
            self.queue.renew(&[ended], LONG).await.map_err(failed)?,
            vec![false],
        )?;
        let mut stale = LaneSettlement::new(ended);
        stale.done = lane.records.iter().map(|queued| queued.id).collect();
        stale.is_over = true;
        expect("whether a lease was held that is another's", self.settle(stale).await?, false)?;
        expect("lanes after a stale settlement", self.lease(10, 10, LONG).await?.len(), 0)?;
        self.finish(&lane).await?;
        let lane = self.lease_one(10, LONG).await?;
        expect("the record behind it", numbers(&lane), vec![(number(&second), 2)])?;
        self.finish(&lane).await?;
        let rest = lanes.iter().find(|leased| leased.lease == renewed);
        match rest {
            Some(lane) => self.finish(lane).await?,
            None => return Err(failed("no lane")),
        }
        self.expect_empty().await
    }

    async fn batches_in_opposite_order_are_appended_once(&mut self) -> Checked {
        let records: Vec<Record> = (0..50).map(|number| self.record(100 + number % 10)).collect();
        let reversed: Vec<Record> = records.iter().rev().cloned().collect();
        let mut appends = JoinSet::new();
        for number in 0..20 {
            let queue = self.queue.clone();
            let records = if number % 2 == 0 { records.clone() } else { reversed.clone() };
            appends.spawn(async move {
                let append = Append { records: &records, received_at: SystemTime::now() };
                queue.append(append).await.map_err(failed)
            });
        }
        let mut new = 0;
        while let Some(appended) = appends.join_next().await {
            new += appended.map_err(failed)??;
        }
        expect("new records of 20 batches at once of the same 50", new, 50)?;
        let lanes = self.lease(20, 100, LONG).await?;
        expect("their lanes", lanes.len(), 10)?;
        expect("their records", lanes.iter().map(|lane| lane.records.len()).sum::<usize>(), 50)?;
        for lane in &lanes {
            self.finish(lane).await?;
        }
        self.expect_empty().await
    }

    async fn a_wait_ends_with_an_append(&mut self) -> Checked {
        let record = self.record(10);
        self.queue.wait(SHORT / 10).await;
        let queue = self.queue.clone();
        let mut waiting = JoinSet::new();
        waiting.spawn(async move { queue.wait(LONG).await });
        sleep(SHORT / 10).await;
        self.append(&[record]).await?;
        let lane = tokio::time::timeout(SHORT * 2, waiting.join_next()).await;
        expect("whether a wait ended within two seconds of an append", lane.is_ok(), true)?;
        let lane = self.lease_one(10, LONG).await?;
        self.finish(&lane).await
    }

    async fn keys_are_forgotten(&mut self) -> Checked {
        let record = self.record(11);
        self.append(slice::from_ref(&record)).await?;
        let lane = self.lease_one(10, LONG).await?;
        self.finish(&lane).await?;
        self.queue.forget_keys(LONG).await.map_err(failed)?;
        expect("a key that is not old", self.append(&[record]).await?, 0)?;
        self.expect_empty().await
    }
}
