//! Reading an unauthenticated body: its size, time and memory are bounded, and each frame is hashed
//! as it arrives.

mod accumulator;
mod buffer;
mod deadline;
mod headers;
mod response;

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use http_body::Body;
use pin_project_lite::pin_project;

use self::{accumulator::Accumulator, deadline::Deadline};
use crate::{
    RejectionKind, Verified,
    middleware::{limits::Limits, verifier::Expected},
};

pub(crate) use self::headers::check_headers;
pub use self::response::ResponseBody;

/// The number of frames that are read before other tasks get their turn.
const FRAMES_PER_POLL: usize = 1024;

pin_project! {
    /// Reads a body to its end, and verifies the body.
    pub(crate) struct ReadBody<B> {
        #[pin]
        body: B,
        #[pin]
        deadline: Deadline,
        accumulator: Accumulator,
    }
}

impl<B: Body> ReadBody<B> {
    #[inline]
    pub(crate) fn new(body: B, expected: Expected<'_>, limits: &Limits) -> Self {
        Self {
            accumulator: Accumulator::new(expected, limits, &body.size_hint()),
            deadline: Deadline::new(limits.body_deadline),
            body,
        }
    }
}

impl<B: Body> Future for ReadBody<B> {
    type Output = Result<Verified, RejectionKind>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        for _ in 0..FRAMES_PER_POLL {
            let Poll::Ready(frame) = this.body.as_mut().poll_frame(cx) else {
                ready!(this.deadline.poll_timer(cx));
                return Poll::Ready(Err(RejectionKind::BodyTimeout));
            };
            let Some(frame) = frame else {
                return Poll::Ready(this.accumulator.finish());
            };
            let frame = frame.map_err(|_| RejectionKind::BodyError)?;
            // Trailers are discarded, because they are not signed.
            if let Ok(data) = frame.into_data() {
                this.accumulator.push(data)?;
            }
        }
        // A body that is always ready must neither monopolize the thread nor go on forever.
        if this.deadline.has_passed() {
            return Poll::Ready(Err(RejectionKind::BodyTimeout));
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
