//! The queue of an inbox.

use std::{
    collections::HashSet,
    time::{Duration, SystemTime},
};

use tokio::time::timeout;
use tokio_postgres::{
    Row,
    types::{ToSql, Type},
};
use uuid::Uuid;
use whatsapp_webhook::{
    Record,
    dedup::Token,
    event::{Lane, UpdateKey},
    inbox::{
        Append, DeadRecord, Depth, LaneSettlement, Lease, LeaseRequest, LeasedLane, Queue, QueuedRecord,
    },
};

use crate::{Postgres, PostgresError};

/// Keys and lanes are inserted in order, so appends never wait for each other in a circle. The lanes are locked before IDs are given out, so
/// that of two appends to a lane the one that commits first has the lower IDs. A lane that is there is locked, and due when it was; one that another append opens
/// meanwhile is written anew, which locks it.
const APPEND: &str = "
    with input as materialized (
        select key, lane, payload, n from unnest($1, $2, $3) with ordinality as i (key, lane, payload, n)
    ), new as (
        insert into whatsapp_webhook.seen (key, at)
        select key, clock_timestamp() from input where key is not null order by key
        on conflict do nothing returning key
    ), fresh as materialized (
        select i.key, i.lane, i.payload, i.n from input i left join new on new.key = i.key
        where i.key is null or new.key is not null
    ), locked as materialized (
        select lane from whatsapp_webhook.lane where lane in (select lane from fresh) order by lane for no key update
    ), opened as (
        insert into whatsapp_webhook.lane as l (lane, due_at)
        select lane, clock_timestamp() from fresh where lane not in (select lane from locked) group by lane order by lane
        on conflict (lane) do update set due_at = l.due_at returning 1
    ), added as (
        insert into whatsapp_webhook.record (lane, key, payload, received_at)
        select lane, key, payload, $4 from fresh
        where (select count(*) from locked) + (select count(*) from opened) > 0 order by n returning 1
    )
    select count(*) from added";

const LEASE: &str = "
    with due as (
        select lane, token is not null as has_ended from whatsapp_webhook.lane
        where due_at <= now() order by due_at limit $1 for update skip locked
    ), leased as (
        update whatsapp_webhook.lane l
        set token = gen_random_uuid(), due_at = clock_timestamp() + $3 * interval '1 second'
        from due where l.lane = due.lane returning l.lane, l.token, due.has_ended
    ), chosen as (
        select r.id from leased cross join lateral (
            select id from whatsapp_webhook.record where lane = leased.lane
            order by id limit case when leased.has_ended then 1 else $2 end
        ) r
    ), counted as (
        update whatsapp_webhook.record r set attempt = r.attempt + 1 from chosen where r.id = chosen.id
        returning r.id, r.lane, r.key, r.payload, r.received_at, r.attempt
    )
    select leased.lane, leased.token, c.id, c.key, c.payload, c.received_at, c.attempt
    from leased left join counted c on c.lane = leased.lane order by leased.lane, c.id";

const RENEW: &str = "
    with held as (
        select l.lane from whatsapp_webhook.lane l
        join unnest($1, $2) as i (lane, token) on l.lane = i.lane and l.token = i.token
        order by l.lane for update of l
    )
    update whatsapp_webhook.lane l set due_at = clock_timestamp() + $3 * interval '1 second'
    from held where l.lane = held.lane returning l.lane, l.token";

const FORGET: &str = "
    delete from whatsapp_webhook.seen where key in (
        select key from whatsapp_webhook.seen where at < now() - $1 * interval '1 second' limit 10000
    ) returning 1";

const DEPTH: &str = "
    select count(*), extract(epoch from clock_timestamp() - min(received_at))::float8,
        (select count(*) from whatsapp_webhook.lane where token is null and due_at > now()),
        (select count(*) from whatsapp_webhook.dead)
    from whatsapp_webhook.record";

const DEAD: &str = "
    select id, lane, key, payload, received_at, attempt, buried_at, error from whatsapp_webhook.dead
    where id > $1 order by id limit $2";

const PUT_BACK: &str = "
    with back as (
        delete from whatsapp_webhook.dead where id = any ($1) returning id, lane, key, payload, received_at
    ), lanes as (
        insert into whatsapp_webhook.lane as l (lane, due_at)
        select lane, clock_timestamp() from back group by lane order by lane
        on conflict (lane) do update set due_at = l.due_at returning 1
    ), added as (
        insert into whatsapp_webhook.record (lane, key, payload, received_at)
        select lane, key, payload, received_at from back where (select count(*) from lanes) > 0 order by id returning 1
    )
    select count(*) from added";

const PURGE: &str = "delete from whatsapp_webhook.dead where id = any ($1) returning 1";

fn uuid(key: UpdateKey) -> Uuid {
    Uuid::from_bytes(key.to_bytes())
}

fn bits(lane: Lane) -> i64 {
    lane.to_bits().cast_signed()
}

fn lane(bits: i64) -> Lane {
    Lane::from_bits(bits.cast_unsigned())
}

/// IDs are positive on both sides.
fn signed(ids: &[u64]) -> Vec<i64> {
    ids.iter().map(|id| id.cast_signed()).collect()
}

fn limit(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn token(lease: &Lease) -> Uuid {
    Uuid::from_bytes(lease.token.to_bytes())
}

fn record(key: Option<Uuid>, of_lane: i64, payload: Vec<u8>) -> Record {
    Record::new(key.map(|key| UpdateKey::from_bytes(key.into_bytes())), lane(of_lane), payload)
}

/// The number of records that a statement returns.
fn count(rows: &[Row]) -> usize {
    rows.first().map_or(0, |row| usize::try_from(row.get::<_, i64>(0)).unwrap_or_default())
}

impl Queue for Postgres {
    const DURABLE: bool = true;

    type Error = PostgresError;

    async fn append(&self, append: Append<'_>) -> Result<usize, PostgresError> {
        let mut seen = HashSet::new();
        let is_first = |record: &&Record| record.key.is_none_or(|key| seen.insert(key));
        let records: Vec<&Record> = append.records.iter().filter(is_first).collect();
        let keys: Vec<Option<Uuid>> = records.iter().map(|record| record.key.map(uuid)).collect();
        let lanes: Vec<i64> = records.iter().map(|record| bits(record.lane)).collect();
        let payloads: Vec<&[u8]> = records.iter().map(|record| &*record.payload).collect();
        let parameters: &[(&(dyn ToSql + Sync), Type)] = &[
            (&keys, Type::UUID_ARRAY),
            (&lanes, Type::INT8_ARRAY),
            (&payloads, Type::BYTEA_ARRAY),
            (&append.received_at, Type::TIMESTAMPTZ),
        ];
        let new = count(&self.query(APPEND, parameters).await?);
        if new > 0 {
            self.appended.notify_one();
        }
        Ok(new)
    }

    async fn lease(&self, request: LeaseRequest) -> Result<Vec<LeasedLane>, PostgresError> {
        let parameters: &[(&(dyn ToSql + Sync), Type)] = &[
            (&limit(request.lanes), Type::INT8),
            (&limit(request.records), Type::INT8),
            (&request.length.as_secs_f64(), Type::FLOAT8),
        ];
        let mut leased: Vec<LeasedLane> = Vec::new();
        for row in self.query(LEASE, parameters).await? {
            let (of_lane, token): (i64, Uuid) = (row.get(0), row.get(1));
            let lease = Lease::new(lane(of_lane), Token::from_bytes(token.into_bytes()));
            if leased.last().is_none_or(|last| last.lease != lease) {
                leased.push(LeasedLane::new(lease, Vec::new()));
            }
            let Some(id) = row.get::<_, Option<i64>>(2) else { continue };
            let record = record(row.get(3), of_lane, row.get(4));
            let attempt = u32::try_from(row.get::<_, i32>(6)).unwrap_or_default();
            if let Some(last) = leased.last_mut() {
                last.records.push(QueuedRecord::new(id.cast_unsigned(), record, row.get(5), attempt));
            }
        }
        Ok(leased)
    }

    async fn renew(&self, leases: &[Lease], length: Duration) -> Result<Vec<bool>, PostgresError> {
        let lanes: Vec<i64> = leases.iter().map(|lease| bits(lease.lane)).collect();
        let tokens: Vec<Uuid> = leases.iter().map(token).collect();
        let parameters: &[(&(dyn ToSql + Sync), Type)] =
            &[(&lanes, Type::INT8_ARRAY), (&tokens, Type::UUID_ARRAY), (&length.as_secs_f64(), Type::FLOAT8)];
        let rows = self.query(RENEW, parameters).await?;
        let held: HashSet<(i64, Uuid)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        Ok(lanes.into_iter().zip(tokens).map(|lease| held.contains(&lease)).collect())
    }

    async fn settle(&self, settlements: &[LaneSettlement]) -> Result<Vec<bool>, PostgresError> {
        let lanes: HashSet<Lane> = settlements.iter().map(|settlement| settlement.lease.lane).collect();
        if lanes.len() == settlements.len() {
            return self.settle_lanes(settlements).await;
        }
        // Of two leases of one lane, one is held at most.
        let mut held = Vec::new();
        for settlement in settlements {
            held.extend(self.settle_lanes(std::slice::from_ref(settlement)).await?);
        }
        Ok(held)
    }

    /// Ends when this process appends something; what others append is found when `at_most` is over.
    async fn wait(&self, at_most: Duration) {
        let _ = timeout(at_most, self.appended.notified()).await;
    }

    async fn forget_keys(&self, retention: Duration) -> Result<(), PostgresError> {
        while !self.query(FORGET, &[(&retention.as_secs_f64(), Type::FLOAT8)]).await?.is_empty() {}
        Ok(())
    }

    async fn depth(&self) -> Result<Depth, PostgresError> {
        let rows = self.query(DEPTH, &[]).await?;
        let Some(row) = rows.first() else { return Ok(Depth::default()) };
        let number = |column: usize| u64::try_from(row.get::<_, i64>(column)).unwrap_or_default();
        let oldest = row
            .get::<_, Option<f64>>(1)
            .map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or_default());
        Ok(Depth::new(number(0), number(2), number(3), oldest))
    }

    async fn dead(&self, after: Option<u64>, at_most: usize) -> Result<Vec<DeadRecord>, PostgresError> {
        let after = after.map_or(-1, u64::cast_signed);
        let rows = self.query(DEAD, &[(&after, Type::INT8), (&limit(at_most), Type::INT8)]).await?;
        let dead = rows.iter().map(|row| {
            let record = record(row.get(2), row.get(1), row.get(3));
            let attempt = u32::try_from(row.get::<_, i32>(5)).unwrap_or_default();
            let queued = QueuedRecord::new(row.get::<_, i64>(0).cast_unsigned(), record, row.get(4), attempt);
            DeadRecord::new(queued, row.get::<_, SystemTime>(6), row.get::<_, String>(7))
        });
        Ok(dead.collect())
    }

    async fn put_back(&self, ids: &[u64]) -> Result<usize, PostgresError> {
        let back = count(&self.query(PUT_BACK, &[(&signed(ids), Type::INT8_ARRAY)]).await?);
        self.appended.notify_one();
        Ok(back)
    }

    async fn purge(&self, ids: &[u64]) -> Result<usize, PostgresError> {
        Ok(self.query(PURGE, &[(&signed(ids), Type::INT8_ARRAY)]).await?.len())
    }
}

impl Postgres {
    /// Settles lanes that are all different.
    async fn settle_lanes(&self, settlements: &[LaneSettlement]) -> Result<Vec<bool>, PostgresError> {
        let leases = settlements.iter().map(|settlement| &settlement.lease);
        let lanes: Vec<i64> = leases.clone().map(|lease| bits(lease.lane)).collect();
        let tokens: Vec<Uuid> = leases.map(token).collect();
        let are_over: Vec<bool> = settlements.iter().map(|settlement| settlement.is_over).collect();
        let failed = settlements.iter().map(|settlement| settlement.failed.as_ref());
        let ids: Vec<Option<i64>> =
            failed.clone().map(|failed| failed.map(|failed| failed.id.cast_signed())).collect();
        let pauses: Vec<Option<f64>> = failed
            .clone()
            .map(|failed| failed.and_then(|failed| failed.retry_in).map(|pause| pause.as_secs_f64()))
            .collect();
        // A text in PostgreSQL holds no NUL.
        let errors: Vec<Option<String>> =
            failed.map(|failed| failed.map(|failed| failed.error.replace('\0', "\u{fffd}"))).collect();
        let done: Vec<i64> = settlements.iter().flat_map(|settlement| signed(&settlement.done)).collect();
        let unstarted: Vec<i64> =
            settlements.iter().flat_map(|settlement| signed(&settlement.unstarted)).collect();
        let parameters: &[(&(dyn ToSql + Sync), Type)] = &[
            (&lanes, Type::INT8_ARRAY),
            (&tokens, Type::UUID_ARRAY),
            (&are_over, Type::BOOL_ARRAY),
            (&ids, Type::INT8_ARRAY),
            (&pauses, Type::FLOAT8_ARRAY),
            (&errors, Type::TEXT_ARRAY),
            (&done, Type::INT8_ARRAY),
            (&unstarted, Type::INT8_ARRAY),
        ];
        let rows =
            self.query("select whatsapp_webhook.settle($1, $2, $3, $4, $5, $6, $7, $8)", parameters).await?;
        let held: Vec<i64> = rows.first().map(|row| row.get(0)).unwrap_or_default();
        if !held.is_empty() {
            self.appended.notify_one();
        }
        Ok(lanes.iter().map(|lane| held.contains(lane)).collect())
    }
}
