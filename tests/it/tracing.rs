use std::{
    io,
    sync::{Arc, Mutex},
};

#[cfg(feature = "axum")]
use axum::{Router, body::Body, routing::post};
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
#[cfg(feature = "axum")]
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
fn the_span_of_the_readme_holds_no_verify_token() {
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
