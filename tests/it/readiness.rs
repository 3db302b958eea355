use std::{convert::Infallible, pin::pin, task::Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use tower::{Layer, Service, limit::ConcurrencyLimit, service_fn};
use tower_test::mock::{self, Mock};
use whatsapp_webhook::WhatsAppWebhook;

use crate::support::{call, data, frames, is_pending, layer, ready, signed};

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

#[tokio::test]
async fn the_layer_is_ready_when_the_inner_service_is() {
    let (mut service, mut handle) = mocked();
    handle.allow(0);
    assert!(is_pending(pin!(ready(&mut service, &post()))).await);
    handle.allow(1);
    assert!(ready(&mut service, &post()).await.is_ok());
}

#[tokio::test]
async fn an_error_of_readiness_passes_through() {
    let (mut service, mut handle) = mocked();
    handle.send_error("overloaded");
    let error = ready(&mut service, &post()).await.unwrap_err();
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
    let body = frames([data(&b"{"[..]), Poll::Pending]);
    let mut response = pin!(call(&mut service, signed(b"{", body)));
    assert!(is_pending(response.as_mut()).await);
    assert!(is_pending(pin!(handle.next_request())).await);
}

#[tokio::test]
async fn a_concurrency_limit_below_the_layer_is_kept_and_given_back() {
    let mut service = layer().layer(ConcurrencyLimit::new(handled(), 1));
    for _ in 0..3 {
        let response = call(&mut service, post()).await.unwrap();
        assert_eq!(response.status(), 200);
    }
}

#[tokio::test]
async fn a_refused_request_gives_back_the_place_that_was_kept_for_it() {
    let mut first = layer().layer(ConcurrencyLimit::new(handled(), 1));
    let mut second = first.clone();
    let unsigned = Request::post("/").body(Full::<Bytes>::default()).unwrap();
    assert_eq!(call(&mut first, unsigned).await.unwrap().status(), 401);
    // `first` is still there, idle: it must not keep `second` waiting.
    assert_eq!(call(&mut second, post()).await.unwrap().status(), 200);
    drop(first);
}
