//! Keys of the last days, in memory.

use std::{
    collections::{HashSet, VecDeque},
    time::Duration,
};

use tokio::time::Instant;

use crate::event::UpdateKey;

/// The keys that were added in the last eight days, up to a number of them.
///
/// The oldest keys are forgotten together: those of a day, or a ninth of the number.
#[derive(Debug)]
pub(crate) struct RecentKeys {
    /// The latest period first.
    periods: VecDeque<Period>,
    most: usize,
}

/// The keys that were added in a day, or in less if they are many.
#[derive(Debug)]
struct Period {
    since: Instant,
    keys: HashSet<UpdateKey>,
}

const PERIOD: Duration = Duration::from_secs(24 * 60 * 60);
/// The current period, and eight that are over.
const PERIODS: usize = 9;

impl RecentKeys {
    pub(crate) fn new(most: usize) -> Self {
        Self { periods: VecDeque::new(), most }
    }

    pub(crate) fn contains(&self, key: &UpdateKey) -> bool {
        self.periods.iter().any(|period| period.keys.contains(key))
    }

    pub(crate) fn insert(&mut self, key: UpdateKey, now: Instant) {
        let most = (self.most / PERIODS).max(1);
        let is_over = |period: &Period| now - period.since >= PERIOD || period.keys.len() >= most;
        if self.periods.front().is_none_or(is_over) {
            self.periods.push_front(Period { since: now, keys: HashSet::new() });
            self.periods.truncate(PERIODS);
        }
        if let Some(period) = self.periods.front_mut() {
            period.keys.insert(key);
        }
    }

    /// Forgets the keys that were added longer ago than this, a day at a time.
    pub(crate) fn forget_before(&mut self, now: Instant, age: Duration) {
        while self.periods.back().is_some_and(|period| now - period.since >= age.saturating_add(PERIOD)) {
            self.periods.pop_back();
        }
    }
}
