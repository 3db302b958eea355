use bytes::Bytes;
use http::{Method, Request};
use http_body_util::Full;
use proptest::prelude::*;
use whatsapp_webhook::{RejectionKind, VerifyToken, WhatsAppWebhookLayer};

use crate::support::{Answer, TOKEN, app, layer, send_now};

fn ask(query: &str) -> Answer {
    let request = Request::get(format!("/webhook?{query}"));
    send_now(&layer(), request.body(Full::<Bytes>::default()).unwrap())
}

#[test]
fn the_challenge_is_answered_as_harmless_text_and_nothing_else() {
    let answer = ask(&format!("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={TOKEN}"));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, "1158201444");
    assert_eq!(answer.kind, None);
    let expected = [
        ("content-type", "text/plain; charset=utf-8"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cache-control", "no-store"),
    ];
    assert_eq!(answer.headers.len(), expected.len());
    for (name, value) in expected {
        assert_eq!(answer.headers[name], value);
    }
}

#[test]
fn a_challenge_is_text_even_when_it_looks_like_a_number() {
    for challenge in ["0042", "1158201444", "99999999999999999999999", "-1", "b1Gx_ZQ7.k-e"] {
        let answer = ask(&format!("hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={TOKEN}"));
        assert_eq!((answer.status.as_u16(), &answer.body[..]), (200, challenge.as_bytes()));
    }
}

#[test]
fn the_inner_service_never_sees_a_get() {
    assert!(ask(&format!("hub.verify_token={TOKEN}")).seen.is_none());
}

#[test]
fn rejections_have_the_status_of_the_design() {
    let right = format!("hub.mode=subscribe&hub.challenge=1&hub.verify_token={TOKEN}");
    for (query, status, kind) in [
        (String::new(), 403, RejectionKind::MissingToken),
        (right.replace(TOKEN, "x"), 403, RejectionKind::WrongToken),
        (right.replace("subscribe", "x"), 403, RejectionKind::WrongMode),
        (right.replace("=1", "="), 400, RejectionKind::InvalidChallenge),
        (format!("{right}&hub.mode=x"), 400, RejectionKind::RepeatedParameter),
        (right + &"x".repeat(2048), 414, RejectionKind::QueryTooLong),
    ] {
        let answer = ask(&query);
        assert_eq!((answer.status.as_u16(), answer.kind), (status, Some(kind)));
        assert!(answer.body.is_empty());
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
}

#[test]
fn every_configured_token_is_accepted() {
    let app = app().with_verify_token(VerifyToken::new("token & more").unwrap());
    let layer = WhatsAppWebhookLayer::for_app(app);
    for token in [TOKEN, "token+%26%20more"] {
        let uri = format!("/?hub.mode=subscribe&hub.challenge=1&hub.verify_token={token}");
        let request = Request::get(uri).body(Full::<Bytes>::default()).unwrap();
        assert_eq!(send_now(&layer, request).status, 200);
    }
}

#[test]
fn head_is_not_a_get() {
    let uri = format!("/?hub.mode=subscribe&hub.challenge=1&hub.verify_token={TOKEN}");
    let mut request = Request::get(uri).body(Full::<Bytes>::default()).unwrap();
    *request.method_mut() = Method::HEAD;
    assert_eq!(send_now(&layer(), request).status, 405);
}

proptest! {
    #[test]
    fn without_the_token_no_byte_of_the_query_comes_back(
        query in "(hub\\.(mode|challenge|verify_token)=[a-zA-Z0-9%+=.]{0,9}&?){0,5}"
    ) {
        let answer = ask(&query);
        prop_assert!(answer.status.is_client_error());
        prop_assert!(answer.body.is_empty());
    }
}
