//! Claims in memory.

use std::{
    collections::HashMap,
    convert::Infallible,
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{
    LONGEST, RETENTION,
    recent::RecentKeys,
    store::{Claim, ClaimState, ClaimStore, Renewal, Settlement, Token},
};
use crate::event::UpdateKey;

/// Claims in the memory of one process.
///
/// For a service of a single process: a restart forgets all claims, and other processes do not see them. The keys of handled updates
/// are kept for eight to nine days, or until there are more than a million of them. A million keys take up to 40 MB.
///
/// A shorter retention ([`Dedup::with_retention`](super::Dedup::with_retention)) is kept to the day: a key is forgotten up to a day later. A longer
/// one counts as eight days.
pub struct MemoryClaims {
    spaces: Mutex<HashMap<Box<str>, Space>>,
    most: usize,
}

/// The claims of one namespace.
struct Space {
    in_flight: HashMap<UpdateKey, Owner>,
    done: RecentKeys,
    /// How long the keys in `done` are kept, by the last settlement.
    retention: Duration,
    /// Expired claims are removed once there are this many.
    clean_at: usize,
}

struct Owner {
    token: Token,
    until: Instant,
}

const MOST: usize = 1_000_000;

impl MemoryClaims {
    /// Creates an empty store that keeps up to a million keys.
    #[must_use]
    pub fn new() -> Self {
        Self { spaces: Mutex::default(), most: MOST }
    }

    /// Sets how many keys of handled updates each namespace keeps. A million by default.
    ///
    /// If there are more within eight days, the oldest are forgotten, about a ninth of them at a time.
    #[must_use]
    pub fn with_most_keys(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    fn with<T>(&self, namespace: &str, run: impl FnOnce(&mut Space) -> T) -> T {
        // Nothing that runs under the lock can panic.
        let mut spaces = self.spaces.lock().unwrap_or_else(PoisonError::into_inner);
        match spaces.get_mut(namespace) {
            Some(space) => run(space),
            None => run(spaces.entry(namespace.into()).or_insert_with(|| Space::new(self.most))),
        }
    }
}

impl Default for MemoryClaims {
    fn default() -> Self {
        Self::new()
    }
}

impl Space {
    fn new(most: usize) -> Self {
        Self { in_flight: HashMap::new(), done: RecentKeys::new(most), retention: RETENTION, clean_at: 0 }
    }

    fn claim(&mut self, key: UpdateKey, token: Token, now: Instant, until: Instant) -> ClaimState {
        if self.done.contains(&key) {
            return ClaimState::Done;
        }
        match self.in_flight.get(&key) {
            Some(owner) if owner.token != token && owner.until > now => ClaimState::InFlight,
            _ => {
                self.in_flight.insert(key, Owner { token, until });
                ClaimState::Claimed
            }
        }
    }

    /// Frees a key, if the token holds it.
    fn free(&mut self, key: UpdateKey, token: Token) -> bool {
        let is_held = self.in_flight.get(&key).is_some_and(|owner| owner.token == token);
        is_held && self.in_flight.remove(&key).is_some()
    }

    /// Removes the claims that have ended, and old keys.
    fn clean(&mut self, now: Instant) {
        if self.in_flight.len() >= self.clean_at {
            self.in_flight.retain(|_, owner| owner.until > now);
            self.clean_at = 2 * self.in_flight.len() + 1024;
        }
        self.done.forget_before(now, self.retention);
    }
}

impl ClaimStore for MemoryClaims {
    type Error = Infallible;

    async fn claim(&self, claim: Claim<'_>) -> Result<Vec<ClaimState>, Infallible> {
        let Claim { namespace, keys, token, lease } = claim;
        let now = Instant::now();
        Ok(self.with(namespace, |space| {
            space.clean(now);
            let until = now + lease.min(LONGEST);
            keys.iter().map(|key| space.claim(*key, token, now, until)).collect()
        }))
    }

    async fn settle(&self, settlement: Settlement<'_>) -> Result<(), Infallible> {
        let Settlement { namespace, token, done, released, retention } = settlement;
        let now = Instant::now();
        self.with(namespace, |space| {
            space.retention = retention;
            space.clean(now);
            for key in done {
                if space.free(*key, token) {
                    space.done.insert(*key, now);
                }
            }
            for key in released {
                space.free(*key, token);
            }
        });
        Ok(())
    }

    async fn renew(&self, renewal: Renewal<'_>) -> Result<(), Infallible> {
        let until = Instant::now() + renewal.lease.min(LONGEST);
        self.with(renewal.namespace, |space| {
            for key in renewal.keys {
                if let Some(owner) = space.in_flight.get_mut(key).filter(|owner| owner.token == renewal.token)
                {
                    owner.until = until;
                }
            }
        });
        Ok(())
    }
}

impl fmt::Debug for MemoryClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryClaims").field("most", &self.most).finish_non_exhaustive()
    }
}
