//! When a failed job is tried again.

use std::time::Duration;

use crate::{dedup::LONGEST, event::Lane};

/// How often a job is tried, and the pauses between.
///
/// Each pause is twice as long as the one before, up to the longest, and up to a quarter shorter, so that jobs that failed together are not
/// tried together. By default a job is tried 16 times, with pauses from a second to an hour, over three to four hours.
///
/// ```
/// use std::time::Duration;
/// use whatsapp_webhook::inbox::Retries;
///
/// let retries = Retries::new().with_attempts(5).with_pauses(Duration::from_millis(200), Duration::from_secs(10));
/// # let _ = retries;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Retries {
    pub(super) attempts: u32,
    first: Duration,
    longest: Duration,
}

impl Retries {
    /// Creates the default: 16 attempts, with pauses from a second to an hour.
    #[must_use]
    pub fn new() -> Self {
        Self { attempts: 16, first: Duration::from_secs(1), longest: Duration::from_secs(60 * 60) }
    }

    /// Sets how often a job is tried, at least once, before it is moved to the dead records.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the first and the longest pause.
    #[must_use]
    pub fn with_pauses(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first.min(LONGEST), longest.min(LONGEST));
        self
    }

    /// The pause after an attempt, counted from 1; `None` if it was the last one.
    pub(super) fn pause_after(&self, attempt: u32, lane: Lane) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let factor = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        let pause = self.first.checked_mul(factor).unwrap_or(self.longest).min(self.longest);
        // The lane is as good as random, and the attempt makes it another number each time.
        let jitter = (lane.to_bits() >> (attempt % 32)) as u8;
        Some(pause - pause / 4 * u32::from(jitter) / 255)
    }
}

impl Default for Retries {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_tried_for_three_to_four_hours() {
        let hours = |lane| {
            let pauses =
                (1..).map_while(|attempt| Retries::new().pause_after(attempt, Lane::from_bits(lane)));
            pauses.sum::<Duration>().as_secs_f64() / 3600.0
        };
        assert!((3.0..3.2).contains(&hours(u64::MAX)), "{}", hours(u64::MAX));
        assert!((4.0..4.2).contains(&hours(0)), "{}", hours(0));
    }

    #[test]
    fn pauses_double_up_to_the_longest_and_end_with_the_attempts() {
        let retries =
            Retries::new().with_attempts(40).with_pauses(Duration::from_secs(1), Duration::from_secs(60));
        let pauses: Vec<u64> = (1..40)
            .map(|attempt| retries.pause_after(attempt, Lane::from_bits(0)).unwrap().as_secs())
            .collect();
        assert_eq!(pauses[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
        assert!(pauses[8..].iter().all(|pause| *pause == 60));
        assert_eq!(retries.pause_after(40, Lane::from_bits(0)), None);
        let jittered = retries.pause_after(7, Lane::from_bits(u64::MAX)).unwrap();
        assert_eq!(jittered, Duration::from_secs(45));
    }
}
