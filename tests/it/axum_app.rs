use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    routing::{get, post},
};
use bytes::Bytes;
use http::{Request, StatusCode};
use tower::{ServiceBuilder, ServiceExt};
use whatsapp_webhook::{Rejection, Verified, WebhookEvent, WebhookEventRejection};

use crate::support::{TOKEN, layer, signed};

const EVENT: &str = r#"{"object":"whatsapp_business_account","entry":[]}"#;

async fn receive(event: WebhookEvent) -> StatusCode {
    assert_eq!(event.raw(), EVENT);
    StatusCode::ACCEPTED
}

fn event() -> Request<Body> {
    signed(EVENT.as_bytes(), Body::from(EVENT))
}

async fn call(app: Router, request: Request<Body>) -> (u16, String) {
    let response = app.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn handshake(path: &str) -> Request<Body> {
    let uri = format!("{path}?hub.mode=subscribe&hub.challenge=42&hub.verify_token={TOKEN}");
    Request::get(uri).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn the_layer_fits_wherever_axum_takes_one() {
    let route = Router::new().route("/webhook", post(receive).layer(layer()));
    let router = Router::new().route("/webhook", post(receive)).layer(layer());
    let builder = Router::new().route("/webhook", post(receive)).layer(ServiceBuilder::new().layer(layer()));
    let route_layer = Router::new().route("/webhook", post(receive)).route_layer(layer());
    let merged = Router::new().route("/health", get(async || "fine")).merge(router.clone());
    for app in [route, router, builder, route_layer, merged] {
        assert_eq!(call(app.clone(), event()).await, (200, String::new()));
        let answer = call(app.clone(), handshake("/webhook")).await;
        assert_eq!(answer, (200, "42".to_owned()));
        let unsigned = Request::post("/webhook").body(Body::from(EVENT)).unwrap();
        assert_eq!(call(app, unsigned).await, (401, String::new()));
    }
}

#[tokio::test]
async fn a_nested_router_keeps_its_layer_to_itself() {
    let webhook = Router::new().route("/webhook", post(receive)).layer(layer());
    let app = Router::new().route("/health", get(async || "fine")).nest("/meta", webhook);
    let mut request = event();
    *request.uri_mut() = "/meta/webhook".parse().unwrap();
    assert_eq!(call(app.clone(), request).await.0, 200);
    assert_eq!(call(app.clone(), handshake("/meta/webhook")).await.0, 200);
    let health = Request::get("/health").body(Body::empty()).unwrap();
    assert_eq!(call(app, health).await, (200, "fine".to_owned()));
}

#[tokio::test]
async fn state_and_a_body_extractor_stand_beside_the_event() {
    async fn both(
        State(name): State<&'static str>,
        verified: Verified,
        event: Result<WebhookEvent, WebhookEventRejection>,
        body: Bytes,
    ) -> &'static str {
        assert_eq!(verified.body(), &body);
        assert_eq!(event.unwrap().raw(), &body);
        name
    }
    let app = Router::new().route("/webhook", post(both).layer(layer())).with_state("state");
    assert_eq!(call(app, event()).await, (200, "state".to_owned()));
}

#[tokio::test]
async fn axums_limit_of_two_megabytes_does_not_hold_for_the_layer() {
    async fn length(verified: Verified) -> String {
        verified.body().len().to_string()
    }
    let app = Router::new().route("/webhook", post(length).layer(layer()));
    let body = vec![b' '; 3 << 20];
    let request = signed(&body, Body::from(body.clone()));
    assert_eq!(call(app, request).await, (200, "3145728".to_owned()));
}

#[tokio::test]
async fn without_the_layer_the_extractors_answer_500_and_ask_for_it() {
    async fn verified(_: Verified) {}
    async fn optional(_: Option<WebhookEvent>) {}
    let app = Router::new()
        .route("/event", post(receive))
        .route("/verified", post(verified))
        .route("/optional", post(optional));
    for path in ["/event", "/verified", "/optional"] {
        let mut request = event();
        *request.uri_mut() = path.parse().unwrap();
        let (status, body) = call(app.clone(), request).await;
        assert_eq!(status, 500);
        assert!(body.contains("is `WhatsAppWebhookLayer` applied to this route?"));
    }
}

#[tokio::test]
async fn a_signed_body_that_is_no_event_is_400_unless_the_handler_decides() {
    async fn never(_: WebhookEvent) {
        unreachable!("the body cannot be decoded")
    }
    async fn optional(event: Option<WebhookEvent>) {
        assert!(event.is_none());
    }
    async fn result(event: Result<WebhookEvent, WebhookEventRejection>) {
        let rejection = event.unwrap_err();
        assert!(matches!(rejection, WebhookEventRejection::Undecodable(_)));
        assert!(std::error::Error::source(&rejection).is_some());
    }
    for (handler, expected) in [(post(never), 400), (post(optional), 200), (post(result), 200)] {
        let app = Router::new().route("/webhook", handler.layer(layer()));
        let request = signed(b"not JSON", Body::from("not JSON"));
        assert_eq!(call(app, request).await.0, expected);
    }
}

#[tokio::test]
async fn a_layer_outside_sees_the_rejection() {
    let outer = tower::util::MapResponseLayer::new(|response: axum::response::Response| {
        let kind = response.extensions().get().map(Rejection::kind);
        let label = kind.map_or("none", |kind| kind.as_str());
        ([("x-reason", label)], response)
    });
    let app = Router::new().route("/webhook", post(receive).layer(layer())).layer(outer);
    let unsigned = Request::post("/webhook").body(Body::from(EVENT)).unwrap();
    let response = app.clone().oneshot(unsigned).await.unwrap();
    assert_eq!(response.headers()["x-reason"], "missing_signature");
    let response = app.oneshot(event()).await.unwrap();
    assert_eq!(response.headers()["x-reason"], "none");
}
