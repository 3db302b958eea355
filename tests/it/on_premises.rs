//! The layer for the On-Premises client, which authorizes itself and signs nothing.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use tower::{Layer, ServiceExt, service_fn};
use whatsapp_webhook::{
    AppSecret, Authorization, RejectionKind, SecretSlot, WebhookEvent, WhatsAppWebhookLayer, signature::sign,
};

use crate::support::{LIMIT, chunked, drive, send_now};

const BODY: &str = r#"{"messages":[{"from":"5511987650001","id":"ABGG1","timestamp":"1767225600","type":"text","text":{"body":"Hello"}}]}"#;
const TOKEN: &str = "a-long-random-token";

fn layer() -> WhatsAppWebhookLayer {
    WhatsAppWebhookLayer::on_premises(Authorization::bearer(TOKEN).unwrap())
}

fn post(authorization: &[&str]) -> Request<Full<Bytes>> {
    let request = Request::post("/webhook");
    let request =
        authorization.iter().fold(request, |request, value| request.header("authorization", *value));
    request.body(Full::from(BODY)).unwrap()
}

#[test]
fn the_right_credential_lets_a_notification_pass() {
    let answer = send_now(&layer(), post(&[&format!("Bearer {TOKEN}")]));
    assert_eq!(answer.status, StatusCode::OK);
    let seen = answer.seen.unwrap();
    assert_eq!((seen.body, seen.verified.secret()), (Bytes::from(BODY), SecretSlot::Current));
    let event = WebhookEvent::from_verified(&seen.verified).unwrap();
    assert_eq!(event.updates().next().unwrap().message().unwrap().text(), Some("Hello"));
}

#[test]
fn every_other_credential_is_rejected_before_the_body_is_polled() {
    let right = format!("Bearer {TOKEN}");
    for (headers, kind) in [
        (vec![], RejectionKind::MissingAuthorization),
        (vec![right.as_str(), right.as_str()], RejectionKind::MissingAuthorization),
        (vec![""], RejectionKind::WrongAuthorization),
        (vec!["Bearer"], RejectionKind::WrongAuthorization),
        (vec!["Bearer another-random-token"], RejectionKind::WrongAuthorization),
        (vec!["Basic YTpiCg=="], RejectionKind::WrongAuthorization),
    ] {
        let body = chunked(&Bytes::from(BODY), 8);
        let polls = body.polls();
        let answer = send_now(&layer(), post(&headers).map(|_| body));
        assert_eq!((answer.status, answer.kind), (StatusCode::UNAUTHORIZED, Some(kind)), "{headers:?}");
        assert_eq!(answer.headers["www-authenticate"], "Basic, Bearer");
        assert!(answer.body.is_empty() && answer.seen.is_none());
        assert_eq!(polls.count(), 0);
    }
}

#[test]
fn a_signature_is_no_credential() {
    let secret = AppSecret::new(TOKEN).unwrap();
    let mut request = post(&[]);
    request.headers_mut().insert("x-hub-signature-256", sign(&secret, BODY.as_bytes()));
    assert_eq!(send_now(&layer(), request).kind, Some(RejectionKind::MissingAuthorization));
}

#[test]
fn nothing_but_post_is_answered() {
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let uri = "/webhook?hub.mode=subscribe&hub.challenge=1&hub.verify_token=a+token";
        let request = Request::builder().method(method).uri(uri).body(Full::<Bytes>::default()).unwrap();
        let answer = send_now(&layer(), request);
        assert_eq!(
            (answer.status, answer.kind),
            (StatusCode::METHOD_NOT_ALLOWED, Some(RejectionKind::NotPost))
        );
        assert_eq!(answer.headers["allow"], "POST");
    }
}

#[test]
fn the_limits_hold_as_for_the_cloud_api() {
    let body = Bytes::from(vec![b' '; LIMIT + 1]);
    let whole = || Request::post("/").header("authorization", format!("Bearer {TOKEN}"));
    let answer = send_now(&layer(), whole().body(Full::new(body.clone())).unwrap());
    assert_eq!(answer.kind, Some(RejectionKind::BodyTooLarge));
    let answer = send_now(&layer(), whole().body(chunked(&body, 16 << 10)).unwrap());
    assert_eq!(answer.kind, Some(RejectionKind::BodyTooLarge));
    let answer = send_now(&layer(), whole().body(chunked(&body.slice(1..), 16 << 10)).unwrap());
    assert_eq!(answer.status, StatusCode::OK);
}

#[test]
fn debug_shows_no_credential() {
    assert!(!format!("{:?}", layer()).contains(TOKEN));
}

#[test]
fn the_handler_does_not_see_the_credential() {
    let seen = Arc::new(Mutex::new(None));
    let headers = Arc::clone(&seen);
    let handler = service_fn(async |request: Request<Full<Bytes>>| {
        *headers.lock().unwrap() = Some(request.headers().clone());
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let request =
        Request::post("/").header("authorization", format!("Bearer {TOKEN}")).header("x-other", "kept");
    let response = drive(layer().layer(handler).oneshot(request.body(Full::new(Bytes::from("{}"))).unwrap()));
    assert_eq!(response.unwrap().status(), 200);
    let headers = seen.lock().unwrap().take().unwrap();
    assert_eq!((headers.get("authorization"), headers.len()), (None, 1));
}
