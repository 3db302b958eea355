//! The layer where it should not be, and what it does before it knows who sent a request.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response};
use http_body_util::{BodyExt, Full};
use tower::{Layer, Service, ServiceExt, service_fn, util::MapRequestLayer};
use whatsapp_webhook::{
    AppSecret, RejectionKind, Verified, VerifyToken, WhatsAppWebhookLayer, signature::X_HUB_SIGNATURE_256,
};

use crate::{
    forgeries::{self, Framed},
    random::{Random, repetitions, seed},
    support::{drive, layer, send_now, signed},
};

/// A handler that counts its calls.
#[derive(Clone, Default)]
struct Calls(Arc<AtomicUsize>);

impl Calls {
    fn count(&self) -> usize {
        self.0.load(SeqCst)
    }

    fn handler(
        &self,
    ) -> impl Service<Request<Full<Bytes>>, Response = Response<Full<Bytes>>, Error = Infallible> + Clone
    {
        let calls = self.clone();
        service_fn(move |_| {
            calls.0.fetch_add(1, SeqCst);
            std::future::ready(Ok(Response::default()))
        })
    }
}

fn post<S, B, R>(service: S, request: Request<B>) -> u16
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible>,
{
    drive(service.oneshot(request)).unwrap().status().as_u16()
}

/// Whether the head of a request can be that of a signed one.
fn can_be_signed(method: &Method, headers: &HeaderMap) -> bool {
    let values: Vec<_> = headers.get_all(X_HUB_SIGNATURE_256).iter().map(|value| value.as_bytes()).collect();
    let is_signature = |value: &[u8]| {
        value.strip_prefix(b"sha256=").is_some_and(|digits| {
            digits.len() == 64 && digits.iter().all(|digit| b"0123456789abcdef".contains(digit))
        })
    };
    method == Method::POST && matches!(values[..], [value] if is_signature(value))
}

/// How many requests there were whose head is not that of a signed one, and how many of their bodies were touched.
fn touched_bodies(count: usize, service: impl Fn(Request<Framed>) -> u16) -> (usize, usize) {
    let mut random = Random::new(seed());
    let (mut hopeless, mut touched) = (0, 0);
    while hopeless < count {
        let request = forgeries::signed_attempt(&mut random).request;
        if can_be_signed(request.method(), request.headers()) {
            continue;
        }
        let polls = request.body().polls();
        let status = service(request);
        assert!([401, 405].contains(&status), "{status}");
        hopeless += 1;
        touched += usize::from(polls.count() > 0);
    }
    (hopeless, touched)
}

#[test]
fn a_body_is_not_touched_unless_its_head_can_be_right() {
    let calls = Calls::default();
    let service = forgeries::layer().layer(calls.handler());
    let (requests, touched) = touched_bodies(repetitions(100_000), |request| post(service.clone(), request));
    println!(
        "wiring: seed {:#x}, {requests} hopeless heads, {touched} bodies touched, {} calls",
        seed(),
        calls.count()
    );
    assert_eq!((touched, calls.count()), (0, 0));

    let (requests, touched) = touched_bodies(1000, |request| {
        let (head, body) = request.into_parts();
        let _ = drive(body.collect());
        if head.method == Method::POST { 401 } else { 405 }
    });
    println!("wiring: one that reads first: {touched} bodies touched of {requests}");
    assert!(touched > 0);
}

#[test]
fn what_is_in_a_body_has_no_say_before_its_signature_does() {
    let bodies = [
        Bytes::from(r#"{"object":"whatsapp_business_account","entry":[]}"#),
        Bytes::from(r#"{"object":"#),
        Bytes::from(vec![b'['; 100_000]),
        Bytes::from_static(b"\xff\xfe\0"),
        Bytes::new(),
    ];
    let mut refusals = bodies.clone().map(|body| {
        let answer = send_now(&layer(), signed(b"another body", Full::new(body)));
        assert_eq!(answer.kind, Some(RejectionKind::WrongSignature));
        assert!(answer.seen.is_none());
        (answer.status, answer.headers, answer.body)
    });
    let (first, others) = refusals.split_first_mut().unwrap();
    assert!(others.iter().all(|other| other == first));
    // Nor afterwards: to read it is the handler's business.
    for body in bodies {
        let answer = send_now(&layer(), signed(&body, Full::new(body.clone())));
        assert_eq!(answer.seen.unwrap().body, body);
    }
}

#[test]
fn a_layer_around_a_layer_verifies_twice() {
    let other = AppSecret::new("fedcba9876543210fedcba9876543210").unwrap();
    let other = WhatsAppWebhookLayer::new(other, VerifyToken::new("a token").unwrap());
    for (inner, status, expected) in [(layer(), 200, 1), (other, 401, 0)] {
        let calls = Calls::default();
        let service = layer().layer(inner.layer(calls.handler()));
        assert_eq!(post(service.clone(), signed(b"{}", Full::new(Bytes::from("{}")))), status);
        let unsigned = Request::post("/").body(Full::new(Bytes::from("{}"))).unwrap();
        assert_eq!(post(service, unsigned), 401);
        assert_eq!(calls.count(), expected);
    }
}

#[test]
fn whoever_changes_the_body_outside_of_the_layer_gets_nothing_through() {
    let calls = Calls::default();
    let tidy = MapRequestLayer::new(|request: Request<Full<Bytes>>| {
        let body = drive(request.into_body().collect()).unwrap().to_bytes();
        let value: serde_json::Value = serde_json::from_slice(&body).unwrap();
        signed(b"{ }", Full::new(Bytes::from(value.to_string())))
    });
    let service = tidy.layer(layer().layer(calls.handler()));
    assert_eq!(post(service, signed(b"{ }", Full::new(Bytes::from("{ }")))), 401);
    assert_eq!(calls.count(), 0);
}

#[test]
fn whoever_changes_the_body_inside_of_the_layer_leaves_the_proof_as_it_was() {
    let swap = MapRequestLayer::new(|request: Request<Full<Bytes>>| {
        request.map(|_| Full::new(Bytes::from("swapped")))
    });
    let handler = service_fn(async |request: Request<Full<Bytes>>| {
        assert_eq!(request.extensions().get::<Verified>().unwrap().body(), "{}");
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let service = layer().layer(swap.layer(handler));
    assert_eq!(post(service, signed(b"{}", Full::new(Bytes::from("{}")))), 200);
}

#[test]
fn a_proof_that_comes_with_a_request_is_worth_nothing() {
    let stolen = send_now(&layer(), signed(b"old", Full::new(Bytes::from("old")))).seen.unwrap().verified;
    let mut unsigned = Request::post("/").body(Full::new(Bytes::from("new"))).unwrap();
    unsigned.extensions_mut().insert(stolen.clone());
    let answer = send_now(&layer(), unsigned);
    assert_eq!((answer.status.as_u16(), answer.seen.is_some()), (401, false));

    let mut request = signed(b"new", Full::new(Bytes::from("new")));
    request.extensions_mut().insert(stolen);
    assert_eq!(send_now(&layer(), request).seen.unwrap().verified.body(), "new");
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn a_route_that_the_layer_does_not_reach_never_runs_its_handler() {
    use axum::{Router, body::Body, routing};
    use whatsapp_webhook::WebhookEvent;

    const EVENT: &str = r#"{"object":"whatsapp_business_account","entry":[]}"#;
    let calls = Calls::default();
    let count = calls.clone();
    let handler = async move |_: WebhookEvent| {
        count.0.fetch_add(1, SeqCst);
    };
    // axum puts a layer around the routes that are there, and not around what comes later.
    let app = Router::new()
        .route("/before", routing::post(handler.clone()))
        .layer(layer())
        .route("/after", routing::post(handler.clone()))
        .fallback(handler);
    for (path, status, expected) in [("/after", 500, 0), ("/elsewhere", 500, 0), ("/before", 200, 1)] {
        let mut request = signed(EVENT.as_bytes(), Body::from(EVENT));
        *request.uri_mut() = path.parse().unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!((response.status().as_u16(), calls.count()), (status, expected), "{path}");
    }
}
