//! The gate, the observer, and requests that are in memory as a whole.

use std::{
    convert::Infallible,
    iter,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, request::Parts};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full};
use tower::{Layer, ServiceExt, service_fn};
use whatsapp_webhook::{
    Outcome, OutcomeKind, Rejection, RejectionKind, SecretSlot, Verified, WhatsAppWebhookLayer,
    signature::{X_HUB_SIGNATURE_256, sign},
};

use crate::support::{Item, TOKEN, app, data, drive, frames, layer, secret, send_now, signed};

fn request(method: Method, uri: &str) -> Request<Full<Bytes>> {
    Request::builder().method(method).uri(uri).body(Full::default()).unwrap()
}

fn handshake() -> Request<Full<Bytes>> {
    request(Method::GET, &format!("/?hub.mode=subscribe&hub.challenge=42&hub.verify_token={TOKEN}"))
}

fn post() -> Request<Full<Bytes>> {
    signed(b"{}", Full::new(Bytes::from("{}")))
}

#[test]
fn the_gate_turns_away_every_kind_of_request() {
    let layer = layer().with_gate(|_: &Parts| false);
    for request in [post(), handshake(), request(Method::PUT, "/")] {
        let answer = send_now(&layer, request);
        assert_eq!((answer.status.as_u16(), answer.kind), (403, Some(RejectionKind::NotAdmitted)));
        assert!(answer.body.is_empty() && answer.seen.is_none());
    }
}

#[test]
fn the_gate_is_asked_before_the_credentials() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let find = move |_: &Parts| {
        count.fetch_add(1, Relaxed);
        Some(app())
    };
    let layer = WhatsAppWebhookLayer::for_apps(find);
    send_now(&layer.clone().with_gate(|_: &Parts| false), post());
    assert_eq!(asked.load(Relaxed), 0);
    send_now(&layer.with_gate(|_: &Parts| true), post());
    assert_eq!(asked.load(Relaxed), 1);
}

#[test]
fn an_admitted_request_still_needs_its_signature() {
    let layer = layer().with_gate(|_: &Parts| true);
    assert_eq!(send_now(&layer, post()).status, 200);
    let unsigned = request(Method::POST, "/");
    assert_eq!(send_now(&layer, unsigned).kind, Some(RejectionKind::MissingSignature));
}

/// A layer, and the outcomes that its observer was told.
fn observed() -> (WhatsAppWebhookLayer, Arc<Mutex<Vec<Outcome>>>) {
    let outcomes = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&outcomes);
    let layer = WhatsAppWebhookLayer::for_app(app().with_label("shop"));
    (layer.with_observer(move |outcome: &Outcome| list.lock().unwrap().push(outcome.clone())), outcomes)
}

#[test]
fn each_request_has_one_outcome() {
    let (layer, outcomes) = observed();
    send_now(&layer, handshake());
    send_now(&layer, request(Method::POST, "/"));
    send_now(&layer, request(Method::PUT, "/"));
    send_now(&layer, signed(b"other", Full::new(Bytes::from("{}"))));
    send_now(&layer, post());
    let outcomes = outcomes.lock().unwrap();
    let seen: Vec<_> = outcomes
        .iter()
        .map(|it| (it.kind, it.status.as_u16(), it.body_bytes, it.secret, it.label.as_deref()))
        .collect();
    let rejected = |kind, status| (OutcomeKind::Rejected(kind), status, 0, None, None);
    assert_eq!(
        seen,
        [
            (OutcomeKind::Challenged, 200, 0, None, None),
            rejected(RejectionKind::MissingSignature, 401),
            rejected(RejectionKind::MethodNotAllowed, 405),
            rejected(RejectionKind::WrongSignature, 401),
            (OutcomeKind::Answered, 200, 2, Some(SecretSlot::Current), Some("shop")),
        ]
    );
}

#[tokio::test]
async fn the_outcome_has_the_status_of_the_handler_and_both_times() {
    const WAIT: Duration = Duration::from_millis(20);
    let (layer, outcomes) = observed();
    let handler = service_fn(async |_: Request<Full<Bytes>>| {
        tokio::time::sleep(2 * WAIT).await;
        let mut response = Response::new(Full::<Bytes>::default());
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        Ok::<_, Infallible>(response)
    });
    let body = Late { after: Some(Box::pin(tokio::time::sleep(WAIT))) };
    let response = layer.layer(handler).oneshot(signed(b"{}", body)).await.unwrap();
    assert_eq!(response.status(), 503);
    let outcomes = outcomes.lock().unwrap();
    let [outcome] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!((outcome.kind, outcome.status.as_u16()), (OutcomeKind::Answered, 503));
    assert!((WAIT..2 * WAIT).contains(&outcome.read), "{outcome:?}");
    assert!(outcome.handled >= 2 * WAIT, "{outcome:?}");
}

#[tokio::test]
async fn a_client_that_leaves_and_a_failed_handler_have_no_outcome() {
    let (layer, outcomes) = observed();
    let fails = service_fn(async |_: Request<Full<Bytes>>| Err::<Response<Full<Bytes>>, _>("failed"));
    layer.clone().layer(fails).oneshot(post()).await.unwrap_err();
    let body = frames(iter::repeat_with(|| -> Item<Bytes> { Poll::Pending }));
    let left = layer.layer(service_fn(async |_: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::<Full<Bytes>>::default())
    }));
    let left = tokio::time::timeout(Duration::from_millis(10), left.oneshot(signed(b"{", body)));
    assert!(left.await.is_err());
    assert!(outcomes.lock().unwrap().is_empty());
}

#[test]
fn check_decides_as_the_layer_does() {
    for request in [
        || post_of("{}", |it| it),
        || post_of("{ }", |it| it),
        || post_of("{}", |it| it.header("content-encoding", "gzip")),
        || post_of("{}", |it| it.header("content-length", "99999999")),
        || post_of("{}", |it| it.header(X_HUB_SIGNATURE_256, "sha256=x")),
        || Request::post("/").body("").unwrap(),
        || Request::put("/").body("").unwrap(),
        || Request::get("/").body("").unwrap(),
        || handshake().map(|_| ""),
    ] as [fn() -> Request<&'static str>; 9]
    {
        let answer = send_now(&layer(), request().map(|body| Full::new(Bytes::from(body))));
        match layer().check(request()) {
            Ok(verified) => {
                assert_eq!(answer.status, 200);
                assert_eq!(verified.body(), answer.seen.unwrap().verified.body());
            }
            Err(response) => {
                assert_eq!(response.status(), answer.status);
                assert_eq!(response.headers(), &answer.headers);
                assert_eq!(response.extensions().get().map(Rejection::kind), answer.kind);
                assert_eq!(poll_body(response), answer.body);
            }
        }
    }
}

fn post_of(
    body: &'static str,
    with: fn(http::request::Builder) -> http::request::Builder,
) -> Request<&'static str> {
    let request = Request::post("/").header(X_HUB_SIGNATURE_256, sign(&secret(), b"{}"));
    with(request).body(body).unwrap()
}

fn poll_body(response: Response<Full<Bytes>>) -> Bytes {
    match pin!(response.into_body().collect()).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(body) => body.unwrap().to_bytes(),
        Poll::Pending => panic!("the body is in memory"),
    }
}

#[test]
fn check_tells_the_observer_of_an_error_alone_without_times() {
    let (layer, outcomes) = observed();
    let verified: Verified = layer.check(post_of("{}", |it| it)).unwrap();
    assert_eq!(verified.label(), Some("shop"));
    layer.check(Request::post("/").body("").unwrap()).unwrap_err();
    layer.check(handshake().map(|_| "")).unwrap_err();
    let outcomes = outcomes.lock().unwrap();
    let seen: Vec<_> = outcomes.iter().map(|it| (it.kind, it.read, it.handled)).collect();
    assert_eq!(
        seen,
        [
            (OutcomeKind::Rejected(RejectionKind::MissingSignature), Duration::ZERO, Duration::ZERO),
            (OutcomeKind::Challenged, Duration::ZERO, Duration::ZERO),
        ]
    );
}

/// There is no runtime here: with a deadline, waiting for the body would panic.
#[test]
fn without_a_deadline_no_runtime_is_needed() {
    let body = frames([data(&b"{"[..]), Poll::Pending, data(&b"}"[..])]);
    let service = layer().without_body_deadline().layer(service_fn(async |_: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::<Full<Bytes>>::default())
    }));
    assert_eq!(drive(service.oneshot(signed(b"{}", body))).unwrap().status(), 200);
}

/// A body that comes as a whole, after a time.
struct Late {
    after: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Body for Late {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(after) = &mut self.after else { return Poll::Ready(None) };
        std::task::ready!(after.as_mut().poll(cx));
        self.after = None;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from("{}")))))
    }
}
