use std::{
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use pin_project_lite::pin_project;
use tokio::time::{Sleep, sleep};

pin_project! {
    /// The deadline of a whole body, if there is one.
    ///
    /// The time starts when the body is first pending, so that a body that is available at once needs
    /// no clock, no timer and no runtime.
    pub(super) struct Deadline {
        allowed: Option<Duration>,
        since: Option<Instant>,
        #[pin]
        timer: Option<Sleep>,
    }
}

impl Deadline {
    #[inline]
    pub(super) fn new(allowed: Option<Duration>) -> Self {
        Self { allowed, since: None, timer: None }
    }

    /// Becomes ready when the time is over. Polled while the body is pending.
    pub(super) fn poll_timer(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        let Some(allowed) = *this.allowed else { return Poll::Pending };
        if this.timer.is_none() {
            let used = this.since.map_or(Duration::ZERO, |since| since.elapsed());
            let left = allowed.saturating_sub(used);
            this.since.get_or_insert_with(Instant::now);
            this.timer.set(Some(sleep(left)));
        }
        match this.timer.as_pin_mut() {
            Some(timer) => timer.poll(cx),
            None => Poll::Pending,
        }
    }

    /// Returns whether the time is over, without a timer. Called for a body that is always ready.
    pub(super) fn has_passed(self: Pin<&mut Self>) -> bool {
        let this = self.project();
        let Some(allowed) = *this.allowed else { return false };
        let since = this.since.get_or_insert_with(Instant::now);
        since.elapsed() >= allowed
    }
}

#[cfg(test)]
mod tests {
    use std::{pin::pin, task::Waker};

    use super::*;

    #[test]
    fn the_clock_alone_needs_no_runtime() {
        assert!(pin!(Deadline::new(Some(Duration::ZERO))).has_passed());
        assert!(!pin!(Deadline::new(Some(Duration::MAX))).has_passed());
    }

    #[test]
    fn without_a_deadline_there_is_neither_clock_nor_timer() {
        let mut deadline = pin!(Deadline::new(None));
        let mut cx = Context::from_waker(Waker::noop());
        assert!(deadline.as_mut().poll_timer(&mut cx).is_pending());
        assert!(!deadline.as_mut().has_passed());
        assert!(deadline.since.is_none() && deadline.timer.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn the_timer_is_armed_once() {
        let mut deadline = pin!(Deadline::new(Some(Duration::from_secs(10))));
        let mut cx = Context::from_waker(Waker::noop());
        for _ in 0..10 {
            assert!(deadline.as_mut().poll_timer(&mut cx).is_pending());
            tokio::time::advance(Duration::from_secs(1)).await;
        }
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(deadline.as_mut().poll_timer(&mut cx).is_ready());
    }
}
