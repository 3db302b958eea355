//! The clock of the simulated platform.

use std::time::{Duration, Instant, SystemTime};

/// A clock that runs faster than time, stands still, or is moved ahead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    time: SystemTime,
    since: Instant,
    speed: u32,
}

impl Clock {
    /// A clock that starts at a time, and runs so many times as fast as time. With 0 it stands still.
    pub(crate) fn new(time: SystemTime, speed: u32) -> Self {
        Self { time, since: Instant::now(), speed }
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.time + self.since.elapsed() * self.speed
    }

    pub(crate) fn speed(&self) -> u32 {
        self.speed
    }

    pub(crate) fn set_speed(&mut self, speed: u32) {
        *self = Self::new(self.now(), speed);
    }

    pub(crate) fn advance(&mut self, time: Duration) {
        *self = Self::new(self.now() + time, self.speed);
    }

    /// How long it takes until a time is reached; `None` if the clock stands still before it.
    pub(crate) fn until(&self, time: SystemTime) -> Option<Duration> {
        let left = time.duration_since(self.now()).unwrap_or_default();
        if left.is_zero() {
            return Some(left);
        }
        // A millisecond more, so that the time is certainly reached.
        (self.speed > 0).then(|| left / self.speed + Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::Clock;

    #[test]
    fn a_clock_that_stands_still_moves_only_when_it_is_moved() {
        let mut clock = Clock::new(UNIX_EPOCH, 0);
        let hour = Duration::from_secs(3600);
        assert_eq!((clock.now(), clock.until(UNIX_EPOCH + hour)), (UNIX_EPOCH, None));
        clock.advance(hour);
        assert_eq!(clock.now(), UNIX_EPOCH + hour);
        assert_eq!(clock.until(UNIX_EPOCH + hour), Some(Duration::ZERO));
    }

    #[test]
    fn an_hour_of_a_fast_clock_takes_a_second() {
        let clock = Clock::new(UNIX_EPOCH, 3600);
        let until = clock.until(UNIX_EPOCH + Duration::from_secs(3600)).unwrap();
        assert!(until <= Duration::from_millis(1001), "{until:?}");
    }
}
