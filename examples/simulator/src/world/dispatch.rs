//! Notifications, and the attempts to deliver them.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use bytes::Bytes;

use super::schedule;

/// A notification, and the attempts to deliver it.
///
/// `Debug` shows the length of the body alone.
#[derive(Clone)]
pub struct Dispatch {
    pub(crate) number: u64,
    pub(crate) body: Bytes,
    /// A summary of the contents, such as `text` or `delivered`.
    pub(crate) contents: String,
    pub(crate) created: SystemTime,
    pub(crate) attempts: Vec<Attempt>,
    /// How many attempts are under way.
    pub(crate) under_way: usize,
    /// When the next attempt is due.
    pub(crate) next_attempt: Option<SystemTime>,
}

/// One attempt to deliver a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// When the attempt began, by the clock of the simulator.
    pub at: SystemTime,
    /// The status of the response, or why there was none.
    pub status: Result<u16, String>,
    /// How long the response took.
    pub elapsed: Duration,
    /// When the notification is sent again, if the receiver did not take it.
    pub next_attempt: Option<SystemTime>,
}

impl Attempt {
    /// Returns whether the receiver answered with 200. Meta counts all else as a failure.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.status == Ok(200)
    }
}

impl Dispatch {
    /// Returns the number by which the page names the notification.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the bytes of the notification.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns what the notification holds, in the words of the wire, such as `text` or `2 delivered`.
    #[must_use]
    pub fn contents(&self) -> &str {
        &self.contents
    }

    /// Returns the attempts so far.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Returns whether the receiver has answered with 200.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.attempts.last().is_some_and(Attempt::is_taken)
    }

    /// Whether no attempt will follow by itself.
    pub(crate) fn is_over(&self) -> bool {
        self.under_way == 0 && self.next_attempt.is_none()
    }

    /// Records an attempt, and sets when the next one is due.
    pub(crate) fn record(
        &mut self,
        at: SystemTime,
        status: Result<u16, String>,
        elapsed: Duration,
        now: SystemTime,
    ) {
        let next = now + schedule::pause_after(self.attempts.len() + 1);
        let first = self.attempts.first().map_or(at, |attempt| attempt.at);
        let is_late = next.duration_since(first).is_ok_and(|after| after > schedule::GIVEN_UP_AFTER);
        // An attempt that was asked for meanwhile comes first.
        self.next_attempt = self.next_attempt.or((status != Ok(200) && !is_late).then_some(next));
        self.under_way = self.under_way.saturating_sub(1);
        self.attempts.push(Attempt { at, status, elapsed, next_attempt: self.next_attempt });
    }
}

impl fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatch")
            .field("contents", &self.contents)
            .field("length", &self.body.len())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
