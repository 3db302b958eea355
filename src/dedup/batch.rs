//! The claimed updates of a notification.

use std::{collections::HashSet, fmt};

use http::StatusCode;

use super::{
    held::Held,
    store::{ClaimState, ClaimStore},
    unavailable::Unavailable,
};
use crate::{Update, event::UpdateKey};

/// The updates of a notification that this process is to handle; made by [`Dedup::claim`](super::Dedup::claim).
///
/// The claims are renewed as long as the batch lives. If it is dropped without having been [settled](Self::settle), because the
/// handler panicked or the client hung up, the updates that are [done](Claimed::done) are marked, and the others are given back.
pub struct Batch<S: ClaimStore> {
    updates: Vec<Tracked>,
    in_flight: usize,
    duplicates: usize,
    held: Option<Held<S>>,
}

/// An update, and whether it was handled.
struct Tracked {
    update: Update,
    key: Option<UpdateKey>,
    is_done: bool,
}

impl<S: ClaimStore> Batch<S> {
    /// `states` has the state of each key, sorted by key.
    pub(super) fn new(
        updates: Vec<(Update, Option<UpdateKey>)>,
        held: Held<S>,
        states: &[(UpdateKey, ClaimState)],
    ) -> Self {
        let mut batch = Self { updates: Vec::new(), in_flight: 0, duplicates: 0, held: Some(held) };
        let mut seen = HashSet::new();
        for (update, key) in updates {
            let place = key.and_then(|key| states.binary_search_by_key(&key, |(key, _)| *key).ok());
            let state = place.and_then(|place| states.get(place)).map(|(_, state)| *state);
            match state {
                Some(ClaimState::InFlight) => batch.in_flight += 1,
                Some(ClaimState::Done) => batch.duplicates += 1,
                Some(ClaimState::Claimed) if !key.is_some_and(|key| seen.insert(key)) => {
                    batch.duplicates += 1
                }
                Some(ClaimState::Claimed) | None => {
                    batch.updates.push(Tracked { update, key, is_done: false })
                }
            }
        }
        batch
    }

    /// Returns an iterator over the updates to handle, in wire order.
    ///
    /// The items are independent of each other and can be handled at the same time.
    pub fn updates(&mut self) -> impl Iterator<Item = Claimed<'_>> {
        self.updates.iter_mut().map(|tracked| Claimed { tracked })
    }

    /// Returns how many updates of the notification were handled before, or are in it twice.
    #[must_use]
    pub fn duplicates(&self) -> usize {
        self.duplicates
    }

    /// Returns how many updates of the notification are being handled elsewhere. If there is one, the response is 503.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Marks the updates that are done, gives the others back, and returns the response.
    ///
    /// If the store fails now, the response is 503. Updates that are done but could not be marked are handled again once the lease
    /// has ended and Meta delivers them again.
    pub async fn settle(mut self) -> Settled {
        let has_failed = self.updates.iter().any(|tracked| !tracked.is_done);
        let in_flight = self.in_flight;
        let settled = match self.take_claims() {
            Some(held) => held.settle().await,
            None => Ok(()),
        };
        let status = match &settled {
            Err(unavailable) => unavailable.status(),
            Ok(()) if has_failed => StatusCode::INTERNAL_SERVER_ERROR,
            Ok(()) if in_flight > 0 => StatusCode::SERVICE_UNAVAILABLE,
            Ok(()) => StatusCode::OK,
        };
        Settled { status, error: settled.err() }
    }

    /// The claims, which know from now on which updates are done.
    fn take_claims(&mut self) -> Option<Held<S>> {
        let mut held = self.held.take()?;
        let done = self.updates.iter().filter(|tracked| tracked.is_done);
        held.set_done(done.filter_map(|tracked| tracked.key).collect());
        Some(held)
    }
}

impl<S: ClaimStore> Drop for Batch<S> {
    fn drop(&mut self) {
        drop(self.take_claims());
    }
}

impl<S: ClaimStore> fmt::Debug for Batch<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("updates", &self.updates.len())
            .field("duplicates", &self.duplicates)
            .field("in_flight", &self.in_flight)
            .finish_non_exhaustive()
    }
}

/// A claimed update; made by [`Batch::updates`].
///
/// An update counts as failed unless [`done`](Self::done) is called.
pub struct Claimed<'a> {
    tracked: &'a mut Tracked,
}

impl Claimed<'_> {
    /// Returns the update.
    #[must_use]
    pub fn update(&self) -> &Update {
        &self.tracked.update
    }

    /// Notes that the update was handled.
    pub fn done(self) {
        self.tracked.is_done = true;
    }

    /// Notes that the update was not handled. Meta delivers it again.
    pub fn failed(self) {
        self.tracked.is_done = false;
    }
}

impl fmt::Debug for Claimed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claimed").field("update", &self.tracked.update).finish()
    }
}

/// The response to a notification whose updates were handled; made by [`Batch::settle`].
///
/// With axum, a handler can return it. Elsewhere, respond with its [`status`](Self::status).
#[derive(Debug)]
#[must_use = "Meta delivers again what is not answered with 200"]
pub struct Settled {
    status: StatusCode,
    error: Option<Unavailable>,
}

impl Settled {
    /// Returns the status of the response.
    ///
    /// 200 if every update of the notification was handled; 500 if one failed; 503 if another process is handling one, or if the store
    /// failed. A response of 503 should have `Retry-After: 1`.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    #[cfg(feature = "axum")]
    pub(crate) fn take_error(&mut self) -> Option<Unavailable> {
        self.error.take()
    }

    /// Returns why the updates that are done could not be marked, if the store failed.
    #[must_use]
    pub fn error(&self) -> Option<&Unavailable> {
        self.error.as_ref()
    }
}
