//! How long criterion measures.

use std::time::Duration;

use criterion::Criterion;

/// Short runs: what is compared differs by more than they waver.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .nresamples(5_000)
        .configure_from_args()
}
