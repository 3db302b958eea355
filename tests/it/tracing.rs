use std::{
    io,
    sync::{Arc, Mutex},
};

#[cfg(feature = "axum")]
use axum::{Router, body::Body, routing::post};
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
#[cfg(any(feature = "axum", feature = "inbox"))]
use tower::ServiceExt;
#[cfg(feature = "axum")]
use tower_http::trace::TraceLayer;
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter, util::SubscriberInitExt};

#[cfg(feature = "axum")]
use crate::support::drive;
use crate::support::{SECRET, TOKEN, layer, send_now, signed};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything that is logged at any level while `run` runs.
fn logged(run: impl FnOnce()) -> String {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    let _guard = subscriber.set_default();
    run();
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_rejection_is_one_event_of_labels_only() {
    let log = logged(|| {
        let body = Full::new(Bytes::from("canary-body\u{1b}[31m\n"));
        send_now(&layer(), signed(b"other", body));
        let uri = "/canary-path?hub.verify_token=canary-token";
        send_now(&layer(), Request::get(uri).body(Full::<Bytes>::default()).unwrap());
    });
    assert_eq!(log.lines().count(), 2, "{log}");
    assert!(
        log.contains(
            r#"WARN whatsapp_webhook: webhook request rejected reason="wrong_signature" status=401"#
        )
    );
    assert!(log.contains("help=the signature does not match the body"));
    assert!(log.contains(r#"reason="wrong_token" status=403"#));
    for canary in ["canary", SECRET, TOKEN, "sha256=", "\u{1b}"] {
        assert!(!log.contains(canary), "{log}");
    }
}

#[test]
fn a_verified_request_is_one_event_with_its_length_and_secret() {
    let log = logged(|| {
        send_now(&layer(), signed(b"{}", Full::new(Bytes::from("{}"))));
    });
    assert_eq!(log, "DEBUG whatsapp_webhook: webhook notification verified bytes=2 secret=\"current\"\n");
}

#[test]
fn what_anyone_can_cause_is_no_warning() {
    let log = logged(|| {
        send_now(&layer(), Request::post("/").body(Full::<Bytes>::default()).unwrap());
        send_now(&layer(), Request::get("/").body(Full::<Bytes>::default()).unwrap());
        send_now(&layer(), Request::put("/").body(Full::<Bytes>::default()).unwrap());
    });
    assert_eq!(log.lines().count(), 3, "{log}");
    assert!(log.lines().all(|line| line.trim_start().starts_with("DEBUG")), "{log}");
}

/// What an app with the layer logs of a right and a wrong handshake, behind a `TraceLayer` of tower-http.
#[cfg(feature = "axum")]
fn logged_behind(trace: impl Fn(Router) -> Router) -> String {
    let webhook = post(async || ()).layer(layer());
    let app = trace(Router::new().route("/webhook", webhook));
    logged(|| {
        for token in [TOKEN, "canary-token"] {
            let uri = format!("/webhook?hub.mode=subscribe&hub.challenge=42&hub.verify_token={token}");
            let request = Request::get(uri).body(Body::empty()).unwrap();
            let response = drive(app.clone().oneshot(request)).unwrap();
            assert_eq!(response.status() == 200, token == TOKEN);
        }
        let unsigned = Request::post("/webhook?canary-query").body(Body::empty()).unwrap();
        assert_eq!(drive(app.clone().oneshot(unsigned)).unwrap().status(), 401);
    })
}

#[cfg(feature = "axum")]
#[test]
fn the_span_of_the_guide_holds_no_verify_token() {
    let log = logged_behind(|app| {
        app.layer(TraceLayer::new_for_http().make_span_with(|request: &axum::extract::Request| {
            tracing::info_span!("request", method = %request.method(), path = request.uri().path())
        }))
    });
    assert!(log.contains(r#"request{method=GET path="/webhook"}"#), "{log}");
    assert!(log.contains("wrong_token") && log.contains("missing_signature"), "{log}");
    for canary in [TOKEN, "canary"] {
        assert!(!log.contains(canary), "{log}");
    }
}

/// The control of the test above.
#[cfg(feature = "axum")]
#[test]
fn the_default_span_of_tower_http_holds_the_verify_token() {
    let log = logged_behind(|app| app.layer(TraceLayer::new_for_http()));
    for canary in [TOKEN, "canary-token", "canary-query"] {
        assert!(log.contains(canary), "{log}");
    }
}

#[cfg(feature = "inbox")]
#[test]
fn a_notification_that_an_inbox_does_not_store_is_one_event_with_its_reason() {
    use whatsapp_webhook::inbox::{Inbox, MemoryQueue};

    let text = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[
        {"from":"16505550000","id":"wamid.A","timestamp":"1","type":"text","text":{"body":"canary"}}]}}]}]}"#;
    let log = logged(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let inbox = Inbox::new(MemoryQueue::with_most_bytes(1));
            for body in [text, r#"{"object":"canary"}"#] {
                let request = signed(body.as_bytes(), Full::new(Bytes::from(body)));
                tower::Layer::layer(&layer(), inbox.receiver()).oneshot(request).await.unwrap();
            }
            let unverified = Request::post("/").body(Full::<Bytes>::default()).unwrap();
            inbox.receiver().oneshot(unverified).await.unwrap();
        });
    });
    let errors: Vec<&str> = log.lines().filter(|line| line.contains("ERROR whatsapp_webhook")).collect();
    assert_eq!(errors.len(), 3, "{log}");
    assert!(errors[0].contains("status=503 error=the queue in memory is full"), "{log}");
    assert!(errors[1].contains("status=400 error=`object`: expected `whatsapp_business_account`"), "{log}");
    assert!(errors[2].contains("is `WhatsAppWebhookLayer` applied to this route? status=500"), "{log}");
    assert!(!log.contains("canary") && !log.contains("16505550000"), "{log}");
}
