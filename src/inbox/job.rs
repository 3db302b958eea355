//! Jobs.

use std::{fmt, sync::Arc, time::SystemTime};

use super::queue::{Lease, QueuedRecord};
use crate::{DecodeError, Update, WebhookEvent, dedup::Token, event::Lane};

/// An update to handle, as a [`Worker`](super::Worker) hands it out. A clone shares the update.
#[derive(Clone)]
pub struct Job {
    update: Arc<Update>,
    attempt: u32,
    received_at: SystemTime,
    ticket: Ticket,
}

/// The identity of a job in its store, to finish it in a transaction of your own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Ticket {
    /// The lane that the worker holds.
    pub lane: Lane,
    /// The owner of the lane.
    pub token: Token,
    /// The number of the record.
    pub id: u64,
}

impl Ticket {
    /// Creates the ticket of a record of a leased lane, for the tests of a store.
    #[must_use]
    pub fn new(lease: Lease, id: u64) -> Self {
        Self { lane: lease.lane, token: lease.token, id }
    }
}

impl Job {
    pub(super) fn new(lease: Lease, queued: &QueuedRecord) -> Result<Self, DecodeError> {
        let event = WebhookEvent::from_bytes(queued.record.payload.clone())?;
        let update =
            event.updates().next().ok_or_else(|| DecodeError::new("", "the record holds no update"))?;
        let ticket = Ticket::new(lease, queued.id);
        Ok(Self {
            update: Arc::new(update),
            attempt: queued.attempt,
            received_at: queued.received_at,
            ticket,
        })
    }

    /// Returns the update.
    #[must_use]
    pub fn update(&self) -> &Update {
        &self.update
    }

    /// Returns how often the job was begun, this time included: 1 for the first time.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns when the update was stored.
    #[must_use]
    pub fn received_at(&self) -> SystemTime {
        self.received_at
    }

    /// Returns what identifies the job in its store.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("update", &self.update)
            .field("attempt", &self.attempt)
            .field("ticket", &self.ticket)
            .finish_non_exhaustive()
    }
}
