//! Duplicates, disorder and other batches.

use super::{Item, Notification};

/// Delivers items as Meta may on a bad day: late, repeated, out of order, and in other batches.
///
/// A handler that passes without [`Dedup`](crate::dedup::Dedup), an inbox or an idempotent effect has not been tested: at least one item
/// comes twice. The same seed and items give the same notifications.
///
/// ```
/// use whatsapp_webhook::testing::{Chaos, Item};
///
/// let items = || ["1", "2", "3"].map(|id| Item::text("pizza").with_id(id));
/// let notifications = Chaos::seeded(7).notifications(items());
/// assert_eq!(notifications, Chaos::seeded(7).notifications(items()));
/// ```
#[derive(Clone, Debug)]
pub struct Chaos {
    state: u64,
}

/// The most items of a batch that is not a whole history, according to Meta.
const LONGEST_BATCH: usize = 1000;

impl Chaos {
    /// Creates a source of disorder that its seed determines.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Returns notifications with each item at least once, and at least one of them twice.
    #[must_use]
    pub fn notifications(mut self, items: impl IntoIterator<Item = Item>) -> Vec<Notification> {
        let mut items: Vec<Item> = items.into_iter().collect();
        let count = items.len();
        for index in 0..count {
            // The first one is chosen in any case, before it is moved to any place.
            if index == 0 || self.below(3) == 0 {
                items.extend(items.get(index).cloned());
            }
        }
        self.shuffle(&mut items);
        let mut notifications = Vec::new();
        while !items.is_empty() {
            // Short batches are as frequent as long ones.
            let longest = (1 << self.below(11)).min(LONGEST_BATCH).min(items.len());
            let length = 1 + self.below(longest);
            notifications.push(Notification::of(items.drain(..length)));
        }
        // Some notifications come again as a whole.
        for index in 0..notifications.len() {
            if self.below(4) == 0 {
                notifications.extend(notifications.get(index).cloned());
            }
        }
        self.shuffle(&mut notifications);
        notifications
    }

    /// A number below a bound that is not 0.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for index in (1..list.len()).rev() {
            list.swap(index, self.below(index + 1));
        }
    }

    /// SplitMix64. The numbers of a seed never change.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.state;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }
}
