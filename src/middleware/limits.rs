//! The limits on an unauthenticated body.

mod budget;

use std::{sync::Arc, time::Duration};

pub(crate) use self::budget::{BodyBudget, Reservation};

/// The limits on the size, the time and the memory of an unauthenticated body.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) max_body_size: usize,
    /// `None` touches no clock and no timer.
    pub(crate) body_deadline: Option<Duration>,
    pub(crate) body_budget: Arc<BodyBudget>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_body_size: 3 << 20,
            body_deadline: Some(Duration::from_secs(10)),
            body_budget: Arc::new(BodyBudget::new(64 << 20)),
        }
    }
}
