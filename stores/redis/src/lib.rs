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

mod connection;
mod error;

use std::{fmt, sync::Arc, time::Duration};

use redis::{Client, Cmd, RedisResult};
use whatsapp_webhook::{
    dedup::{Claim, ClaimState, ClaimStore, Renewal, Settlement, Token},
    event::UpdateKey,
};

use self::connection::Shared;

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

/// Claims in Redis. A clone shares the connection, which is replaced when a command on it fails or takes too long.
#[derive(Clone)]
pub struct RedisClaims {
    connection: Arc<Shared>,
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
            ask.arg("GET").arg(name);
            let found: RedisResult<Vec<String>> =
                claims.connection.run(async |connection| ask.query_async(connection).await).await;
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
        let connection = Arc::new(Shared::new(client));
        connection.run(async |connection| redis::cmd("PING").exec_async(connection).await).await?;
        Ok(Self { connection })
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

/// A script and its keys. It is sent whole each time, as a server that does not know it would cost two more round trips.
fn script<'a>(source: &str, namespace: &str, keys: impl Iterator<Item = &'a UpdateKey> + Clone) -> Cmd {
    let mut command = redis::cmd("EVAL");
    command.arg(source).arg(keys.clone().count());
    for key in keys {
        command.arg(name(namespace, *key));
    }
    command
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
        let found: Vec<Option<String>> =
            self.connection.run(async |connection| pipeline.query_async(connection).await).await?;
        let state = |found: Option<String>| match found.as_deref() {
            None => ClaimState::Claimed,
            Some(DONE) => ClaimState::Done,
            Some(value) if value == held => ClaimState::Claimed,
            Some(_) => ClaimState::InFlight,
        };
        Ok(found.into_iter().map(state).collect())
    }

    async fn settle(&self, settlement: Settlement<'_>) -> Result<(), RedisClaimsError> {
        let keys = settlement.done.iter().chain(settlement.released);
        let mut script = script(SETTLE, settlement.namespace, keys);
        script
            .arg(held_by(settlement.token))
            .arg(milliseconds(settlement.retention))
            .arg(settlement.done.len());
        Ok(self.connection.run(async |connection| script.exec_async(connection).await).await?)
    }

    async fn renew(&self, renewal: Renewal<'_>) -> Result<(), RedisClaimsError> {
        let mut script = script(RENEW, renewal.namespace, renewal.keys.iter());
        script.arg(held_by(renewal.token)).arg(milliseconds(renewal.lease));
        Ok(self.connection.run(async |connection| script.exec_async(connection).await).await?)
    }
}

impl fmt::Debug for RedisClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisClaims").finish_non_exhaustive()
    }
}
