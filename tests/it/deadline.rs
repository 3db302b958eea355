use std::{
    iter,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Body, Frame};
use tokio::time::{Instant, Interval, interval};
use whatsapp_webhook::RejectionKind;

use crate::support::{Broken, data, frames, layer, send, signed};

#[tokio::test(start_paused = true)]
async fn a_stalled_body_is_rejected_when_its_time_is_over() {
    let start = Instant::now();
    let hanging = iter::repeat_with(|| Poll::Pending);
    let body = frames(iter::once(data(&b"{"[..])).chain(hanging));
    let polls = body.polls();
    let answer = send(&layer(), signed(b"{}", body)).await;
    assert_eq!(answer.status, 408);
    assert_eq!(answer.kind, Some(RejectionKind::BodyTimeout));
    let waited = start.elapsed();
    assert!(waited >= Duration::from_secs(10) && waited < Duration::from_millis(10_010));
    // The frame, the first pending, and once more when the timer woke the task.
    assert!(polls.count() <= 4, "{} polls", polls.count());
}

/// Sends one byte at each tick; the first tick is at once.
struct Trickle {
    ticks: Interval,
    left: Bytes,
}

impl Trickle {
    fn every(seconds: u64, bytes: &'static [u8]) -> Self {
        Self { ticks: interval(Duration::from_secs(seconds)), left: Bytes::from_static(bytes) }
    }
}

impl Body for Trickle {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        self.ticks.poll_tick(cx).map(|_| Some(Ok(Frame::data(self.left.split_to(1)))))
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_for_the_whole_body_and_not_for_a_frame() {
    let start = Instant::now();
    let layer = layer().with_body_deadline(Duration::from_millis(5500));
    let answer = send(&layer, signed(b"{}", Trickle::every(1, &[b' '; 100]))).await;
    assert_eq!(answer.status, 408);
    assert_eq!(start.elapsed().as_millis() / 10, 550);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_in_time_passes() {
    let start = Instant::now();
    assert_eq!(send(&layer(), signed(b"{}", Trickle::every(9, b"{}"))).await.status, 200);
    assert_eq!(start.elapsed().as_secs(), 9);
}

#[test]
fn an_endless_body_that_is_always_ready_ends_by_the_clock_without_a_runtime() {
    let layer = layer().with_body_deadline(Duration::from_millis(20));
    let body = frames(iter::repeat_with(|| data(&b""[..])));
    let mut answer = pin!(send(&layer, signed(b"{}", body)));
    let mut cx = Context::from_waker(Waker::noop());
    let answer = loop {
        if let Poll::Ready(answer) = answer.as_mut().poll(&mut cx) {
            break answer;
        }
    };
    assert_eq!(answer.status, 408);
}

#[test]
fn an_endless_body_that_is_always_ready_lets_other_tasks_run() {
    let body = frames(iter::repeat_with(|| data(&b""[..])));
    let polls = body.polls();
    let layer = layer();
    let mut answer = pin!(send(&layer, signed(b"{}", body)));
    let mut cx = Context::from_waker(Waker::noop());
    for turn in 1..=3 {
        assert!(answer.as_mut().poll(&mut cx).is_pending());
        assert!(polls.count() <= turn * 1024);
    }
}
