//! Where the token goes when a file is downloaded.

use serde_json::json;
use whatsapp_webhook::graph::{DownloadError, Graph, MediaUrl};

use super::{TOKEN, answer, graph, told};

fn file(url: &str) -> MediaUrl {
    answer(graph().media(&"1".parse().unwrap()), &json!({ "url": url }).to_string()).unwrap()
}

fn is_allowed(graph: &Graph, url: &str) -> bool {
    match graph.download(&file(url)) {
        Ok(request) => {
            assert_eq!(request.headers()["authorization"], format!("Bearer {TOKEN}"));
            assert!(request.headers()["authorization"].is_sensitive());
            assert_eq!(request.method(), http::Method::GET);
            true
        }
        Err(_) => false,
    }
}

#[test]
fn a_file_is_asked_for_by_its_identifier() {
    let call = graph().media(&"1003383421387256".parse().unwrap());
    assert_eq!(told(call).1, "/v26.0/1003383421387256");
}

#[test]
fn the_size_of_a_file_is_a_number_or_a_string() {
    for size in [json!(30_380), json!("30380")] {
        let body = json!({ "messaging_product": "whatsapp", "url": "https://lookaside.fbsbx.com/x", "mime_type": "image/jpeg",
            "sha256": "5e", "file_size": size, "id": "1" });
        let file = answer(graph().media(&"1".parse().unwrap()), &body.to_string()).unwrap();
        assert_eq!(
            (file.file_size, file.mime_type.as_deref(), file.sha256.as_deref()),
            (Some(30_380), Some("image/jpeg"), Some("5e"))
        );
        assert_eq!((file.id.unwrap().as_str(), file.url.as_str()), ("1", "https://lookaside.fbsbx.com/x"));
    }
    assert!(answer(graph().media(&"1".parse().unwrap()), r#"{"id":"1"}"#).is_err());
}

#[test]
fn the_token_goes_to_https_on_metas_hosts() {
    for url in [
        "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3",
        "https://LOOKASIDE.FBSBX.COM/x",
        "https://lookaside.fbsbx.com:443/x",
        "https://a.b.facebook.com/x",
        "https://mmg.whatsapp.net/x",
        "https://graph.facebook.com/x",
    ] {
        assert!(is_allowed(&graph(), url), "{url}");
    }
    let request = graph().download(&file("https://lookaside.fbsbx.com/a?mid=1&ext=2")).unwrap();
    assert_eq!(request.uri(), "https://lookaside.fbsbx.com/a?mid=1&ext=2");
}

#[test]
fn the_token_goes_nowhere_else() {
    for url in [
        "http://lookaside.fbsbx.com/x",
        "ftp://lookaside.fbsbx.com/x",
        "//lookaside.fbsbx.com/x",
        "/x",
        "lookaside.fbsbx.com",
        "https://fbsbx.com.example.com/x",
        "https://evilfbsbx.com/x",
        "https://lookaside.fbsbx.com.example.com/x",
        "https://lookaside.fbsbx.com@example.com/x",
        "https://user@lookaside.fbsbx.com/x",
        "https://example.com\\.fbsbx.com/x",
        "https://example.com%2f.fbsbx.com/x",
        "https://example.com#.fbsbx.com/",
        "https://example.com?.fbsbx.com/",
        "https://example.com/.fbsbx.com",
        "https://lookaside.fbsbx.com:8443/x",
        "https://lookaside.fbsbx.com./x",
        "https://127.0.0.1/x",
        "http://127.0.0.1/x",
        "https://[::1]/x",
        "https://ex\u{e4}mple.fbsbx.com/x",
        "https://example.com\n.fbsbx.com/",
        " https://lookaside.fbsbx.com/x",
    ] {
        assert!(!is_allowed(&graph(), url), "{url}");
    }
    assert_eq!(graph().download(&file("https://example.com/")).unwrap_err(), DownloadError::ForbiddenHost);
    assert_eq!(graph().download(&file("https://a b/")).unwrap_err(), DownloadError::Malformed);
}

#[test]
fn a_media_host_is_allowed_as_it_is_written() {
    let graph = graph()
        .with_media_host("CDN.example.com")
        .with_media_host("*.files.example")
        .with_media_host("h.example:8443");
    for url in [
        "https://cdn.example.com/x",
        "https://a.files.example/x",
        "https://a.b.files.example/",
        "https://h.example:8443/",
    ] {
        assert!(is_allowed(&graph, url), "{url}");
    }
    for url in [
        "http://cdn.example.com/x",
        "https://a.cdn.example.com/x",
        "https://cdn.example.com:8443/",
        "https://files.example/",
        "https://h.example/",
        "https://afiles.example/",
    ] {
        assert!(!is_allowed(&graph, url), "{url}");
    }
    for nothing in ["", "*", "*.", "*com"] {
        assert!(!is_allowed(&super::graph().with_media_host(nothing), "https://example.com/"), "{nothing}");
    }
}

#[test]
fn the_token_goes_to_the_origin_of_the_base() {
    let base = |uri: &str| graph().with_base(uri.parse().unwrap()).unwrap();
    let mock = base("http://127.0.0.1:3000/v26.0");
    assert!(is_allowed(&mock, "http://127.0.0.1:3000/files/1"));
    for url in [
        "http://127.0.0.1:3001/x",
        "https://127.0.0.1:3000/x",
        "http://127.0.0.2:3000/x",
        "http://u@127.0.0.1:3000/x",
    ] {
        assert!(!is_allowed(&mock, url), "{url}");
    }
    let proxy = base("https://proxy.example.com:8443/graph");
    assert!(is_allowed(&proxy, "https://proxy.example.com:8443/file"));
    assert!(!is_allowed(&proxy, "https://proxy.example.com/file"));
}
