//! The app as actix-web calls it, without sockets.

use actix_web::{
    App,
    body::to_bytes,
    dev::Payload,
    http::{Method, StatusCode, header::HeaderMap},
    test::{TestRequest, call_service, init_service, try_call_service},
    web::Bytes,
};
use tokio::sync::mpsc;
use whatsapp_webhook::{AppSecret, VerifyToken, WebhookEvent, WhatsAppWebhookLayer, signature};

use crate::MAX_BODY_SIZE;

const SECRET: &str = "a secret for tests only";
const HEADER: &str = "X-Hub-Signature-256";
const NOTIFICATION: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
    "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"2"},"messages":[
    {"from":"15550002222","id":"wamid.A","timestamp":"1760000000","type":"text","text":{"body":"one"}},
    {"from":"15550002222","id":"wamid.B","timestamp":"1760000001","type":"text","text":{"body":"two"}}]}}]}]}"#;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

fn queue() -> (mpsc::Sender<WebhookEvent>, mpsc::Receiver<WebhookEvent>) {
    mpsc::channel(1)
}

fn webhook() -> WhatsAppWebhookLayer {
    let token = VerifyToken::new("a+b & c=d 100%").unwrap();
    WhatsAppWebhookLayer::new(AppSecret::new(SECRET).unwrap(), token)
}

async fn respond(request: TestRequest, queue: mpsc::Sender<WebhookEvent>) -> Answer {
    let app = init_service(App::new().configure(crate::app(webhook(), queue))).await;
    let response = call_service(&app, request.to_request()).await;
    Answer {
        status: response.status(),
        headers: response.headers().clone(),
        body: to_bytes(response.into_body()).await.unwrap(),
    }
}

async fn status(request: TestRequest) -> u16 {
    let (queue, mut events) = queue();
    let status = respond(request, queue).await.status.as_u16();
    assert_eq!(status == 200, events.recv().await.is_some());
    status
}

fn sign(body: &[u8]) -> String {
    let header = signature::sign(&AppSecret::new(SECRET).unwrap(), body);
    header.to_str().unwrap().to_owned()
}

fn post(body: impl Into<Bytes>) -> TestRequest {
    TestRequest::post().uri("/webhook").set_payload(body)
}

fn signed(body: impl Into<Bytes>) -> TestRequest {
    let body = body.into();
    let signature = sign(&body);
    post(body).insert_header((HEADER, signature))
}

#[actix_web::test]
async fn the_handshake_returns_the_challenge_with_all_headers() {
    for (token, status, body) in [("a%2Bb+%26%20c%3Dd+100%25", 200, "42"), ("a+b", 403, "")] {
        let uri = format!("/webhook?hub.mode=subscribe&hub.challenge=42&hub.verify_token={token}");
        let answer = respond(TestRequest::get().uri(&uri), queue().0).await;
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!(answer.body, body);
        assert_eq!(answer.header("cache-control"), "no-store");
        if status == 200 {
            assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
        }
    }
}

#[actix_web::test]
async fn a_signed_notification_is_queued_and_answered_with_200() {
    let (queue, mut events) = queue();
    let answer = respond(signed(NOTIFICATION), queue).await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
    assert_eq!(events.recv().await.unwrap().updates().count(), 2);
    assert!(events.recv().await.is_none());
}

#[actix_web::test]
async fn a_full_queue_is_answered_with_503() {
    let (queue, _events) = queue();
    assert_eq!(respond(signed(NOTIFICATION), queue.clone()).await.status, 200);
    assert_eq!(respond(signed(NOTIFICATION), queue).await.status, 503);
}

#[actix_web::test]
async fn an_absent_or_wrong_signature_is_answered_with_401() {
    let answer = respond(post(NOTIFICATION), queue().0).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("www-authenticate"), "X-Hub-Signature-256");
    assert_eq!(status(post(NOTIFICATION).insert_header((HEADER, sign(b"another body")))).await, 401);
}

/// The right signature is among the two, first or last.
#[actix_web::test]
async fn a_repeated_signature_is_answered_with_401() {
    for other in [sign(NOTIFICATION.as_bytes()), sign(b"another body")] {
        assert_eq!(status(signed(NOTIFICATION).append_header((HEADER, other.clone()))).await, 401);
        let right = (HEADER, sign(NOTIFICATION.as_bytes()));
        let request = post(NOTIFICATION).append_header((HEADER, other)).append_header(right);
        assert_eq!(status(request).await, 401);
    }
}

#[actix_web::test]
async fn a_body_of_3_mib_passes_and_a_larger_one_is_answered_with_413() {
    let body = |length: usize| format!("{NOTIFICATION}{}", " ".repeat(length - NOTIFICATION.len()));
    assert_eq!(status(signed(body(MAX_BODY_SIZE))).await, 200);
    // The bytes are counted, and a declared length is enough.
    assert_eq!(status(signed(body(MAX_BODY_SIZE + 1))).await, 413);
    let declared = signed(NOTIFICATION).insert_header(("Content-Length", MAX_BODY_SIZE + 1));
    assert_eq!(status(declared).await, 413);
}

#[actix_web::test]
async fn other_methods_are_answered_with_405() {
    for method in [Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
        let answer = respond(signed(NOTIFICATION).method(method), queue().0).await;
        assert_eq!(answer.status, 405);
        assert_eq!(answer.header("allow"), "GET, POST");
    }
}

#[actix_web::test]
async fn a_compressed_body_is_answered_with_415() {
    assert_eq!(status(signed(NOTIFICATION).insert_header(("Content-Encoding", "gzip"))).await, 415);
}

#[actix_web::test]
async fn a_signed_body_that_is_no_notification_is_answered_with_400() {
    assert_eq!(status(signed("{}")).await, 400);
}

#[actix_web::test]
async fn a_body_that_never_ends_is_answered_with_408() {
    tokio::time::pause(); // the clock moves on by itself while everything waits
    let app = init_service(App::new().configure(crate::app(webhook(), queue().0))).await;
    let payload: Payload = Payload::Stream { payload: Box::pin(futures_util::stream::pending()) };
    let (request, _) = post("").to_request().replace_payload(payload);
    let error = try_call_service(&app, request).await.unwrap_err();
    assert_eq!(error.as_response_error().status_code(), 408);
}
