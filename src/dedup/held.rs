//! Claims that are held, renewed, and given back.

use std::{mem, sync::Arc, time::Duration};

use tokio::{
    runtime::Handle,
    task::AbortHandle,
    time::{sleep, timeout},
};

use super::{
    Options, Unavailable,
    store::{Claim, ClaimState, ClaimStore, Renewal, Settlement, Token},
};
use crate::event::UpdateKey;

/// The claims of one batch, renewed as long as the value lives, and given back when it is dropped.
pub(super) struct Held<S: ClaimStore> {
    store: Arc<S>,
    options: Options,
    token: Token,
    /// The keys that the batch may hold, sorted. Empty once they are settled.
    keys: Vec<UpdateKey>,
    /// The keys whose updates were handled, sorted.
    done: Vec<UpdateKey>,
    renewal: Option<AbortHandle>,
}

/// The store took longer than the deadline.
const SLOW: &str = "the store took longer than its deadline";

impl<S: ClaimStore> Held<S> {
    /// Claims keys, and returns the state of each one.
    pub(super) async fn claim(
        store: Arc<S>,
        options: Options,
        keys: Vec<UpdateKey>,
    ) -> Result<(Self, Vec<(UpdateKey, ClaimState)>), Unavailable> {
        // It exists before the call, so that a call whose answer does not come is given back as well.
        let mut held = Self { store, options, token: Token::new(), keys, done: Vec::new(), renewal: None };
        if held.keys.is_empty() {
            return Ok((held, Vec::new()));
        }
        let Options { namespace, lease, store_deadline, .. } = &held.options;
        let claim = held.store.claim(Claim { namespace, keys: &held.keys, token: held.token, lease: *lease });
        let states = within(*store_deadline, claim).await?;
        if states.len() != held.keys.len() {
            return Err(Unavailable::new("the store returned another number of states than it got keys"));
        }
        let states: Vec<_> = mem::take(&mut held.keys).into_iter().zip(states).collect();
        let claimed = states.iter().filter(|(_, state)| *state == ClaimState::Claimed);
        held.keys = claimed.map(|(key, _)| *key).collect();
        held.start_to_renew();
        Ok((held, states))
    }

    /// Notes that the update of a key was handled.
    pub(super) fn set_done(&mut self, mut done: Vec<UpdateKey>) {
        done.sort_unstable();
        self.done = done;
    }

    /// Marks what was handled, and frees the rest.
    pub(super) async fn settle(mut self) -> Result<(), Unavailable> {
        if self.keys.is_empty() {
            return Ok(());
        }
        let settled = settle(&*self.store, &self.options, self.token, &self.keys, &self.done).await;
        if settled.is_ok() {
            self.keys.clear();
        }
        settled
    }

    fn start_to_renew(&mut self) {
        if self.keys.is_empty() {
            return;
        }
        let (store, options, token) = (Arc::clone(&self.store), self.options.clone(), self.token);
        let keys = self.keys.clone();
        let renew = async move {
            loop {
                sleep(options.lease / 3).await;
                let renewal =
                    Renewal { namespace: &options.namespace, token, keys: &keys, lease: options.lease };
                // If it fails, the next one comes before the lease ends.
                let _ = within(options.lease / 3, store.renew(renewal)).await;
            }
        };
        self.renewal = Some(tokio::spawn(renew).abort_handle());
    }
}

impl<S: ClaimStore> Drop for Held<S> {
    fn drop(&mut self) {
        if let Some(renewal) = self.renewal.take() {
            renewal.abort();
        }
        if self.keys.is_empty() {
            return;
        }
        // Without a runtime nothing can be sent any more, and the leases end by themselves.
        let Ok(runtime) = Handle::try_current() else { return };
        let (store, options, token) = (Arc::clone(&self.store), self.options.clone(), self.token);
        let (keys, done) = (mem::take(&mut self.keys), mem::take(&mut self.done));
        runtime.spawn(async move {
            let _ = settle(&*store, &options, token, &keys, &done).await;
        });
    }
}

async fn settle<S: ClaimStore>(
    store: &S,
    options: &Options,
    token: Token,
    keys: &[UpdateKey],
    done: &[UpdateKey],
) -> Result<(), Unavailable> {
    let released: Vec<_> = keys.iter().copied().filter(|key| done.binary_search(key).is_err()).collect();
    let Options { namespace, retention, store_deadline, .. } = options;
    let settlement = Settlement { namespace, token, done, released: &released, retention: *retention };
    within(*store_deadline, store.settle(settlement)).await
}

/// The answer of the store, unless it takes too long.
async fn within<T, E: Into<Box<dyn std::error::Error + Send + Sync>>>(
    deadline: Duration,
    answer: impl Future<Output = Result<T, E>>,
) -> Result<T, Unavailable> {
    match timeout(deadline, answer).await {
        Ok(answer) => answer.map_err(Unavailable::new),
        Err(_) => Err(Unavailable::new(SLOW)),
    }
}
