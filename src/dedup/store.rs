//! Stores of claims.

use std::{
    error::Error,
    fmt,
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

use crate::event::UpdateKey;

/// A store of claims, which all processes share that receive the same notifications.
///
/// Each method is one round trip, and each key changes atomically: of two processes that claim a key at once, exactly one gets
/// [`ClaimState::Claimed`]. Leases run on the clock of the store, not on those of its clients. The keys come sorted and without
/// repetition; a store that locks them locks them in this order.
///
/// `testing::check_claim_store` checks an implementation.
pub trait ClaimStore: Send + Sync + 'static {
    /// Why the store failed.
    type Error: Into<Box<dyn Error + Send + Sync>> + Send;

    /// Claims the keys that are free, and returns the state of each key, in the order of the keys.
    ///
    /// A claim whose lease has ended is free. A key that the token already holds counts as claimed: a retry of a call whose answer
    /// was lost is the same call.
    fn claim(&self, claim: Claim<'_>) -> impl Future<Output = Result<Vec<ClaimState>, Self::Error>> + Send;

    /// Marks the keys in `done`, and frees those in `released`, as far as the token holds them.
    ///
    /// A key that the token does not hold is left as it is: another process claimed it after the lease had ended.
    fn settle(&self, settlement: Settlement<'_>) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Starts the leases of the keys anew, as far as the token holds them.
    fn renew(&self, renewal: Renewal<'_>) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// The keys that a process wants to handle.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Claim<'a> {
    /// The name that the keys are kept under.
    pub namespace: &'a str,
    /// The keys, sorted.
    pub keys: &'a [UpdateKey],
    /// The owner of the claims.
    pub token: Token,
    /// How long the claims are held.
    pub lease: Duration,
}

/// The state of a key in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClaimState {
    /// The key was free, and is now claimed.
    Claimed,
    /// The key is claimed by another token.
    InFlight,
    /// The update was handled.
    Done,
}

/// The outcome of claimed keys.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Settlement<'a> {
    /// The name that the keys are kept under.
    pub namespace: &'a str,
    /// The owner of the claims.
    pub token: Token,
    /// The keys of updates that were handled, sorted.
    pub done: &'a [UpdateKey],
    /// The keys of updates that were not, sorted.
    pub released: &'a [UpdateKey],
    /// How long the keys in `done` are kept.
    pub retention: Duration,
}

/// The claims that a process still needs.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Renewal<'a> {
    /// The name that the keys are kept under.
    pub namespace: &'a str,
    /// The owner of the claims.
    pub token: Token,
    /// The keys, sorted.
    pub keys: &'a [UpdateKey],
    /// How long the claims are held from now on.
    pub lease: Duration,
}

impl<'a> Claim<'a> {
    /// Creates a claim, for the tests of a store.
    #[must_use]
    pub fn new(namespace: &'a str, keys: &'a [UpdateKey], token: Token, lease: Duration) -> Self {
        Self { namespace, keys, token, lease }
    }
}

impl<'a> Settlement<'a> {
    /// Creates a settlement of no key, for the tests of a store.
    #[must_use]
    pub fn new(namespace: &'a str, token: Token, retention: Duration) -> Self {
        Self { namespace, token, done: &[], released: &[], retention }
    }

    /// Sets the keys of updates that were handled.
    #[must_use]
    pub fn done(mut self, done: &'a [UpdateKey]) -> Self {
        self.done = done;
        self
    }

    /// Sets the keys of updates that were not.
    #[must_use]
    pub fn released(mut self, released: &'a [UpdateKey]) -> Self {
        self.released = released;
        self
    }
}

impl<'a> Renewal<'a> {
    /// Creates a renewal, for the tests of a store.
    #[must_use]
    pub fn new(namespace: &'a str, token: Token, keys: &'a [UpdateKey], lease: Duration) -> Self {
        Self { namespace, token, keys, lease }
    }
}

/// The owner of a claim or a lease: no process and no worker, but one batch.
///
/// Two tokens are equal by chance only, about once in 2¹²⁸. `Display` writes 32 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token([u8; 16]);

impl Token {
    /// Creates a token that no other call in any process returns.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "each one is another, which is no default")]
    pub fn new() -> Self {
        // The standard library seeds each thread's first `RandomState` from the system, and counts on from there.
        let [high, low] = [RandomState::new(), RandomState::new()].map(|state| state.hash_one(0_u8));
        Self((u128::from(high) << 64 | u128::from(low)).to_be_bytes())
    }

    /// Creates a token from the bytes of a stored one.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes of the token, to store them.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({self})")
    }
}
