//! Handling each update once, although Meta delivers some more than once (feature `dedup`).
//!
//! Meta delivers a notification again until it gets a 200, to every process behind your balancer, and sometimes while the first
//! copy is still being handled. [`Dedup`] claims each update in a store before the handler runs, and marks it once the
//! handler has succeeded. So an update is handled once; an update that failed is handled again when Meta delivers it again, and the
//! others of its notification are not.
//!
//! ```
//! # #[cfg(feature = "axum")] {
//! use axum::{Router, extract::State, routing::post};
//! use whatsapp_webhook::{
//!     Update, WebhookEvent,
//!     dedup::{Dedup, MemoryClaims, Settled, Unavailable},
//! };
//!
//! async fn receive(State(dedup): State<Dedup<MemoryClaims>>, event: WebhookEvent) -> Result<Settled, Unavailable> {
//!     let mut batch = dedup.claim(&event).await?;
//!     for claimed in batch.updates() {
//!         match handle(claimed.update()).await {
//!             Ok(()) => claimed.done(),
//!             Err(_) => claimed.failed(), // Meta will deliver it again
//!         }
//!     }
//!     Ok(batch.settle().await)
//! }
//!
//! async fn handle(update: &Update) -> std::io::Result<()> {
//! #   let _ = update;
//!     Ok(())
//! }
//!
//! # fn app(webhook: whatsapp_webhook::WhatsAppWebhookLayer) {
//! let dedup = Dedup::new(MemoryClaims::new());
//! let app: Router = Router::new().route("/webhook", post(receive).layer(webhook)).with_state(dedup);
//! # }
//! # }
//! ```
//!
//! The response tells Meta what to deliver again: 200 if every update of the notification has been handled, 500 if one failed, and
//! 503 if another process is handling one, or if the store is down or slow.
//!
//! [`MemoryClaims`] is the store for a service of one process. For several processes there are the crates `whatsapp-webhook-redis`,
//! `whatsapp-webhook-postgres` and `whatsapp-webhook-sqlite`; `testing::check_claim_store` checks a [`ClaimStore`] of your own.
//!
//! # What is promised
//!
//! An update is never answered with 200 before it was handled. The handler begins an update a second time in two cases: the process died between the
//! work and the mark, or it did not renew its claims for the time of a lease. Deduplication ends with the retention, which is eight days
//! unless [`Dedup::with_retention`] sets it: Meta delivers for up to seven.

mod batch;
mod held;
mod memory;
pub(crate) mod recent;
mod store;
mod unavailable;

use std::{fmt, sync::Arc, time::Duration};

use crate::{Update, WebhookEvent};

use self::held::Held;
pub use self::{
    batch::{Batch, Claimed, Settled},
    memory::MemoryClaims,
    store::{Claim, ClaimState, ClaimStore, Renewal, Settlement, Token},
    unavailable::Unavailable,
};

/// How long Meta may deliver a notification again, and a day more.
pub(crate) const RETENTION: Duration = Duration::from_secs(8 * 24 * 60 * 60);

/// Longer times count as a hundred years, so that each can be added to a point in time.
pub(crate) const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// A shorter lease would be renewed without a pause.
pub(crate) const SHORTEST_LEASE: Duration = Duration::from_millis(10);

const LEASE: Duration = Duration::from_secs(60);

const STORE_DEADLINE: Duration = Duration::from_secs(5);

/// Claims the updates of notifications, so that each is handled once.
///
/// A clone shares the store. See the [module](self) for an example. A tokio runtime with timers must run.
pub struct Dedup<S> {
    store: Arc<S>,
    options: Options,
}

/// The options that all claims of a [`Dedup`] share.
#[derive(Clone, Debug)]
struct Options {
    namespace: Arc<str>,
    lease: Duration,
    retention: Duration,
    store_deadline: Duration,
    only: fn(&Update) -> bool,
}

impl<S: ClaimStore> Dedup<S> {
    /// Creates a `Dedup` whose claims are in a store.
    #[must_use]
    pub fn new(store: S) -> Self {
        let options = Options {
            namespace: Arc::from(""),
            lease: LEASE,
            retention: RETENTION,
            store_deadline: STORE_DEADLINE,
            only: |_| true,
        };
        Self { store: Arc::new(store), options }
    }

    /// Sets how long a claim is held without being renewed. 60 seconds by default.
    ///
    /// Claims are renewed every third of a lease, as long as the [`Batch`] lives. A lease is thus the time after which an update is
    /// handled by another process if this one dies.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.options.lease = lease.clamp(SHORTEST_LEASE, LONGEST);
        self
    }

    /// Sets how long the key of a handled update is kept. Eight days by default.
    #[must_use]
    pub fn with_retention(mut self, retention: Duration) -> Self {
        self.options.retention = retention.min(LONGEST);
        self
    }

    /// Sets the name that the keys are kept under. Empty by default.
    ///
    /// Two apps that are subscribed to the same account get the same updates; on one store, each needs a namespace of its own.
    #[must_use]
    pub fn with_namespace(mut self, namespace: impl Into<Arc<str>>) -> Self {
        self.options.namespace = namespace.into();
        self
    }

    /// Sets how long the store may take to answer, before the notification is answered with 503. Five seconds by default.
    #[must_use]
    pub fn with_store_deadline(mut self, deadline: Duration) -> Self {
        self.options.store_deadline = deadline.min(LONGEST);
        self
    }

    /// Sets which updates are claimed. The others are handled each time that they come. All updates by default.
    ///
    /// Three of four updates are statuses. If yours are stored by [`MessageStatus::rank`](crate::event::MessageStatus::rank), a
    /// repeated one changes nothing, and needs no key in the store:
    ///
    /// ```
    /// use whatsapp_webhook::dedup::{Dedup, MemoryClaims};
    ///
    /// let dedup = Dedup::new(MemoryClaims::new()).only(|update| update.status().is_none());
    /// ```
    #[must_use]
    pub fn only(mut self, is_claimed: fn(&Update) -> bool) -> Self {
        self.options.only = is_claimed;
        self
    }

    /// Claims the updates of a notification that are neither handled nor being handled.
    ///
    /// A claim takes one round trip to the store, however many updates there are. An update that is in the notification twice is claimed
    /// once. Updates without a [key](Update::key) are part of the batch each time.
    ///
    /// If the future is dropped, or the returned batch is dropped before it is settled, the claims are given back, so that the updates are
    /// handled when Meta delivers them again.
    ///
    /// # Errors
    ///
    /// The store failed, or did not answer within the deadline. Nothing of the notification may be handled: respond with the error,
    /// which is 503, and Meta delivers the notification again.
    pub async fn claim(&self, event: &WebhookEvent) -> Result<Batch<S>, Unavailable> {
        let updates = event.updates().map(|update| {
            let key = if (self.options.only)(&update) { update.key() } else { None };
            (update, key)
        });
        let updates: Vec<_> = updates.collect();
        let mut keys: Vec<_> = updates.iter().filter_map(|(_, key)| *key).collect();
        // In this order, claims of two processes never wait for each other.
        keys.sort_unstable();
        keys.dedup();
        let (held, states) = Held::claim(Arc::clone(&self.store), self.options.clone(), keys).await?;
        Ok(Batch::new(updates, held, &states))
    }
}

impl<S> Clone for Dedup<S> {
    fn clone(&self) -> Self {
        Self { store: Arc::clone(&self.store), options: self.options.clone() }
    }
}

impl<S> fmt::Debug for Dedup<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dedup").field("options", &self.options).finish_non_exhaustive()
    }
}
