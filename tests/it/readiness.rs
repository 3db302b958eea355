//! The inner service is polled ready after the body was verified, so no stranger takes anything of it.

use std::{
    cell::Cell,
    convert::Infallible,
    future::{Ready, ready},
    iter,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use axum::{Router, body::Body, error_handling::HandleErrorLayer, routing};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{Empty, Full};
use tokio::time::timeout;
use tower::{
    BoxError, Layer, Service, ServiceBuilder, ServiceExt,
    limit::{ConcurrencyLimit, GlobalConcurrencyLimitLayer},
    load_shed::{LoadShedLayer, error::Overloaded},
    service_fn,
};
use tower_test::mock::{self, Mock};
use whatsapp_webhook::{Verified, WhatsAppWebhook};

use crate::support::{call, data, frames, is_pending, layer, signed};

type Inner = Mock<Request<Full<Bytes>>, Response<Full<Bytes>>>;
type Handle = mock::Handle<Request<Full<Bytes>>, Response<Full<Bytes>>>;

/// The mock panics when it is called without having been ready.
fn mocked() -> (WhatsAppWebhook<Inner>, Handle) {
    let (mock, handle) = mock::pair();
    (layer().layer(mock), handle)
}

fn handled()
-> impl Service<Request<Full<Bytes>>, Response = Response<Full<Bytes>>, Error = Infallible, Future: Send> + Clone
{
    service_fn(async |_| Ok(Response::default()))
}

fn post() -> Request<Full<Bytes>> {
    signed(b"{}", Full::new(Bytes::from("{}")))
}

/// A request of a stranger whose body does not end.
fn slow() -> Request<impl http_body::Body<Data = Bytes, Error: std::error::Error + Send + Sync> + Send> {
    signed(b"{", frames(iter::once(data(Bytes::from("{"))).chain(iter::repeat_with(|| Poll::Pending))))
}

#[tokio::test]
async fn the_layer_is_ready_whatever_the_inner_service_is() {
    let (mut service, mut handle) = mocked();
    handle.allow(0);
    assert!(ServiceExt::<Request<Full<Bytes>>>::ready(&mut service).await.is_ok());
}

#[tokio::test]
async fn a_verified_request_waits_until_the_inner_service_is_ready() {
    let (mut service, mut handle) = mocked();
    handle.allow(0);
    let mut response = pin!(call(&mut service, post()));
    assert!(is_pending(response.as_mut()).await);
    handle.allow(1);
    let answer = async {
        let (_, reply) = handle.next_request().await.unwrap();
        reply.send_response(Response::default());
    };
    let (response, ()) = tokio::join!(response, answer);
    assert_eq!(response.unwrap().status(), 200);
}

#[tokio::test]
async fn a_rejected_request_does_not_ask_whether_the_inner_service_is_ready() {
    let (mut service, mut handle) = mocked();
    handle.send_error("overloaded");
    let unsigned = Request::post("/").body(Full::<Bytes>::default()).unwrap();
    assert_eq!(call(&mut service, unsigned).await.unwrap().status(), 401);
}

#[tokio::test]
async fn an_error_of_readiness_passes_through() {
    let (mut service, mut handle) = mocked();
    handle.send_error("overloaded");
    let error = call(&mut service, post()).await.unwrap_err();
    assert_eq!(error.to_string(), "overloaded");
}

#[tokio::test]
async fn the_instance_that_was_ready_is_the_one_that_is_called() {
    let (mut service, mut handle) = mocked();
    for _ in 0..100 {
        handle.allow(1);
        let answer = async {
            let (_, reply) = handle.next_request().await.unwrap();
            reply.send_response(Response::default());
        };
        let (response, ()) = tokio::join!(call(&mut service, post()), answer);
        assert_eq!(response.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn the_inner_service_is_not_called_before_the_body_is_complete() {
    let (mut service, mut handle) = mocked();
    handle.allow(1);
    let mut response = pin!(call(&mut service, slow()));
    assert!(is_pending(response.as_mut()).await);
    assert!(is_pending(pin!(handle.next_request())).await);
}

#[tokio::test]
async fn a_concurrency_limit_inside_the_layer_is_kept_and_given_back() {
    let mut service = layer().layer(ConcurrencyLimit::new(handled(), 1));
    for _ in 0..3 {
        let response = call(&mut service, post()).await.unwrap();
        assert_eq!(response.status(), 200);
    }
}

/// Holds a thousand slow bodies of strangers, and sends signed notifications beside them.
async fn signed_ones_pass<S, R>(service: S)
where
    S: Service<Request<Body>, Response = Response<R>> + Clone,
    S::Error: Into<BoxError>,
{
    let mut strangers = Vec::new();
    for _ in 0..1_000 {
        let mut request = Box::pin(service.clone().oneshot(slow().map(Body::new)));
        assert!(is_pending(request.as_mut()).await);
        strangers.push(request);
    }
    let mut times = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        let response = timeout(Duration::from_secs(1), service.clone().oneshot(post().map(Body::new))).await;
        assert_eq!(response.unwrap().map_err(Into::into).unwrap().status(), 200);
        times.push(start.elapsed());
    }
    times.sort_unstable();
    println!("readiness: half of the notifications take up to {:?}, 99 % up to {:?}", times[100], times[198]);
    assert!(times[198] < Duration::from_millis(50), "{times:?}");
}

#[tokio::test]
async fn strangers_take_no_permit_of_a_concurrency_limit() {
    signed_ones_pass(layer().layer(ConcurrencyLimit::new(handled(), 8))).await;
    let built = ServiceBuilder::new().layer(layer()).concurrency_limit(8).service(handled());
    signed_ones_pass(built).await;
}

#[tokio::test]
async fn strangers_take_no_place_in_a_buffer() {
    signed_ones_pass(ServiceBuilder::new().layer(layer()).buffer(8).service(handled())).await;
}

#[tokio::test]
async fn strangers_do_not_make_load_shedding_shed() {
    let stack = ServiceBuilder::new().layer(layer()).layer(LoadShedLayer::new()).concurrency_limit(1);
    signed_ones_pass(stack.service(handled())).await;
}

#[tokio::test]
async fn strangers_take_nothing_of_what_is_between_the_layer_and_a_handler_of_axum() {
    let limited = || GlobalConcurrencyLimitLayer::new(8);
    let both = ServiceBuilder::new().layer(layer()).layer(limited());
    signed_ones_pass(Router::new().route("/webhook", routing::post(async || ()).layer(both))).await;
    let one_by_one = routing::post(async || ()).layer::<_, Infallible>(limited()).layer(layer());
    signed_ones_pass(Router::new().route("/webhook", one_by_one)).await;
    let inner = ServiceBuilder::new().layer(layer()).buffer(8).concurrency_limit(8).service(handled());
    let unavailable = async |_: BoxError| StatusCode::SERVICE_UNAVAILABLE;
    let service = ServiceBuilder::new().layer(HandleErrorLayer::new(unavailable)).service(inner);
    signed_ones_pass(Router::new().route_service("/webhook", service)).await;
}

#[tokio::test]
async fn a_layer_that_polled_ready_first_would_let_strangers_take_the_permits() {
    // The control: the careless order, by a service that keeps a permit while it reads.
    let limit = ConcurrencyLimit::new(handled(), 1);
    let mut careless = limit.clone();
    let _permit = ServiceExt::<Request<Full<Bytes>>>::ready(&mut careless).await.unwrap();
    let waiting = layer().layer(limit.clone()).oneshot(post());
    assert!(timeout(Duration::from_millis(50), waiting).await.is_err());
    let shedding = layer().layer(LoadShedLayer::new().layer(limit)).oneshot(post()).await;
    assert!(shedding.unwrap_err().is::<Overloaded>());
}

#[tokio::test]
async fn a_verified_body_keeps_its_share_of_the_budget_until_the_inner_service_is_called() {
    const LARGE: usize = 256 << 10;
    let layer = layer().with_body_budget(LARGE);
    let (mock, mut handle) = mock::pair::<Request<Full<Bytes>>, Response<Full<Bytes>>>();
    handle.allow(0);
    let body = vec![b' '; LARGE];
    let large = || signed(&body, Full::new(Bytes::from(body.clone())));
    let mut service = layer.layer(mock);
    let mut waiting = pin!(call(&mut service, large()));
    assert!(is_pending(waiting.as_mut()).await);
    let other = layer.layer(handled());
    assert_eq!(other.clone().oneshot(large()).await.unwrap().status(), 503);
    handle.allow(1);
    assert!(is_pending(waiting.as_mut()).await);
    assert_eq!(other.oneshot(large()).await.unwrap().status(), 200);
}

/// Counts the requests that it is called with, and panics.
#[derive(Clone)]
struct Panics<'a>(&'a Cell<usize>);

impl Service<Request<Full<Bytes>>> for Panics<'_> {
    type Response = Response<Empty<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
        assert!(request.extensions().get::<Verified>().is_some());
        self.0.set(self.0.get() + 1);
        assert!(self.0.get() > 1, "the first call panics");
        ready(Ok(Response::default()))
    }
}

#[test]
fn a_future_that_is_polled_after_a_panic_calls_nothing() {
    let calls = Cell::new(0);
    let mut future = pin!(layer().layer(Panics(&calls)).call(post()));
    let mut poll = || {
        let future: Pin<&mut _> = future.as_mut();
        catch_unwind(AssertUnwindSafe(|| {
            Future::poll(future, &mut Context::from_waker(Waker::noop())).is_ready()
        }))
    };
    assert!(poll().is_err());
    assert!(poll().is_err(), "it says that it is over");
    assert_eq!(calls.get(), 1);
}
