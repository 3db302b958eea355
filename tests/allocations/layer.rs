//! What the layer allocates.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header::CONTENT_LENGTH};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full};
use tower::{Layer, Service, service_fn};
use whatsapp_webhook::{
    AppSecret, VerifyToken, WhatsAppWebhook, WhatsAppWebhookLayer,
    signature::{X_HUB_SIGNATURE_256, sign},
};

use crate::drive;

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

/// Reads a body as most do.
async fn collect<B: Body>(request: Request<B>) -> Result<Response<Full<Bytes>>, B::Error> {
    let body = request.into_body().collect().await?.to_bytes();
    Ok(Response::new(Full::from(body)))
}

/// Reserves what the head declares, and keeps each frame as it is.
async fn trust<B: Body<Data = Bytes>>(request: Request<B>) -> Result<Response<Full<Bytes>>, B::Error> {
    let declared = request.headers().get(CONTENT_LENGTH).map_or("0", |length| length.to_str().unwrap());
    let mut whole = Vec::with_capacity(declared.parse().unwrap_or(usize::MAX).min(64 << 20));
    let mut frames = Vec::new();
    let mut body = pin!(request.into_body());
    while let Some(frame) = body.frame().await {
        frames.extend(frame?.into_data());
    }
    whole.extend(frames.concat());
    Ok(Response::new(Full::from(whole)))
}

/// With time enough on a busy machine.
fn ours() -> WhatsAppWebhook<Inner> {
    let layer = WhatsAppWebhookLayer::new(secret(), VerifyToken::new("a token").unwrap());
    layer.with_body_deadline(Duration::from_secs(300)).layer(Inner)
}

fn cost<B: Body>(body: B, signature: HeaderValue, expected: StatusCode) -> AllocationInfo {
    let request = Request::post("/").header(X_HUB_SIGNATURE_256, signature).body(body).unwrap();
    cost_of(ours(), request, expected)
}

fn cost_of<S, B, R>(mut service: S, request: Request<B>, expected: StatusCode) -> AllocationInfo
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible>,
{
    measure(|| {
        let response = drive::block_on(service.call(request)).unwrap();
        assert_eq!(response.status(), expected);
    })
}

fn chunked(bytes: &Bytes, size: usize, declared: Option<u64>) -> AllocationInfo {
    let body = Frames { bytes: bytes.clone(), size, declared };
    cost(body, sign(&secret(), bytes), StatusCode::OK)
}

#[test]
fn a_verified_body_of_one_frame_costs_no_more_than_the_extensions_it_travels_in() {
    let mut extensions = http::Extensions::new();
    let floor = measure(|| assert!(extensions.insert([0_u64; 8]).is_none())).count_total;
    assert!(floor <= 3);
    // A small body is copied: the bytes, and the count of those who share them.
    for (length, copy) in [(2, 2), (8 << 10, 2), ((8 << 10) + 1, 0), (3 << 20, 0)] {
        let body = Bytes::from(vec![b' '; length]);
        drop(body.clone());
        let info = cost(Full::new(body.clone()), sign(&secret(), &body), StatusCode::OK);
        assert_eq!(info.count_total, floor + copy, "{length}");
    }
}

#[test]
fn a_rejected_request_costs_no_more_than_its_response() {
    let body = Full::new(Bytes::from_static(b"{}"));
    let signature = HeaderValue::from_static("sha256=00");
    let info = cost(body, signature, StatusCode::UNAUTHORIZED);
    assert!(info.count_total <= 6, "{info:?}");
}

/// The peak over the body's length, for frames of one size. A growing buffer is counted as a new one beside the old one.
fn peak<S, R>(service: S, bytes: &Bytes, size: usize, declared: Option<u64>) -> f64
where
    S: Service<Request<Frames>, Response = Response<R>, Error = Infallible>,
{
    let body = Frames { bytes: bytes.clone(), size, declared };
    let request = Request::post("/").header(X_HUB_SIGNATURE_256, sign(&secret(), bytes)).body(body).unwrap();
    cost_of(service, request, StatusCode::OK).bytes_max as f64 / bytes.len() as f64
}

#[test]
fn the_peak_is_at_most_twice_the_body_however_it_is_framed() {
    let bytes = Bytes::from(vec![b' '; 3 << 20]);
    for size in [1, 2, 16, 1024, 16_384, 1 << 20, 2 << 20] {
        for declared in [None, Some(3 << 20)] {
            let ratio = peak(ours(), &bytes, size, declared);
            println!("3 MiB in frames of {size} bytes: {ratio:.2} times the body");
            assert!(ratio <= 2.0, "frames of {size}: {ratio:.2} times the body");
        }
    }
    let ratio = peak(service_fn(collect), &bytes, 1, None);
    println!("3 MiB in frames of 1 byte, collected: {ratio:.2} times the body");
    assert!(ratio > 2.0, "collecting is caught");
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
fn a_length_beyond_the_limit_makes_nobody_reserve_anything() {
    fn bytes_for<S, R>(service: S, declared: &str, expected: StatusCode) -> u64
    where
        S: Service<Request<Frames>, Response = Response<R>, Error = Infallible>,
    {
        let body = Frames { bytes: Bytes::new(), size: 1, declared: declared.parse().ok() };
        let head = Request::post("/").header(CONTENT_LENGTH, declared);
        let request = head.header(X_HUB_SIGNATURE_256, sign(&secret(), b"")).body(body).unwrap();
        cost_of(service, request, expected).bytes_max
    }
    for declared in
        ["3145729", "4294967296", "9223372036854775808", "18446744073709551615", "18446744073709551616"]
    {
        let bytes = bytes_for(ours(), declared, StatusCode::PAYLOAD_TOO_LARGE);
        println!("{declared} bytes declared: {bytes} bytes allocated");
        assert!(bytes < 1 << 10);
        assert!(bytes_for(service_fn(trust), declared, StatusCode::OK) > 1 << 20, "trusting it is caught");
    }
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
    let request = |frames: u32| {
        let head = Request::post("/").header(X_HUB_SIGNATURE_256, sign(&secret(), b""));
        head.body(Empty(frames + 1)).unwrap()
    };
    let [none, million] = [0, 1_000_000].map(|frames| cost_of(ours(), request(frames), StatusCode::OK));
    println!("1000000 empty frames: {} bytes more than none", million.bytes_total - none.bytes_total);
    assert_eq!(none, million);
    let [none, million] =
        [0, 1_000_000].map(|frames| cost_of(service_fn(trust), request(frames), StatusCode::OK));
    println!("1000000 empty frames, kept: {} bytes more than none", million.bytes_total - none.bytes_total);
    assert_ne!(none, million, "keeping them is caught");
}
