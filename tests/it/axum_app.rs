use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use http::{Method, Request, StatusCode, request::Parts};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::Notify,
    time::sleep,
};
use tower::{ServiceBuilder, ServiceExt};
use whatsapp_webhook::{
    Rejection, Verified, WebhookEvent, WebhookEventRejection, WhatsAppWebhookLayer, signature::sign,
};

use crate::support::{TOKEN, app as credentials, layer, secret, signed};

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

/// Each way to mount the layer that the guide shows, in an app with another route, and the path of the webhook.
fn mountings() -> [(&'static str, Router); 5] {
    let app = || Router::new().route("/health", get(async || "fine"));
    let router = || Router::new().route("/webhook", post(receive)).route_layer(layer());
    let builder = ServiceBuilder::new().layer(layer());
    [
        ("/webhook", app().route("/webhook", post(receive).layer(layer()))),
        ("/webhook", app().route("/webhook", post(receive).layer(builder))),
        ("/webhook", router().route("/health", get(async || "fine"))),
        ("/webhook", app().merge(router())),
        ("/whatsapp/webhook", app().nest("/whatsapp", router())),
    ]
}

#[tokio::test]
async fn each_mounting_of_the_guide_serves_the_webhook() {
    for (path, app) in mountings() {
        let mut request = event();
        *request.uri_mut() = path.parse().unwrap();
        assert_eq!(call(app.clone(), request).await, (200, String::new()));
        assert_eq!(call(app.clone(), handshake(path)).await, (200, "42".to_owned()));
        let unsigned = Request::post(path).body(Body::from(EVENT)).unwrap();
        assert_eq!(call(app, unsigned).await, (401, String::new()));
    }
}

#[tokio::test]
async fn each_mounting_of_the_guide_leaves_the_other_paths_alone() {
    for (_, app) in mountings() {
        for (method, path, status) in [
            (Method::GET, "/health", 200),
            (Method::POST, "/health", 405),
            (Method::GET, "/unknown", 404),
            (Method::POST, "/unknown", 404),
            (Method::GET, "/whatsapp/unknown", 404),
            (Method::POST, "/whatsapp/unknown", 404),
        ] {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            assert_eq!(call(app.clone(), request).await.0, status, "{path}");
        }
    }
}

/// Why the guide says `route_layer`: axum layers the fallback of a router too, and `merge` takes it over.
#[tokio::test]
async fn a_router_with_layer_answers_unknown_paths_of_the_app_that_it_is_merged_into() {
    let webhook = Router::new().route("/webhook", post(receive)).layer(layer());
    let app = Router::new().route("/health", get(async || "fine")).merge(webhook);
    for (request, status) in [(Request::get("/unknown"), 403), (Request::post("/unknown"), 401)] {
        assert_eq!(call(app.clone(), request.body(Body::empty()).unwrap()).await.0, status);
    }
}

/// `route_layer` of a method router wraps the methods that it has, so no GET reaches the layer.
#[tokio::test]
async fn route_layer_on_a_method_router_breaks_the_handshake() {
    let app = Router::new().route("/webhook", post(receive).route_layer(layer()));
    assert_eq!(call(app.clone(), event()).await.0, 200);
    assert_eq!(call(app, handshake("/webhook")).await.0, 405);
}

#[tokio::test]
async fn a_get_handler_behind_the_layer_is_never_called() {
    async fn never() {
        unreachable!("the layer answers GET")
    }
    let app = Router::new().route("/webhook", get(never).post(receive).layer(layer()));
    assert_eq!(call(app.clone(), handshake("/webhook")).await, (200, "42".to_owned()));
    let page = Request::get("/webhook").body(Body::empty()).unwrap();
    assert_eq!(call(app, page).await.0, 403);
}

/// A handler that is added behind the call of `layer` is not wrapped by it.
#[tokio::test]
async fn a_get_handler_that_is_added_after_the_layer_takes_the_handshake() {
    let app = Router::new().route("/webhook", post(receive).layer(layer()).get(async || "a page"));
    assert_eq!(call(app, handshake("/webhook")).await, (200, "a page".to_owned()));
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
    let outer = tower::util::MapResponseLayer::new(|response: Response| {
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

/// The guide's way to credentials that are in a database.
#[tokio::test]
async fn a_middleware_looks_the_credentials_up_and_responds_with_503_while_the_database_is_down() {
    async fn look_up(State(is_up): State<bool>, mut request: Request<Body>, next: Next) -> Response {
        if !is_up {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        request.extensions_mut().insert(credentials());
        next.run(request).await
    }
    for (is_up, statuses) in [(true, [200, 200, 401]), (false, [503, 503, 503])] {
        let webhook = WhatsAppWebhookLayer::for_apps(|head| head.extensions.get().cloned());
        let route = post(receive).layer(webhook).layer(from_fn_with_state(is_up, look_up));
        let app = Router::new().route("/webhook", route);
        let unsigned = Request::post("/webhook").body(Body::from(EVENT)).unwrap();
        for (request, status) in [event(), handshake("/webhook"), unsigned].into_iter().zip(statuses) {
            assert_eq!(call(app.clone(), request).await.0, status);
        }
    }
}

#[tokio::test]
async fn below_nest_the_function_of_for_apps_sees_the_path_without_the_prefix() {
    let find = |head: &Parts| (head.uri.path() == "/webhook").then(credentials);
    let webhook = WhatsAppWebhookLayer::for_apps(find);
    let app =
        Router::new().nest("/shop", Router::new().route("/webhook", post(receive)).route_layer(webhook));
    assert_eq!(call(app, handshake("/shop/webhook")).await.0, 200);
}

/// Calls the app over a socket, leaves as soon as the handler waits, and returns whether handler and task ended.
async fn ended_without_the_client(leave: impl AsyncFnOnce(&mut TcpStream)) -> (bool, bool) {
    let (handler, task) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let begun = Arc::new(Notify::new());
    let receive = {
        let (handler, task, begun) = (Arc::clone(&handler), Arc::clone(&task), Arc::clone(&begun));
        async move |_: WebhookEvent| {
            let work = async |done: Arc<AtomicBool>| {
                sleep(Duration::from_millis(100)).await;
                done.store(true, Relaxed);
            };
            tokio::spawn(work(task));
            begun.notify_one();
            work(handler).await;
        }
    };
    let app = Router::new().route("/webhook", post(receive).layer(layer()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(axum::serve(listener, app).into_future());

    let mut client = TcpStream::connect(address).await.unwrap();
    let signature = sign(&secret(), EVENT.as_bytes());
    let request = format!(
        "POST /webhook HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: {}\r\nContent-Length: {}\r\n\r\n{EVENT}",
        signature.to_str().unwrap(),
        EVENT.len(),
    );
    client.write_all(request.as_bytes()).await.unwrap();
    begun.notified().await;
    leave(&mut client).await;
    sleep(Duration::from_millis(500)).await;
    server.abort();
    (handler.load(Relaxed), task.load(Relaxed))
}

#[tokio::test]
async fn a_client_that_leaves_ends_the_handler_and_not_the_task_that_it_spawned() {
    assert_eq!(ended_without_the_client(async |_| {}).await, (true, true));
    // It ends its half of the connection, and would still read the response.
    let half_closes = async |client: &mut TcpStream| client.shutdown().await.unwrap();
    assert_eq!(ended_without_the_client(half_closes).await, (false, true));
    let resets = async |client: &mut TcpStream| {
        let other = TcpStream::connect(client.peer_addr().unwrap()).await.unwrap();
        drop(std::mem::replace(client, other));
    };
    assert_eq!(ended_without_the_client(resets).await, (false, true));
}
