//! Whole requests, without sockets and without a runtime: `cargo bench --bench service`.

#![allow(clippy::unwrap_used, reason = "a bench stops on a mistake")]

mod by_hand;
mod drive;
mod payloads;
mod settings;

use std::{fmt::Debug, hint::black_box};

use axum::{Router, body::Body, routing::post};
use bytes::Bytes;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use http::{HeaderValue, Method, Request, Response, StatusCode, header::CONTENT_LENGTH};
use tower::{Layer, Service};
use whatsapp_webhook::{
    WebhookEvent,
    signature::{X_HUB_SIGNATURE_256, sign},
};

/// The size of the frames that hyper reads from a fast connection.
const FRAME: usize = 16 << 10;

fn main() {
    let mut criterion = settings::criterion();
    accepted(&mut criterion);
    rejected(&mut criterion);
    criterion.final_summary();
}

/// One request in, its response out; making the request is not measured.
fn bench<B, R>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    mut service: impl Service<Request<B>, Response = Response<R>, Error: Debug>,
    request: impl Fn() -> Request<B>,
    expected: StatusCode,
) {
    let status = drive::block_on(service.call(request())).unwrap().status();
    assert_eq!(status, expected, "{name}");
    group.bench_function(name, |bencher| {
        bencher.iter_batched(
            &request,
            |request| drive::block_on(service.call(request)).unwrap(),
            BatchSize::SmallInput,
        );
    });
}

fn accepted(criterion: &mut Criterion) {
    for (name, body) in [
        ("545 bytes", payloads::text()),
        ("94 kB", payloads::texts(196)),
        ("2.78 MB", payloads::texts(5_780)),
    ] {
        let header = sign(&drive::secret(), &body);
        let mut group = criterion.benchmark_group(format!("service/{name}"));
        group.throughput(Throughput::Bytes(body.len() as u64));
        let whole = || signed(&header).body(Body::from(body.clone())).unwrap();
        let framed = || signed(&header).body(frames(&body)).unwrap();
        let ok = StatusCode::OK;
        bench(&mut group, "layer", drive::layer().layer(drive::Nothing), whole, ok);
        bench(&mut group, "layer and event", drive::layer().layer(drive::Events), whole, ok);
        bench(
            &mut group,
            "layer, event, users and numbers",
            drive::layer().layer(drive::UsedEvents),
            whole,
            ok,
        );
        bench(&mut group, "axum", app(), whole, ok);
        bench(&mut group, "axum by hand", by_hand::app(), whole, ok);
        if body.len() > FRAME {
            bench(&mut group, "layer, frames", drive::layer().layer(drive::Nothing), framed, ok);
            bench(&mut group, "axum, frames", app(), framed, ok);
            bench(&mut group, "axum by hand, frames", by_hand::app(), framed, ok);
        }
        group.finish();
    }
}

/// What costs a stranger nothing must cost us next to nothing.
fn rejected(criterion: &mut Criterion) {
    let body = payloads::texts(196);
    let other = sign(&drive::secret(), b"another body");
    let mut group = criterion.benchmark_group("service/rejected, 94 kB");
    let malformed = HeaderValue::from_static("sha256=00");
    let get =
        |query: &str| Request::get(format!("/?hub.mode=subscribe&{query}")).body(Body::empty()).unwrap();
    let with_body = |request: http::request::Builder| request.body(Body::from(body.clone())).unwrap();

    type Make<'a> = Box<dyn Fn() -> Request<Body> + 'a>;
    let requests: [(&str, Make<'_>, StatusCode); 8] = [
        ("no signature", Box::new(|| with_body(Request::post("/"))), StatusCode::UNAUTHORIZED),
        ("malformed signature", Box::new(|| with_body(signed(&malformed))), StatusCode::UNAUTHORIZED),
        ("wrong signature", Box::new(|| with_body(signed(&other))), StatusCode::UNAUTHORIZED),
        (
            "too large, declared",
            Box::new(|| with_body(signed(&other).header(CONTENT_LENGTH, "3145729"))),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (
            "encoded",
            Box::new(|| with_body(signed(&other).header("content-encoding", "gzip"))),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "another method",
            Box::new(|| with_body(signed(&other).method(Method::PUT))),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            "GET, wrong token",
            Box::new(|| get("hub.challenge=42&hub.verify_token=another")),
            StatusCode::FORBIDDEN,
        ),
        (
            "GET, right token (answered)",
            Box::new(|| get("hub.challenge=42&hub.verify_token=a+token")),
            StatusCode::OK,
        ),
    ];
    for (name, request, status) in &requests {
        bench(&mut group, name, drive::layer().layer(drive::Nothing), request, *status);
    }
    let (_, wrong, status) = &requests[2];
    bench(&mut group, "wrong signature, axum by hand", by_hand::app(), wrong, *status);
    group.finish();
}

fn app() -> Router {
    async fn receive(event: WebhookEvent) {
        black_box(event.updates().map(black_box).count());
    }
    Router::new().route("/", post(receive).layer(drive::layer()))
}

fn signed(header: &HeaderValue) -> http::request::Builder {
    Request::post("/").header(X_HUB_SIGNATURE_256, header)
}

fn frames(body: &Bytes) -> Body {
    Body::new(drive::Frames { bytes: body.clone(), size: FRAME })
}
