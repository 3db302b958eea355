//! Requests without a runtime: bodies that are there at once, services that answer at once.

#![allow(dead_code, clippy::unwrap_used, reason = "each binary uses some of it, and stops on a mistake")]

use std::{
    convert::Infallible,
    future::{Ready, ready},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use http_body_util::Full;
use whatsapp_webhook::{AppSecret, Verified, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";

pub(crate) fn secret() -> AppSecret {
    AppSecret::new(SECRET).unwrap()
}

pub(crate) fn layer() -> WhatsAppWebhookLayer {
    WhatsAppWebhookLayer::new(secret(), VerifyToken::new("a token").unwrap())
}

/// Polls until it is done. Nothing here waits, so nobody need be woken.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

/// Bytes in frames of one size, the last one smaller.
pub(crate) struct Frames {
    pub(crate) bytes: Bytes,
    pub(crate) size: usize,
}

impl http_body::Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        if self.bytes.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.size.min(self.bytes.len());
        Poll::Ready(Some(Ok(http_body::Frame::data(self.bytes.split_to(size)))))
    }
}

/// A service that does nothing.
#[derive(Clone)]
pub(crate) struct Nothing;

/// A service that decodes the event and goes through its updates.
#[derive(Clone)]
pub(crate) struct Events;

/// The same, and asks each update for its users and its number.
#[derive(Clone)]
pub(crate) struct UsedEvents;

macro_rules! service {
    ($name:ty, $request:ident => $work:block) => {
        impl tower::Service<http::Request<Full<Bytes>>> for $name {
            type Response = http::Response<Full<Bytes>>;
            type Error = Infallible;
            type Future = Ready<Result<Self::Response, Infallible>>;

            fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
                Poll::Ready(Ok(()))
            }

            fn call(&mut self, $request: http::Request<Full<Bytes>>) -> Self::Future {
                $work
                ready(Ok(http::Response::default()))
            }
        }
    };
}

service!(Nothing, _request => {});
service!(Events, request => {
    let event = WebhookEvent::from_verified(request.extensions().get::<Verified>().unwrap()).unwrap();
    std::hint::black_box(event.updates().map(std::hint::black_box).count());
});
service!(UsedEvents, request => {
    let event = WebhookEvent::from_verified(request.extensions().get::<Verified>().unwrap()).unwrap();
    for update in &event {
        std::hint::black_box((update.sender(), update.recipient(), update.phone_number_id()));
    }
});
