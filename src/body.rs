//! Reading a body that nobody vouches for yet: its length, time and memory are bounded, and it is
//! hashed frame by frame as it arrives.

mod buffer;
mod deadline;
mod head;
mod received;
mod response;

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use http_body::Body;
use pin_project_lite::pin_project;

use self::{deadline::Deadline, received::Received};
use crate::{RejectionKind, Verified, config::Config, proof::Proof};

pub(crate) use self::head::check_head;
pub use self::response::ResponseBody;

/// How many frames are taken before other tasks get their turn.
const FRAMES_PER_POLL: usize = 1024;

pin_project! {
    /// Reads a body to its end and verifies it.
    pub(crate) struct ReadBody<B> {
        #[pin]
        body: B,
        #[pin]
        deadline: Deadline,
        received: Received,
    }
}

impl<B: Body> ReadBody<B> {
    pub(crate) fn new(body: B, proof: Proof, config: &Config) -> Self {
        Self {
            received: Received::new(proof, config, &body.size_hint()),
            deadline: Deadline::new(config.body_deadline),
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
                return Poll::Ready(this.received.verify());
            };
            let frame = frame.map_err(|_| RejectionKind::BodyError)?;
            // Trailers are dropped: they are not signed.
            if let Ok(data) = frame.into_data() {
                this.received.push(data)?;
            }
        }
        // A body that is always ready must neither keep the thread to itself nor go on forever.
        if this.deadline.has_passed() {
            return Poll::Ready(Err(RejectionKind::BodyTimeout));
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
