use std::{
    io,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter, util::SubscriberInitExt};

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
fn a_refusal_is_one_event_of_labels_only() {
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
