//! The metrics of `examples/metrics.rs`, and the names that the documents give them.

use std::{
    collections::BTreeSet,
    fs,
    net::{SocketAddr, TcpStream},
    path::Path,
};

use super::{
    client::{Client, get, post, signed},
    server::Server,
};

const BATCH: &[u8] = include_bytes!("../../../src/testing/samples/messages/batch.json");

/// The metrics after a handshake with a wrong token, an unsigned request, a notification, and a body that is none.
fn metrics() -> String {
    let server = Server::start("metrics", &[("METRICS_ADDR", "127.0.0.1:0")]);
    let line = server.line();
    let address =
        line.strip_prefix("Metrics on http://").and_then(|url| url.strip_suffix("/metrics")).unwrap();
    assert_eq!(server.ask(get("hub.mode=subscribe&hub.verify_token=canary&hub.challenge=1")).status, 403);
    assert_eq!(server.ask(post(BATCH, &[])).status, 401);
    assert_eq!(server.ask(signed(BATCH)).status, 200);
    assert_eq!(server.ask(signed("canary")).status, 400);

    let address: SocketAddr = address.parse().unwrap();
    let mut client: Client<TcpStream> = Client::connect(address);
    client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.answer().body
}

/// The names of metrics in a text.
fn names(text: &str) -> BTreeSet<&str> {
    let is_part = |c: char| c.is_ascii_lowercase() || c == '_';
    let words = text.split(|c| !is_part(c)).filter(|word| word.starts_with("whatsapp_webhook_"));
    words.map(|word| word.trim_end_matches("_bucket")).collect()
}

#[test]
fn the_metrics_of_the_example_count_requests_and_updates() {
    let text = metrics();
    for line in [
        r#"whatsapp_webhook_requests_total{outcome="wrong_token",status="4xx"} 1"#,
        r#"whatsapp_webhook_requests_total{outcome="missing_signature",status="4xx"} 1"#,
        r#"whatsapp_webhook_requests_total{outcome="answered",status="2xx"} 1"#,
        r#"whatsapp_webhook_requests_total{outcome="answered",status="4xx"} 1"#,
        r#"whatsapp_webhook_verified_total{secret="current"} 2"#,
        r#"whatsapp_webhook_updates_total{update="Message"} 4"#,
        r#"whatsapp_webhook_updates_total{update="Status"} 2"#,
        r#"whatsapp_webhook_updates_total{update="AccountUpdate"} 1"#,
        r#"whatsapp_webhook_updates_total{update="Unknown"} 2"#,
        r#"whatsapp_webhook_unrecognized_total{} 3"#,
        r#"whatsapp_webhook_body_bytes_bucket{le="1024"} 1"#,
        r#"whatsapp_webhook_body_bytes_bucket{le="+Inf"} 2"#,
        r#"whatsapp_webhook_read_seconds_count{} 2"#,
        r#"whatsapp_webhook_handler_seconds_count{} 2"#,
    ] {
        assert!(text.lines().any(|of_text| of_text == line), "{line} is not in\n{text}");
    }
}

#[test]
fn no_metric_holds_what_a_client_sent() {
    let text = metrics();
    for value in
        ["16505551234", "102290129340398", "106540352242922", "wamid", "Kerry", "teapot", "weather", "canary"]
    {
        assert!(!text.contains(value), "{value} is in\n{text}");
    }
}

#[test]
fn the_documents_and_alert_rules_name_only_metrics_of_the_example() {
    let text = metrics();
    let exported = names(&text);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in ["docs/observe.md", "docs/alerts.yml", "docs/alerts_test.yml"] {
        let document = fs::read_to_string(root.join(document)).unwrap();
        let named = names(&document);
        assert!(named.len() >= 5 && named.is_subset(&exported), "{:?}", named.difference(&exported));
    }
}
