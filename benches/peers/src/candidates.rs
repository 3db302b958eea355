//! The ways to receive a delivery, each as a function from a request to a status.

mod by_hand;
mod floor;
mod ours;
mod peers;

use std::{
    hint::black_box,
    pin::pin,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use http::StatusCode;

pub use self::{
    by_hand::app as app_by_hand,
    ours::{app as our_app, service as our_service},
};
use crate::delivery::Delivery;

pub const NOTHING: &str = "nothing: the request dropped unread";
pub const HMAC: &str = "HMAC-SHA256 alone, key precomputed";
pub const HMAC_AND_BORROWED: &str = "HMAC + minimal parse, borrowed";
pub const HMAC_AND_OWNED: &str = "HMAC + minimal parse, owned";
pub const LAYER: &str = "this crate: layer alone";
pub const EVENT: &str = "this crate: layer, event and updates";
pub const USE: &str = "this crate: layer, event, users and numbers";
pub const ROUTE: &str = "this crate: axum route";
pub const DECODE: &str = "this crate: decoding alone";
pub const UNSIGNED: &str = "this crate: rejecting an unsigned request";
pub const FORGED: &str = "this crate: rejecting a forged request";
pub const GITHUB: &str = "tower-github-webhook 0.2.0";
pub const GITHUB_AND_PARSE: &str = "tower-github-webhook 0.2.0 + minimal parse";
pub const VERIFY: &str = "webhook-verify 0.1.0";
pub const VERIFY_AND_PARSE: &str = "webhook-verify 0.1.0 + minimal parse";
pub const BUSINESS: &str = "whatsapp-business-rs 0.5.0";
pub const BY_HAND: &str = "axum handler by hand";

/// All of them, in the order of the table.
pub fn all() -> Vec<Candidate> {
    [floor::all(), ours::all(), peers::all(), by_hand::all()].into_iter().flatten().collect()
}

/// What must happen to a signed delivery.
#[derive(Clone, Copy, PartialEq)]
enum Duty {
    /// It is accepted, and so is a forged one.
    Accept,
    /// It is accepted, and a forged one is not.
    Verify,
    /// The same, and its updates are counted.
    VerifyAndCount,
    /// Its updates are counted.
    Count,
    /// The candidate spoils it, and rejects it.
    Reject,
}

/// Receives a delivery so many times, and tells how long that took and what the last answer was.
type Run = Box<dyn FnMut(&Delivery, usize) -> (Duration, StatusCode)>;

pub struct Candidate {
    pub name: &'static str,
    duty: Duty,
    run: Run,
}

impl Candidate {
    /// What is prepared before the clock starts is what a server hands over.
    fn new<R>(
        name: &'static str,
        duty: Duty,
        prepare: impl Fn(&Delivery) -> R + 'static,
        mut receive: impl FnMut(R) -> StatusCode + 'static,
    ) -> Self {
        let run = move |delivery: &Delivery, times: usize| {
            let requests: Vec<R> = (0..times).map(|_| prepare(delivery)).collect();
            let mut last = StatusCode::OK;
            let start = Instant::now();
            for request in requests {
                last = black_box(receive(black_box(request)));
            }
            (start.elapsed(), last)
        };
        Self { name, duty, run: Box::new(run) }
    }

    /// How long it takes to receive the delivery so many times.
    pub fn time(&mut self, delivery: &Delivery, times: usize) -> Duration {
        (self.run)(delivery, times).0
    }

    /// Whether it does its work.
    ///
    /// # Errors
    ///
    /// The status of a delivery that it does not take.
    ///
    /// # Panics
    ///
    /// If it accepts a forged one or counts wrongly.
    pub fn check(&mut self, delivery: &Delivery) -> Result<(), StatusCode> {
        COUNTED.store(0, Relaxed);
        let (_, status) = (self.run)(delivery, 1);
        let name = self.name;
        if self.duty == Duty::Reject {
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{name} must reject");
            return Ok(());
        }
        if status != StatusCode::OK {
            return Err(status);
        }
        if matches!(self.duty, Duty::VerifyAndCount | Duty::Count) {
            assert_eq!(COUNTED.load(Relaxed), delivery.updates, "{name} must count all updates");
        }
        if matches!(self.duty, Duty::Verify | Duty::VerifyAndCount) {
            let (_, status) = (self.run)(&delivery.forged(), 1);
            assert!(status.is_client_error(), "{name} must reject a forged delivery, and answers {status}");
        }
        Ok(())
    }
}

/// How many updates were counted by all candidates.
static COUNTED: AtomicUsize = AtomicUsize::new(0);

/// Notes the count of a delivery. None is a body that could not be read.
fn counted(updates: Option<usize>) -> StatusCode {
    let Some(updates) = updates else {
        return StatusCode::BAD_REQUEST;
    };
    COUNTED.fetch_add(updates, Relaxed);
    StatusCode::OK
}

/// Polls until the end: all bodies are there, so that nothing has to be waited for.
fn drive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
