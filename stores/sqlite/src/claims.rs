//! Claims on updates.

use rusqlite::{OptionalExtension as _, params};
use whatsapp_webhook::{
    dedup::{Claim, ClaimState, ClaimStore, Renewal, Settlement},
    event::UpdateKey,
};

use crate::{Sqlite, SqliteError, now_and};

/// Claims a key that is free, or that the token holds.
const CLAIM: &str = "
    insert into whatsapp_webhook_claim (namespace, key, token, until) values (?1, ?2, ?3, ?5)
    on conflict (namespace, key) do update set token = excluded.token, until = excluded.until
    where until <= ?4 or token = excluded.token
    returning 1";

const STATE: &str = "select token is null from whatsapp_webhook_claim where namespace = ?1 and key = ?2";

const MARK: &str = "
    update whatsapp_webhook_claim set token = null, until = ?4 where namespace = ?1 and key = ?2 and token = ?3";

const RELEASE: &str = "delete from whatsapp_webhook_claim where namespace = ?1 and key = ?2 and token = ?3";

const FORGET: &str = "delete from whatsapp_webhook_claim where until < ?1";

const RENEW: &str =
    "update whatsapp_webhook_claim set until = ?4 where namespace = ?1 and key = ?2 and token = ?3";

impl ClaimStore for Sqlite {
    type Error = SqliteError;

    async fn claim(&self, claim: Claim<'_>) -> Result<Vec<ClaimState>, SqliteError> {
        let (namespace, keys) = (claim.namespace.to_owned(), claim.keys.to_vec());
        let (token, lease) = (claim.token.to_bytes(), claim.lease);
        let states = self.run(move |transaction| {
            let (now, until) = now_and(lease);
            let (mut claim, mut state) =
                (transaction.prepare_cached(CLAIM)?, transaction.prepare_cached(STATE)?);
            let mut ask = |key: &UpdateKey| {
                let key = key.to_bytes();
                let claimed =
                    claim.query_row(params![namespace, key, token, now, until], |_| Ok(())).optional()?;
                if claimed.is_some() {
                    return Ok(ClaimState::Claimed);
                }
                let is_done = state.query_row(params![namespace, key], |row| row.get(0))?;
                Ok(if is_done { ClaimState::Done } else { ClaimState::InFlight })
            };
            keys.iter().map(&mut ask).collect()
        });
        states.await
    }

    async fn settle(&self, settlement: Settlement<'_>) -> Result<(), SqliteError> {
        let namespace = settlement.namespace.to_owned();
        let (done, released) = (settlement.done.to_vec(), settlement.released.to_vec());
        let (token, retention) = (settlement.token.to_bytes(), settlement.retention);
        let settled = self.run(move |transaction| {
            let (now, until) = now_and(retention);
            let mut mark = transaction.prepare_cached(MARK)?;
            for key in &done {
                mark.execute(params![namespace, key.to_bytes(), token, until])?;
            }
            let mut release = transaction.prepare_cached(RELEASE)?;
            for key in &released {
                release.execute(params![namespace, key.to_bytes(), token])?;
            }
            transaction.prepare_cached(FORGET)?.execute(params![now])?;
            Ok(())
        });
        settled.await
    }

    async fn renew(&self, renewal: Renewal<'_>) -> Result<(), SqliteError> {
        let (namespace, keys) = (renewal.namespace.to_owned(), renewal.keys.to_vec());
        let (token, lease) = (renewal.token.to_bytes(), renewal.lease);
        let renewed = self.run(move |transaction| {
            let (_, until) = now_and(lease);
            let mut renew = transaction.prepare_cached(RENEW)?;
            for key in &keys {
                renew.execute(params![namespace, key.to_bytes(), token, until])?;
            }
            Ok(())
        });
        renewed.await
    }
}
