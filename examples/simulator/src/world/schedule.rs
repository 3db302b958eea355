//! When a notification is sent again.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// The pauses, in seconds, before the second attempt to deliver a notification and those after it.
///
/// Meta says that it sends again at once and then with decreasing frequency for up to 7 days, and publishes no table; this one is ours.
pub(crate) const PAUSES: [u64; 9] =
    [5, 30, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];

/// How long after the first attempt the last one may be.
pub(crate) const GIVEN_UP_AFTER: Duration = Duration::from_secs(7 * 24 * HOUR);

/// The pause after so many attempts: the last one of the table is repeated.
pub(crate) fn pause_after(attempts: usize) -> Duration {
    let pause = PAUSES.get(attempts.saturating_sub(1)).or(PAUSES.last());
    Duration::from_secs(pause.copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{GIVEN_UP_AFTER, pause_after};

    #[test]
    fn pauses_grow_to_a_day_until_seven_days_are_over() {
        let mut after = std::time::Duration::ZERO;
        let mut attempts = 1;
        while after + pause_after(attempts) <= GIVEN_UP_AFTER {
            assert!(pause_after(attempts) <= pause_after(attempts + 1));
            after += pause_after(attempts);
            attempts += 1;
        }
        assert_eq!((attempts, after.as_secs() / 3600), (15, 166));
    }
}
