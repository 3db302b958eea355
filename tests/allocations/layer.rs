//! What the layer allocates.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use http_body_util::Full;
use tower::{Layer, Service};
use whatsapp_webhook::{
    AppSecret, VerifyToken, WhatsAppWebhookLayer,
    signature::{X_HUB_SIGNATURE_256, sign},
};

/// A service that allocates nothing, also not for the `Request` it drops.
#[derive(Clone)]
struct Inner;

impl Service<Request<Full<Bytes>>> for Inner {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Full<Bytes>>) -> Self::Future {
        ready(Ok(Response::default()))
    }
}

/// `bytes` in frames of `size`, without memory of its own.
struct Frames {
    bytes: Bytes,
    size: usize,
    declared: Option<u64>,
}

impl Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.bytes.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.size.min(self.bytes.len());
        Poll::Ready(Some(Ok(Frame::data(self.bytes.split_to(size)))))
    }

    fn size_hint(&self) -> SizeHint {
        self.declared.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

fn secret() -> AppSecret {
    AppSecret::new("0123456789abcdef0123456789abcdef").unwrap()
}

fn cost<B: Body>(body: B, signature: HeaderValue, expected: StatusCode) -> AllocationInfo {
    let layer = WhatsAppWebhookLayer::new(secret(), VerifyToken::new("a token").unwrap());
    let mut service = layer.layer(Inner);
    let request = Request::post("/").header(X_HUB_SIGNATURE_256, signature).body(body).unwrap();
    measure(|| {
        let mut future = pin!(service.call(request));
        let mut cx = Context::from_waker(Waker::noop());
        let response = loop {
            if let Poll::Ready(response) = future.as_mut().poll(&mut cx) {
                break response.unwrap();
            }
        };
        assert_eq!(response.status(), expected);
    })
}

fn chunked(bytes: &Bytes, size: usize, declared: Option<u64>) -> AllocationInfo {
    let body = Frames { bytes: bytes.clone(), size, declared };
    cost(body, sign(&secret(), bytes), StatusCode::OK)
}

#[test]
fn a_verified_body_of_one_frame_costs_no_more_than_the_extensions_it_travels_in() {
    let body = Bytes::from_static(b"{}");
    let mut extensions = http::Extensions::new();
    let floor = measure(|| assert!(extensions.insert([0_u64; 8]).is_none())).count_total;
    let info = cost(Full::new(body.clone()), sign(&secret(), &body), StatusCode::OK);
    assert_eq!(info.count_total, floor);
    assert!(floor <= 3);
}

#[test]
fn a_refused_request_costs_no_more_than_its_response() {
    let body = Full::new(Bytes::from_static(b"{}"));
    let signature = HeaderValue::from_static("sha256=00");
    let info = cost(body, signature, StatusCode::UNAUTHORIZED);
    assert!(info.count_total <= 6, "{info:?}");
}

#[test]
fn the_peak_is_at_most_twice_the_body_however_it_is_framed() {
    // A growing buffer is counted as a new one beside the old one.
    let bytes = Bytes::from(vec![b' '; 3 << 20]);
    for size in [1, 2, 16, 1024, 16_384, 1 << 20, 2 << 20] {
        for declared in [None, Some(3 << 20)] {
            let info = chunked(&bytes, size, declared);
            let ratio = info.bytes_max as f64 / bytes.len() as f64;
            assert!(ratio <= 2.0, "frames of {size}: {ratio:.2} times the body");
        }
    }
}

#[test]
fn with_a_declared_length_the_peak_is_at_most_twice_any_body() {
    for length in [70_000, 131_073, 1_100_000, 2_100_000, 3_000_000] {
        let bytes = Bytes::from(vec![b' '; length]);
        let info = chunked(&bytes, 1000, Some(length as u64));
        let ratio = info.bytes_max as f64 / length as f64;
        assert!(ratio <= 2.0, "{length} bytes: {ratio:.2} times the body");
    }
}

#[test]
fn a_declared_length_of_3_mib_reserves_no_more_than_64_kib() {
    let bytes = Bytes::from_static(b"0123456789");
    let info = chunked(&bytes, 1, Some(3 << 20));
    assert!(info.bytes_max < 70_000, "{info:?}");
}

#[test]
fn empty_frames_allocate_nothing() {
    struct Empty(u32);
    impl Body for Empty {
        type Data = Bytes;
        type Error = Infallible;
        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            self.0 -= 1;
            Poll::Ready((self.0 > 0).then(|| Ok(Frame::data(Bytes::new()))))
        }
    }
    let none = cost(Empty(1), sign(&secret(), b""), StatusCode::OK);
    let million = cost(Empty(1_000_000), sign(&secret(), b""), StatusCode::OK);
    assert_eq!(none, million);
}
