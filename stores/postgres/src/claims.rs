//! Claims on updates.

use tokio_postgres::types::Type;
use uuid::Uuid;
use whatsapp_webhook::{
    dedup::{Claim, ClaimState, ClaimStore, Renewal, Settlement},
    event::UpdateKey,
};

use crate::{Postgres, PostgresError};

/// Claims the keys that are free, and returns the states of the others. A key that another transaction inserted meanwhile is in flight.
const CLAIM: &str = "
    with claimed as (
        insert into whatsapp_webhook.claim as c (namespace, key, token, until)
        select $1, key, $3, clock_timestamp() + $4 * interval '1 second' from unnest($2) as k (key) order by key
        on conflict (namespace, key) do update set token = excluded.token, until = excluded.until
        where c.until <= clock_timestamp() or c.token = excluded.token
        returning key
    )
    select key, true, false from claimed
    union all
    select c.key, false, c.token is null from whatsapp_webhook.claim c
    where c.namespace = $1 and c.key = any ($2) and c.key not in (select key from claimed)";

/// Locks the claims in the order of their keys, marks some and deletes the others, and deletes up to a hundred expired claims of any owner.
const SETTLE: &str = "
    with held as (
        select key from whatsapp_webhook.claim
        where namespace = $1 and token = $2 and key = any ($3 || $4) order by key for update
    ), done as (
        update whatsapp_webhook.claim c set token = null, until = clock_timestamp() + $5 * interval '1 second'
        from held where c.namespace = $1 and c.key = held.key and c.key = any ($3)
    ), released as (
        delete from whatsapp_webhook.claim c using held where c.namespace = $1 and c.key = held.key and c.key = any ($4)
    )
    delete from whatsapp_webhook.claim where (namespace, key) in (
        select namespace, key from whatsapp_webhook.claim where until < now() - interval '1 hour'
        order by namespace, key limit 100 for update skip locked
    )";

const RENEW: &str = "
    with held as (
        select key from whatsapp_webhook.claim where namespace = $1 and token = $2 and key = any ($3) order by key for update
    )
    update whatsapp_webhook.claim c set until = clock_timestamp() + $4 * interval '1 second'
    from held where c.namespace = $1 and c.key = held.key";

fn uuids(keys: &[UpdateKey]) -> Vec<Uuid> {
    keys.iter().map(|key| Uuid::from_bytes(key.to_bytes())).collect()
}

impl ClaimStore for Postgres {
    type Error = PostgresError;

    async fn claim(&self, claim: Claim<'_>) -> Result<Vec<ClaimState>, PostgresError> {
        let (keys, token) = (uuids(claim.keys), Uuid::from_bytes(claim.token.to_bytes()));
        let rows = self
            .query(
                CLAIM,
                &[
                    (&claim.namespace, Type::TEXT),
                    (&keys, Type::UUID_ARRAY),
                    (&token, Type::UUID),
                    (&claim.lease.as_secs_f64(), Type::FLOAT8),
                ],
            )
            .await?;
        let mut states = vec![ClaimState::InFlight; keys.len()];
        for row in rows {
            let (key, is_claimed, is_done): (Uuid, bool, bool) = (row.get(0), row.get(1), row.get(2));
            let place = keys.binary_search(&key).ok().and_then(|place| states.get_mut(place));
            if let Some(state) = place {
                *state = match (is_claimed, is_done) {
                    (true, _) => ClaimState::Claimed,
                    (false, true) => ClaimState::Done,
                    (false, false) => ClaimState::InFlight,
                };
            }
        }
        Ok(states)
    }

    async fn settle(&self, settlement: Settlement<'_>) -> Result<(), PostgresError> {
        let (done, released) = (uuids(settlement.done), uuids(settlement.released));
        let token = Uuid::from_bytes(settlement.token.to_bytes());
        let parameters: &[(&(dyn tokio_postgres::types::ToSql + Sync), Type)] = &[
            (&settlement.namespace, Type::TEXT),
            (&token, Type::UUID),
            (&done, Type::UUID_ARRAY),
            (&released, Type::UUID_ARRAY),
            (&settlement.retention.as_secs_f64(), Type::FLOAT8),
        ];
        self.query(SETTLE, parameters).await.map(drop)
    }

    async fn renew(&self, renewal: Renewal<'_>) -> Result<(), PostgresError> {
        let (keys, token) = (uuids(renewal.keys), Uuid::from_bytes(renewal.token.to_bytes()));
        let parameters: &[(&(dyn tokio_postgres::types::ToSql + Sync), Type)] = &[
            (&renewal.namespace, Type::TEXT),
            (&token, Type::UUID),
            (&keys, Type::UUID_ARRAY),
            (&renewal.lease.as_secs_f64(), Type::FLOAT8),
        ];
        self.query(RENEW, parameters).await.map(drop)
    }
}
