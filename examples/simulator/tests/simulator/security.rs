//! A page on localhost is reached by every other page that the browser has open.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, Method};
use serde_json::json;
use whatsapp_simulator::{Customer, Item, Running, Simulator};

use crate::bot::{ACCESS_TOKEN, Bot, SECRET, TOKEN, send};

/// A request with headers of the test's own, among them `Host`. Returns the status, the headers and the body.
async fn request(
    meta: &Running,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, HeaderMap, String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut request = client.request(method, format!("{}{path}", meta.page_url().trim_end_matches('/')));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.body(body.to_owned()).send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    // The events go on for ever.
    let body = if path == "/-/events" { String::new() } else { response.text().await.unwrap() };
    (status, headers, body)
}

async fn start() -> (Bot, Running) {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.with_verify_token(TOKEN).start().await.unwrap();
    meta.chat(&Customer::new("15550002222").named("Ana")).says(Item::text("Hello")).await;
    (bot, meta)
}

fn address(meta: &Running) -> SocketAddr {
    meta.page_url().trim_start_matches("http://").trim_end_matches('/').parse().unwrap()
}

#[tokio::test]
async fn the_simulator_listens_on_the_loopback_address_alone() {
    let (_, meta) = start().await;
    assert_eq!(address(&meta).ip(), IpAddr::from([127, 0, 0, 1]));
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_this_machine() {
    let (_, meta) = start().await;
    let port = address(&meta).port();
    for (host, expected) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        (format!("rebound.example:{port}"), 403),
        (format!("127.0.0.1.example:{port}"), 403),
        (format!("localhost.example:{port}"), 403),
        ("user@127.0.0.1".to_owned(), 403),
    ] {
        for path in ["/", "/app.js", "/-/state", "/-/samples", "/-/notifications/1", "/-/events"] {
            let status = request(&meta, Method::GET, path, &[("host", &host)], "").await.0;
            let is_right = status == expected || (expected == 200 && status == 404);
            assert!(is_right, "{path} at {host}: {status}");
        }
        let graph = [("host", host.as_str()), ("authorization", "Bearer t")];
        let status = request(&meta, Method::GET, "/v26.0/1", &graph, "").await.0;
        assert_eq!(status == 403, expected == 403, "{host}");
    }
}

#[tokio::test]
async fn a_host_is_allowed_when_it_is_named() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.with_allowed_host("host.docker.internal").start().await.unwrap();
    let host = |name| [("host", name), ("authorization", "Bearer t")];
    assert_eq!(request(&meta, Method::GET, "/v26.0/1", &host("host.docker.internal:4004"), "").await.0, 400);
    assert_eq!(request(&meta, Method::GET, "/v26.0/1", &host("docker.internal:4004"), "").await.0, 403);
}

#[tokio::test]
async fn pages_of_other_sites_can_do_nothing() {
    let (bot, meta) = start().await;
    let before = bot.memory().bodies.len();
    let own = format!("http://{}", address(&meta));
    let action = json!({ "do": "say", "customer": 0, "text": "forged" }).to_string();
    let json = ("content-type", "application/json");
    for (headers, expected) in [
        (vec![json, ("origin", "https://evil.example")], 403),
        (vec![json, ("origin", "null")], 403),
        (vec![json, ("origin", "http://127.0.0.1:1")], 403),
        (vec![json, ("origin", "http://localhost")], 403),
        (vec![json, ("sec-fetch-site", "cross-site")], 403),
        (vec![json, ("sec-fetch-site", "same-site")], 403),
        // What a form can send without being asked first.
        (vec![("content-type", "text/plain")], 415),
        (vec![("content-type", "application/x-www-form-urlencoded")], 415),
    ] {
        for path in ["/-/do", "/-/do?x=1"] {
            assert_eq!(
                request(&meta, Method::POST, path, &headers, &action).await.0,
                expected,
                "{headers:?}"
            );
        }
    }
    for path in ["/-/state", "/-/events", "/-/notifications/1", "/-/media/1"] {
        assert_eq!(
            request(&meta, Method::GET, path, &[("sec-fetch-site", "cross-site")], "").await.0,
            403,
            "{path}"
        );
    }
    let upload = [("content-type", "text/plain"), ("origin", "https://evil.example")];
    assert_eq!(request(&meta, Method::POST, "/-/media", &upload, "x").await.0, 403);
    let graph = [("authorization", "Bearer t"), ("origin", "https://evil.example")];
    assert_eq!(request(&meta, Method::POST, "/v26.0/106540352242922/messages", &graph, "{}").await.0, 403);
    meta.settled().await;
    assert_eq!(bot.memory().bodies.len(), before, "nothing was sent");
    // The page itself can.
    let headers = [json, ("origin", own.as_str()), ("sec-fetch-site", "same-origin")];
    assert_eq!(request(&meta, Method::POST, "/-/do", &headers, &action).await.0, 200);
    meta.settled().await;
    assert_eq!(bot.memory().bodies.len(), before + 1);
}

#[tokio::test]
async fn no_answer_can_be_read_by_another_site() {
    let (_, meta) = start().await;
    for path in ["/", "/-/state", "/-/samples", "/-/events", "/media/1"] {
        let headers = request(&meta, Method::GET, path, &[("origin", "https://evil.example")], "").await.1;
        assert!(
            !headers.keys().any(|name| name.as_str().starts_with("access-control-")),
            "{path}: {headers:?}"
        );
    }
    assert_eq!(
        request(&meta, Method::OPTIONS, "/-/do", &[("origin", "https://evil.example")], "").await.0,
        403
    );
}

#[tokio::test]
async fn the_page_loads_its_own_files_alone_and_has_nothing_inline() {
    let (_, meta) = start().await;
    for path in ["/", "/app.js", "/style.css", "/-/state"] {
        let (status, headers, _) = request(&meta, Method::GET, path, &[], "").await;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert_eq!(status, 200);
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
    }
    let (_, _, html) = request(&meta, Method::GET, "/", &[], "").await;
    assert_eq!(html.matches("<script").count(), 1);
    let is_handler = |word: &str| word.starts_with("on") && word.contains('=');
    assert!(
        !html.contains("<style") && !html.contains(" style=") && !html.split_whitespace().any(is_handler)
    );
    let (_, _, script) = request(&meta, Method::GET, "/app.js", &[], "").await;
    for way in [
        "innerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "DOMParser",
        "http://example",
    ] {
        // `outerHTML` is read, to compare, and never set.
        assert!(!script.contains(way), "{way}");
    }
    assert!(!script.contains("outerHTML ="));
}

#[tokio::test]
async fn a_file_that_a_customer_sent_can_do_nothing_in_a_tab_of_its_own() {
    let (_, meta) = start().await;
    let evil = "<script>alert(1)</script>";
    for (mime_type, shown) in [
        ("image/svg+xml", "image/svg+xml"),
        ("text/html", "application/octet-stream"),
        ("text/javascript", "application/octet-stream"),
    ] {
        let (_, _, answer) =
            request(&meta, Method::POST, "/-/media", &[("content-type", mime_type)], evil).await;
        let id =
            serde_json::from_str::<serde_json::Value>(&answer).unwrap()["id"].as_str().unwrap().to_owned();
        let (_, headers, _) = request(&meta, Method::GET, &format!("/-/media/{id}"), &[], "").await;
        assert_eq!(headers["content-type"], shown);
        assert_eq!(headers["content-security-policy"], "default-src 'none'; sandbox");
        assert_eq!(headers["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn secrets_are_in_no_answer() {
    let (_, meta) = start().await;
    let json = ("content-type", "application/json");
    let (_, _, outcome) = request(&meta, Method::POST, "/-/do", &[json], r#"{"do":"handshake"}"#).await;
    assert!(outcome.contains(r#""is_right":true"#), "{outcome}");
    assert_eq!(send(&meta, "text", json!({ "body": "Hi" })).await.0, 200);
    let number = meta.notifications()[0].number();
    let mut told = format!("{meta:?} {outcome}");
    for path in ["/", "/app.js", "/-/state", "/-/samples", &format!("/-/notifications/{number}"), "/v26.0/1"]
    {
        told += &request(&meta, Method::GET, path, &[("authorization", "Bearer t")], "").await.2;
    }
    assert!(told.contains("x-hub-signature-256"));
    for secret in [SECRET, TOKEN, ACCESS_TOKEN] {
        assert!(!told.contains(secret));
    }
    let settings = Simulator::new("http://127.0.0.1:1/".parse().unwrap(), SECRET).with_verify_token(TOKEN);
    let settings = format!("{settings:?}");
    assert!(!settings.contains(SECRET) && !settings.contains(TOKEN), "{settings}");
}

#[tokio::test]
async fn another_machine_is_sent_nothing_unless_it_is_allowed() {
    let url: http::Uri = "http://192.0.2.1/webhook".parse().unwrap();
    let error = Simulator::new(url.clone(), SECRET).start().await.unwrap_err().to_string();
    assert!(error.contains("--remote"), "{error}");
    assert!(Simulator::new(url, SECRET).with_remote_webhook().start().await.is_ok());
}
