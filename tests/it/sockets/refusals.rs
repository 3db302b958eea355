use whatsapp_webhook::{AppSecret, signature::sign};

use super::{
    client::{Client, NOTHING_NEW, head, post, signature, signed},
    server::Server,
};

const BODY: &[u8] = NOTHING_NEW.as_bytes();

#[test]
fn what_meta_did_not_sign_is_unauthorized() {
    let right = signature(BODY);
    let other_key = sign(&AppSecret::new("fedcba9876543210fedcba9876543210").unwrap(), BODY);
    let digits = &right["sha256=".len()..];
    let bad: [&[&str]; 11] = [
        &[],
        &[&right, &right],
        &[""],
        &[digits],
        &[&right[..right.len() - 1]],
        &[&format!("{right}0")],
        &[&format!("sha256={}", digits.to_uppercase())],
        &[&format!("SHA256={digits}")],
        &[&format!("sha1={digits}")],
        &[other_key.to_str().unwrap()],
        &[&signature(b"{}")],
    ];
    for server in Server::both() {
        for values in bad {
            let headers: Vec<_> = values.iter().map(|value| ("X-Hub-Signature-256", *value)).collect();
            let answer = server.ask(post(BODY, &headers));
            assert_eq!((answer.status, answer.body.as_str()), (401, ""), "{values:?}");
            assert_eq!(answer.headers["www-authenticate"], "X-Hub-Signature-256");
            assert_eq!(answer.headers["cache-control"], "no-store");
        }
        assert_eq!(server.ask(signed(BODY)).status, 200);
    }
}

#[test]
fn nothing_is_printed_that_was_not_signed() {
    for server in Server::both() {
        let text = include_bytes!("../../../src/testing/samples/messages/text.json");
        assert_eq!(server.ask(post(text, &[("X-Hub-Signature-256", &signature(BODY))])).status, 401);
        assert_eq!(server.ask(post(text, &[])).status, 401);
        assert_eq!(
            server.ask(signed(include_bytes!("../../../src/testing/samples/messages/read.json"))).status,
            200
        );
        assert!(server.line().starts_with("read "));
        assert!(server.kill().is_empty());
    }
}

#[test]
fn signed_bytes_that_are_no_notification_are_a_bad_request() {
    for server in Server::both() {
        for body in ["", "{}", "[]", "null", "not JSON", "{\"object\":\"page\",\"entry\":[]}", "\u{1f600}"] {
            assert_eq!(server.ask(signed(body)).status, 400, "{body}");
        }
        assert_eq!(server.ask(signed(b"\xff\xfe")).status, 400);
    }
}

#[test]
fn a_compressed_body_is_not_supported() {
    for server in Server::both() {
        let signature = signature(BODY);
        for (encoding, status) in [("gzip", 415), ("br, identity", 415), ("identity", 200)] {
            let headers = [("X-Hub-Signature-256", signature.as_str()), ("Content-Encoding", encoding)];
            assert_eq!(server.ask(post(BODY, &headers)).status, status, "{encoding}");
        }
    }
}

#[test]
fn methods_other_than_get_and_post_are_not_allowed() {
    for server in Server::both() {
        for method in ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"] {
            let answer = server.ask(head(method, "", &[]));
            assert_eq!((answer.status, answer.body.as_str()), (405, ""), "{method}");
            let allowed: Vec<_> = answer.headers.get_all("allow").iter().collect();
            assert_eq!(allowed, ["GET, POST"], "{method}");
        }
    }
}

#[test]
fn other_paths_are_not_found() {
    for server in Server::both() {
        for path in ["/", "/webhooks", "/webhook/", "/webhook%2f"] {
            let request = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            assert_eq!(server.ask(request).status, 404, "{path}");
        }
    }
}

#[test]
fn a_client_that_asks_first_hears_the_verdict_and_not_continue() {
    for server in Server::both() {
        let length = BODY.len().to_string();
        let asking = [("Expect", "100-continue"), ("Content-Length", length.as_str())];
        assert_eq!(server.ask(head("POST", "", &asking)).status, 401);

        let right = signature(BODY);
        let ask = |length, encoding| {
            let asking = [("Expect", "100-continue"), ("Content-Length", length)];
            let meaning = [("X-Hub-Signature-256", right.as_str()), ("Content-Encoding", encoding)];
            server.ask(head("POST", "", &[asking, meaning].concat())).status
        };
        assert_eq!(ask("3145729", "identity"), 413);
        assert_eq!(ask(length.as_str(), "gzip"), 415);
        let mut client = Client::connect(server.address());
        client.send(head("POST", "", &[&asking[..], &[("X-Hub-Signature-256", &right)]].concat()));
        assert_eq!(client.answer().status, 100);
        client.send(BODY);
        assert_eq!(client.answer().status, 200);
    }
}
