//! Deduplication for [`whatsapp_webhook`], in Redis.
//!
//! [`RedisClaims`] is the [`ClaimStore`] of a `Dedup` for any number of processes.
//!
//! ```no_run
//! use whatsapp_webhook::dedup::Dedup;
//! use whatsapp_webhook_redis::{RedisClaims, redis::Client};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let claims = RedisClaims::connect(Client::open("redis://127.0.0.1/")?).await?;
//! let dedup = Dedup::new(claims).with_namespace("shop");
//! # let _ = dedup;
//! # Ok(())
//! # }
//! ```
//!
//! The store needs Redis 7.0 or newer, and no cluster: the keys of a notification are asked for together. Each claim is one key of about 120 bytes,
//! `whatsapp-webhook:<namespace>:<key>`, which expires by itself.

mod error;

use std::{fmt, time::Duration};

use redis::{Client, Script, aio::ConnectionManager};
use whatsapp_webhook::{
    dedup::{Claim, ClaimState, ClaimStore, Renewal, Settlement, Token},
    event::UpdateKey,
};

pub use self::error::RedisClaimsError;
pub use redis;

/// Marks the first keys, and deletes the others, as far as the token holds them.
const SETTLE: &str = "
    local token, retention, done = ARGV[1], ARGV[2], tonumber(ARGV[3])
    for i, key in ipairs(KEYS) do
        if redis.call('GET', key) == token then
            if i <= done then
                redis.call('SET', key, 'D', 'PX', retention)
            else
                redis.call('DEL', key)
            end
        end
    end";

/// Starts the time of the keys anew, as far as the token holds them.
const RENEW: &str = "
    for _, key in ipairs(KEYS) do
        if redis.call('GET', key) == ARGV[1] then
            redis.call('PEXPIRE', key, ARGV[2])
        end
    end";

/// The value of a key whose update was handled.
const DONE: &str = "D";

/// Claims in Redis. A clone shares the connection, which is made anew when it is lost.
#[derive(Clone)]
pub struct RedisClaims {
    connection: ConnectionManager,
    settle: Script,
    renew: Script,
}

impl RedisClaims {
    /// Connects to a server, and checks that it keeps what it is told.
    ///
    /// # Errors
    ///
    /// The server cannot be reached; or it may forget claims, because `appendonly` is not `yes` or `maxmemory-policy` is not `noeviction`; or it
    /// does not tell, because `CONFIG` is forbidden, as on many hosted servers. [`connect_accepting_loss`](Self::connect_accepting_loss) goes
    /// on in the latter cases.
    pub async fn connect(client: Client) -> Result<Self, RedisClaimsError> {
        let claims = Self::connect_accepting_loss(client).await?;
        for (name, value) in [("appendonly", "yes"), ("maxmemory-policy", "noeviction")] {
            let mut ask = redis::cmd("CONFIG");
            let found: Result<Vec<String>, _> =
                ask.arg("GET").arg(name).query_async(&mut claims.connection.clone()).await;
            match found {
                Ok(found) if found.get(1).is_some_and(|found| found == value) => {}
                Ok(_) => return Err(RedisClaimsError::forgetful()),
                Err(error) => return Err(RedisClaimsError::untold(error)),
            }
        }
        Ok(claims)
    }

    /// Connects to a server that may forget claims. An update whose claim was forgotten is handled again if Meta delivers it again.
    ///
    /// # Errors
    ///
    /// The server cannot be reached.
    pub async fn connect_accepting_loss(client: Client) -> Result<Self, RedisClaimsError> {
        let connection = ConnectionManager::new(client).await?;
        Ok(Self { connection, settle: Script::new(SETTLE), renew: Script::new(RENEW) })
    }
}

fn name(namespace: &str, key: UpdateKey) -> String {
    format!("whatsapp-webhook:{namespace}:{key}")
}

/// The value of a key that a token holds.
fn held_by(token: Token) -> String {
    format!("L{token}")
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}

impl ClaimStore for RedisClaims {
    type Error = RedisClaimsError;

    async fn claim(&self, claim: Claim<'_>) -> Result<Vec<ClaimState>, RedisClaimsError> {
        let held = held_by(claim.token);
        let mut pipeline = redis::pipe();
        for key in claim.keys {
            let set = pipeline.cmd("SET").arg(name(claim.namespace, *key)).arg(&held);
            set.arg("NX").arg("PX").arg(milliseconds(claim.lease)).arg("GET");
        }
        let found: Vec<Option<String>> = pipeline.query_async(&mut self.connection.clone()).await?;
        let state = |found: Option<String>| match found.as_deref() {
            None => ClaimState::Claimed,
            Some(DONE) => ClaimState::Done,
            Some(value) if value == held => ClaimState::Claimed,
            Some(_) => ClaimState::InFlight,
        };
        Ok(found.into_iter().map(state).collect())
    }

    async fn settle(&self, settlement: Settlement<'_>) -> Result<(), RedisClaimsError> {
        let mut call = self.settle.prepare_invoke();
        for key in settlement.done.iter().chain(settlement.released) {
            call.key(name(settlement.namespace, *key));
        }
        call.arg(held_by(settlement.token))
            .arg(milliseconds(settlement.retention))
            .arg(settlement.done.len());
        Ok(call.invoke_async(&mut self.connection.clone()).await?)
    }

    async fn renew(&self, renewal: Renewal<'_>) -> Result<(), RedisClaimsError> {
        let mut call = self.renew.prepare_invoke();
        for key in renewal.keys {
            call.key(name(renewal.namespace, *key));
        }
        call.arg(held_by(renewal.token)).arg(milliseconds(renewal.lease));
        Ok(call.invoke_async(&mut self.connection.clone()).await?)
    }
}

impl fmt::Debug for RedisClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisClaims").finish_non_exhaustive()
    }
}
