//! The queue of an inbox.

use std::time::{Duration, SystemTime};

use rusqlite::{OptionalExtension as _, Row, Transaction, params};
use tokio::time::timeout;
use whatsapp_webhook::{
    Record,
    dedup::Token,
    event::{Lane, UpdateKey},
    inbox::{
        Append, DeadRecord, Depth, LaneSettlement, Lease, LeaseRequest, LeasedLane, Queue, QueuedRecord,
    },
};

use crate::{Sqlite, SqliteError, milliseconds, now_and, time};

const REMEMBER: &str = "insert into whatsapp_webhook_seen (key, at) values (?1, ?2) on conflict do nothing";

/// A lane that is there stays due when it was.
const OPEN_LANE: &str =
    "insert into whatsapp_webhook_lane (lane, due_at) values (?1, ?2) on conflict do nothing";

const ADD: &str =
    "insert into whatsapp_webhook_record (lane, key, payload, received_at) values (?1, ?2, ?3, ?4)";

const DUE: &str = "
    select lane, token is not null from whatsapp_webhook_lane where due_at <= ?1 order by due_at limit ?2";

const TAKE: &str = "update whatsapp_webhook_lane set token = ?2, due_at = ?3 where lane = ?1";

const COUNT: &str = "
    update whatsapp_webhook_record set attempt = attempt + 1
    where id in (select id from whatsapp_webhook_record where lane = ?1 order by id limit ?2)";

const FIRST: &str = "
    select id, lane, key, payload, received_at, attempt from whatsapp_webhook_record where lane = ?1 order by id limit ?2";

const RENEW: &str = "update whatsapp_webhook_lane set due_at = ?3 where lane = ?1 and token = ?2";

const IS_HELD: &str = "select 1 from whatsapp_webhook_lane where lane = ?1 and token = ?2";

const REMOVE: &str = "delete from whatsapp_webhook_record where id = ?1 and lane = ?2";

const TAKE_BACK: &str =
    "update whatsapp_webhook_record set attempt = attempt - 1 where id = ?1 and lane = ?2";

const BURY: &str = "
    insert into whatsapp_webhook_dead (id, lane, key, payload, received_at, buried_at, attempt, error)
    select id, lane, key, payload, received_at, ?3, attempt, ?4 from whatsapp_webhook_record where id = ?1 and lane = ?2";

const CLOSE_LANE: &str = "
    delete from whatsapp_webhook_lane
    where lane = ?1 and not exists (select 1 from whatsapp_webhook_record where lane = ?1)";

const GIVE_BACK: &str = "update whatsapp_webhook_lane set token = null, due_at = ?2 where lane = ?1";

const DEPTH: &str = "
    select count(*), min(received_at),
        (select count(*) from whatsapp_webhook_lane where token is null and due_at > ?1),
        (select count(*) from whatsapp_webhook_dead)
    from whatsapp_webhook_record";

const DEAD: &str = "
    select id, lane, key, payload, received_at, attempt, buried_at, error from whatsapp_webhook_dead
    where id > ?1 order by id limit ?2";

const REVIVE: &str = "
    delete from whatsapp_webhook_dead where id = ?1 returning lane, key, payload, received_at";

/// The columns that `REVIVE` returns.
type Revived = (i64, Option<[u8; 16]>, Vec<u8>, i64);

fn bits(lane: Lane) -> i64 {
    lane.to_bits().cast_signed()
}

fn limit(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The columns `id`, `lane`, `key`, `payload`, `received_at`, `attempt`.
fn queued(row: &Row<'_>) -> rusqlite::Result<QueuedRecord> {
    let key: Option<[u8; 16]> = row.get(2)?;
    let lane = Lane::from_bits(row.get::<_, i64>(1)?.cast_unsigned());
    let record = Record::new(key.map(UpdateKey::from_bytes), lane, row.get::<_, Vec<u8>>(3)?);
    let attempt = u32::try_from(row.get::<_, i64>(5)?).unwrap_or_default();
    Ok(QueuedRecord::new(row.get::<_, i64>(0)?.cast_unsigned(), record, time(row.get(4)?), attempt))
}

/// Appends the records that are new, and returns how many there are.
fn append(
    transaction: &Transaction<'_>,
    records: &[Record],
    received_at: SystemTime,
) -> rusqlite::Result<usize> {
    let (now, _) = now_and(Duration::ZERO);
    let mut remember = transaction.prepare_cached(REMEMBER)?;
    let mut open = transaction.prepare_cached(OPEN_LANE)?;
    let mut add = transaction.prepare_cached(ADD)?;
    let mut new = 0;
    for record in records {
        let key = record.key.map(UpdateKey::to_bytes);
        if key.is_some() && remember.execute(params![key, now])? == 0 {
            continue;
        }
        open.execute(params![bits(record.lane), now])?;
        add.execute(params![bits(record.lane), key, &*record.payload, milliseconds(received_at)])?;
        new += 1;
    }
    Ok(new)
}

fn lease(transaction: &Transaction<'_>, request: LeaseRequest) -> rusqlite::Result<Vec<LeasedLane>> {
    let (now, until) = now_and(request.length);
    let mut due = transaction.prepare_cached(DUE)?;
    let due: Vec<(i64, bool)> = due
        .query_map(params![now, limit(request.lanes)], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut leased = Vec::with_capacity(due.len());
    for (lane, has_ended) in due {
        let lease = Lease::new(Lane::from_bits(lane.cast_unsigned()), Token::new());
        let most = if has_ended { 1 } else { limit(request.records) };
        transaction.prepare_cached(TAKE)?.execute(params![lane, lease.token.to_bytes(), until])?;
        transaction.prepare_cached(COUNT)?.execute(params![lane, most])?;
        let mut first = transaction.prepare_cached(FIRST)?;
        let records = first.query_map(params![lane, most], queued)?.collect::<Result<_, _>>()?;
        leased.push(LeasedLane::new(lease, records));
    }
    Ok(leased)
}

/// Settles a lane, and returns whether it was held.
fn settle(transaction: &Transaction<'_>, settlement: &LaneSettlement) -> rusqlite::Result<bool> {
    let LaneSettlement { lease, done, failed, unstarted, is_over, .. } = settlement;
    let lane = bits(lease.lane);
    let token = lease.token.to_bytes();
    if transaction.prepare_cached(IS_HELD)?.query_row(params![lane, token], |_| Ok(())).optional()?.is_none()
    {
        return Ok(false);
    }
    for id in done {
        transaction.prepare_cached(REMOVE)?.execute(params![id.cast_signed(), lane])?;
    }
    for id in unstarted {
        transaction.prepare_cached(TAKE_BACK)?.execute(params![id.cast_signed(), lane])?;
    }
    let pause = failed.as_ref().and_then(|failed| failed.retry_in);
    let (now, due_at) = now_and(pause.unwrap_or_default());
    if let Some(failed) = failed.as_ref().filter(|failed| failed.retry_in.is_none()) {
        let id = failed.id.cast_signed();
        transaction.prepare_cached(BURY)?.execute(params![id, lane, now, failed.error])?;
        transaction.prepare_cached(REMOVE)?.execute(params![id, lane])?;
    }
    if *is_over && transaction.prepare_cached(CLOSE_LANE)?.execute(params![lane])? == 0 {
        transaction.prepare_cached(GIVE_BACK)?.execute(params![lane, due_at])?;
    }
    Ok(true)
}

fn depth(transaction: &Transaction<'_>) -> rusqlite::Result<Depth> {
    let (now, _) = now_and(Duration::ZERO);
    transaction.query_row(DEPTH, params![now], |row| {
        let number =
            |column| row.get::<_, i64>(column).map(|number| u64::try_from(number).unwrap_or_default());
        let oldest = row.get::<_, Option<i64>>(1)?.map(|oldest| time(oldest).elapsed().unwrap_or_default());
        Ok(Depth::new(number(0)?, number(2)?, number(3)?, oldest))
    })
}

impl Queue for Sqlite {
    const DURABLE: bool = true;

    type Error = SqliteError;

    async fn append(&self, records: Append<'_>) -> Result<usize, SqliteError> {
        let (records, received_at) = (records.records.to_vec(), records.received_at);
        let new = self.run(move |transaction| append(transaction, &records, received_at)).await?;
        if new > 0 {
            self.appended.notify_one();
        }
        Ok(new)
    }

    async fn lease(&self, request: LeaseRequest) -> Result<Vec<LeasedLane>, SqliteError> {
        self.run(move |transaction| lease(transaction, request)).await
    }

    async fn renew(&self, leases: &[Lease], length: Duration) -> Result<Vec<bool>, SqliteError> {
        let leases = leases.to_vec();
        let renewed = self.run(move |transaction| {
            let (_, until) = now_and(length);
            let mut renew = transaction.prepare_cached(RENEW)?;
            let renew = |lease: &Lease| {
                Ok(renew.execute(params![bits(lease.lane), lease.token.to_bytes(), until])? > 0)
            };
            leases.iter().map(renew).collect()
        });
        renewed.await
    }

    async fn settle(&self, settlements: &[LaneSettlement]) -> Result<Vec<bool>, SqliteError> {
        let settlements = settlements.to_vec();
        let settled = self.run(move |transaction| {
            settlements.iter().map(|settlement| settle(transaction, settlement)).collect()
        });
        let held: Vec<bool> = settled.await?;
        self.appended.notify_one();
        Ok(held)
    }

    /// Ends when this process appends something; what others append is found when `at_most` is over.
    async fn wait(&self, at_most: Duration) {
        let _ = timeout(at_most, self.appended.notified()).await;
    }

    async fn forget_keys(&self, retention: Duration) -> Result<(), SqliteError> {
        let before = milliseconds(SystemTime::now().checked_sub(retention).unwrap_or(SystemTime::UNIX_EPOCH));
        let forget = "delete from whatsapp_webhook_seen where at < ?1";
        self.run(move |transaction| transaction.execute(forget, params![before]).map(drop)).await
    }

    async fn depth(&self) -> Result<Depth, SqliteError> {
        self.run(depth).await
    }

    async fn dead(&self, after: Option<u64>, at_most: usize) -> Result<Vec<DeadRecord>, SqliteError> {
        let after = after.map_or(-1, u64::cast_signed);
        let dead = self.run(move |transaction| {
            let mut dead = transaction.prepare_cached(DEAD)?;
            let read = |row: &Row<'_>| {
                Ok(DeadRecord::new(queued(row)?, time(row.get(6)?), row.get::<_, String>(7)?))
            };
            dead.query_map(params![after, limit(at_most)], read)?.collect()
        });
        dead.await
    }

    async fn put_back(&self, ids: &[u64]) -> Result<usize, SqliteError> {
        let ids = ids.to_vec();
        let back = self.run(move |transaction| {
            let (now, _) = now_and(Duration::ZERO);
            let mut count = 0;
            for id in ids {
                let dead: Option<Revived> = transaction
                    .prepare_cached(REVIVE)?
                    .query_row(params![id.cast_signed()], |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                    })
                    .optional()?;
                let Some((lane, key, payload, received_at)) = dead else { continue };
                transaction.prepare_cached(OPEN_LANE)?.execute(params![lane, now])?;
                transaction.prepare_cached(ADD)?.execute(params![lane, key, payload, received_at])?;
                count += 1;
            }
            Ok(count)
        });
        let back = back.await?;
        self.appended.notify_one();
        Ok(back)
    }

    async fn purge(&self, ids: &[u64]) -> Result<usize, SqliteError> {
        let ids = ids.to_vec();
        let purged = self.run(move |transaction| {
            let mut purge = transaction.prepare_cached("delete from whatsapp_webhook_dead where id = ?1")?;
            ids.iter().try_fold(0, |count, id| Ok(count + purge.execute(params![id.cast_signed()])?))
        });
        purged.await
    }
}
