use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

/// The number of bytes that unverified bodies may still occupy, over all requests of a layer.
#[derive(Debug)]
pub(crate) struct BodyBudget {
    available: AtomicUsize,
}

impl BodyBudget {
    pub(crate) fn new(bytes: usize) -> Self {
        Self { available: AtomicUsize::new(bytes) }
    }
}

/// The share of one body in a [`BodyBudget`], returned to the budget when dropped.
#[derive(Debug)]
pub(crate) struct Reservation {
    budget: Arc<BodyBudget>,
    bytes: usize,
}

impl Reservation {
    #[inline]
    pub(crate) fn new(budget: Arc<BodyBudget>) -> Self {
        Self { budget, bytes: 0 }
    }

    /// Grows the reservation to `total` bytes, or returns `false` and takes nothing if the budget is too small.
    #[must_use]
    pub(crate) fn grow_to(&mut self, total: usize) -> bool {
        let missing = total.saturating_sub(self.bytes);
        if missing == 0 {
            return true;
        }
        // Relaxed, because the counter guards no other memory.
        let taken =
            self.budget.available.fetch_update(Relaxed, Relaxed, |available| available.checked_sub(missing));
        if taken.is_ok() {
            self.bytes = total;
        }
        taken.is_ok()
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.budget.available.fetch_add(self.bytes, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reservation_takes_all_or_nothing_and_gives_it_back() {
        let budget = Arc::new(BodyBudget::new(10));
        let mut first = Reservation::new(Arc::clone(&budget));
        let mut second = Reservation::new(Arc::clone(&budget));
        assert!(first.grow_to(6));
        assert!(first.grow_to(6));
        assert!(!second.grow_to(5));
        assert!(second.grow_to(4));
        drop(first);
        assert!(second.grow_to(10));
        drop(second);
        assert_eq!(budget.available.load(Relaxed), 10);
    }
}
