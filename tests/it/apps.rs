//! Several apps behind one layer.

use std::sync::Arc;

use arc_swap::ArcSwap;
use bytes::Bytes;
use http::{Request, StatusCode, request::Parts};
use http_body_util::Full;
use whatsapp_webhook::{
    AppCredentials, AppSecret, RejectionKind, SecretSlot, VerifyToken, WebhookEvent, WhatsAppWebhookLayer,
    event::PhoneNumberId,
    signature::{X_HUB_SIGNATURE_256, sign},
};

use crate::support::{Answer, LIMIT, send_now};

const SHOP: &str = "the secret of the shop's app";
const BANK: &str = "the secret of the bank's app";

fn secret(text: &str) -> AppSecret {
    AppSecret::new(text).unwrap()
}

fn app(name: &str) -> AppCredentials {
    AppCredentials::new(secret(name), VerifyToken::new(name).unwrap()).with_label(name)
}

/// A layer for two apps, each on its path.
fn layer() -> WhatsAppWebhookLayer {
    WhatsAppWebhookLayer::for_apps(|head: &Parts| match head.uri.path() {
        "/shop" => Some(app(SHOP)),
        "/bank" => Some(app(BANK)),
        _ => None,
    })
}

fn post(path: &str, secret_of: &str, body: &'static str) -> Request<Full<Bytes>> {
    let signature = sign(&secret(secret_of), body.as_bytes());
    Request::post(path).header(X_HUB_SIGNATURE_256, signature).body(Full::from(body)).unwrap()
}

fn get(path: &str, token: &str) -> Request<Full<Bytes>> {
    let token = token.replace(' ', "+");
    let uri = format!("{path}?hub.mode=subscribe&hub.challenge=42&hub.verify_token={token}");
    Request::get(uri).body(Full::default()).unwrap()
}

#[test]
fn each_app_has_its_own_secret_and_token() {
    for (path, name) in [("/shop", SHOP), ("/bank", BANK)] {
        let answer = send_now(&layer(), post(path, name, "{}"));
        let verified = answer.seen.unwrap().verified;
        assert_eq!((answer.status, verified.label()), (StatusCode::OK, Some(name)));
        assert_eq!(verified.secret(), SecretSlot::Current);
        assert_eq!(send_now(&layer(), get(path, name)).body, "42");
    }
}

#[test]
fn the_secret_of_one_app_opens_no_other() {
    for (path, name) in [("/shop", BANK), ("/bank", SHOP)] {
        let answer = send_now(&layer(), post(path, name, "{}"));
        assert_eq!(answer.kind, Some(RejectionKind::WrongSignature));
        assert_eq!(send_now(&layer(), get(path, name)).kind, Some(RejectionKind::WrongToken));
    }
}

/// What a client can see of a response.
fn seen_by_client(answer: &Answer) -> String {
    format!("{} {:?} {:?}", answer.status, answer.headers, answer.body)
}

#[test]
fn an_unknown_app_looks_like_a_wrong_signature_or_token() {
    for (of_known, of_unknown, kind) in [
        (post("/shop", BANK, "{}"), post("/unknown", BANK, "{}"), RejectionKind::WrongSignature),
        (get("/shop", "x"), get("/unknown", "x"), RejectionKind::WrongToken),
    ] {
        let (known, unknown) = (send_now(&layer(), of_known), send_now(&layer(), of_unknown));
        assert_eq!((known.kind, unknown.kind), (Some(kind), Some(RejectionKind::UnknownApp)));
        assert_eq!(seen_by_client(&known), seen_by_client(&unknown));
    }
}

#[test]
fn nothing_opens_an_unknown_app() {
    // Neither the key that the layer hashes with instead, nor an empty token.
    for key in [[0; 32].as_slice(), &[0; 64], SHOP.as_bytes()] {
        let signature = sign(&AppSecret::new(key).unwrap(), b"{}");
        let request = Request::post("/unknown").header(X_HUB_SIGNATURE_256, signature);
        let answer = send_now(&layer(), request.body(Full::<Bytes>::from("{}")).unwrap());
        assert_eq!((answer.status.as_u16(), answer.kind), (401, Some(RejectionKind::UnknownApp)));
    }
    for token in ["", "%00", "0"] {
        let answer = send_now(&layer(), get("/unknown", token));
        assert_eq!((answer.status.as_u16(), answer.kind), (403, Some(RejectionKind::UnknownApp)));
    }
}

/// Each row of the table of responses, on the path of a known app and of an unknown one.
#[test]
fn every_other_rejection_is_the_same_for_a_known_and_an_unknown_app() {
    let large = "x".repeat(LIMIT + 1);
    let post = |path: &str| Request::post(path);
    let signed = |path: &str| post(path).header(X_HUB_SIGNATURE_256, sign(&secret(SHOP), b"{}"));
    let with =
        |builder: http::request::Builder, body: &str| builder.body(Full::from(body.to_owned())).unwrap();
    for (status, request) in [
        (401, &(|path: &str| with(post(path), "{}")) as &dyn Fn(&str) -> Request<Full<Bytes>>),
        (401, &|path| with(post(path).header(X_HUB_SIGNATURE_256, "sha256=x"), "{}")),
        (401, &|path| with(signed(path).header(X_HUB_SIGNATURE_256, "sha256=x"), "{}")),
        (413, &|path| with(signed(path), &large)),
        (413, &|path| with(signed(path).header("content-length", "99999999"), "{}")),
        (415, &|path| with(signed(path).header("content-encoding", "gzip"), "{}")),
        (400, &|path| with(signed(path).header("content-length", "x"), "{}")),
        (405, &|path| with(Request::put(path), "")),
        (403, &|path| with(Request::get(path), "")),
        (414, &|path| with(Request::get(format!("{path}?{}", "x".repeat(3000))), "")),
    ] {
        let known = send_now(&layer(), request("/shop"));
        let unknown = send_now(&layer(), request("/unknown"));
        assert_eq!((known.status.as_u16(), known.kind), (status, unknown.kind));
        assert_eq!(seen_by_client(&known), seen_by_client(&unknown));
        assert!(known.seen.is_none() && unknown.seen.is_none());
    }
}

#[test]
fn with_the_right_token_the_rest_of_the_query_is_checked_for_each_app() {
    let query = |rest: &str| format!("/shop?hub.verify_token={}&{rest}", SHOP.replace(' ', "+"));
    for (rest, kind) in [
        ("hub.challenge=42", RejectionKind::WrongMode),
        ("hub.mode=subscribe&hub.challenge=%3C", RejectionKind::InvalidChallenge),
        ("hub.mode=subscribe&hub.challenge=1&hub.challenge=1", RejectionKind::RepeatedParameter),
    ] {
        let request = Request::get(query(rest)).body(Full::<Bytes>::default()).unwrap();
        assert_eq!(send_now(&layer(), request).kind, Some(kind));
    }
}

#[test]
fn secrets_are_rotated_while_the_layer_runs() {
    let current = Arc::new(ArcSwap::from_pointee(app(SHOP)));
    let snapshot = Arc::clone(&current);
    let layer =
        WhatsAppWebhookLayer::for_apps(move |_: &Parts| Some(AppCredentials::clone(&snapshot.load())));
    assert_eq!(send_now(&layer, post("/", SHOP, "{}")).status, 200);
    assert_eq!(send_now(&layer, post("/", BANK, "{}")).status, 401);
    let both = app(BANK).with_previous_app_secret(secret(SHOP)).unwrap();
    current.store(Arc::new(both));
    assert_eq!(send_now(&layer, post("/", BANK, "{}")).status, 200);
    let old = send_now(&layer, post("/", SHOP, "{}")).seen.unwrap();
    assert_eq!(old.verified.secret().as_str(), "previous_0");
    current.store(Arc::new(app(BANK)));
    assert_eq!(send_now(&layer, post("/", SHOP, "{}")).status, 401);
}

/// The credentials may come from a middleware that stands before the layer.
#[test]
fn credentials_are_found_in_the_extensions_of_the_request() {
    let layer = WhatsAppWebhookLayer::for_apps(|head: &Parts| head.extensions.get().cloned());
    let mut request = post("/", SHOP, "{}");
    request.extensions_mut().insert(app(SHOP));
    assert_eq!(send_now(&layer, request).status, 200);
    assert_eq!(send_now(&layer, post("/", SHOP, "{}")).kind, Some(RejectionKind::UnknownApp));
}

/// Two tenants of one app, each on a path of its own: whoever has a notification of one of them can send it to the other's
/// path, where its signature is right too. The body tells whose it is.
#[test]
fn the_phone_number_id_and_not_the_path_tells_two_tenants_of_one_app_apart() {
    const OF_ALICE: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
        "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"1001"},
        "messages":[{"from":"16505551234","id":"wamid.1","timestamp":"1749416383","type":"text","text":{"body":"Hi"}}]}}]}]}"#;
    let layer = WhatsAppWebhookLayer::for_apps(|head: &Parts| match head.uri.path() {
        "/alice" => Some(app(SHOP).with_label("alice")),
        "/bob" => Some(app(SHOP).with_label("bob")),
        _ => None,
    });
    for path in ["/alice", "/bob"] {
        let verified = send_now(&layer, post(path, SHOP, OF_ALICE)).seen.unwrap().verified;
        assert_eq!(verified.label(), path.strip_prefix('/'));
        let event = WebhookEvent::from_verified(&verified).unwrap();
        let update = event.updates().next().unwrap();
        assert_eq!(update.phone_number_id().map(PhoneNumberId::as_str), Some("1001"));
    }
}
