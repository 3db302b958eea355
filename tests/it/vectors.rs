//! Published and shared vectors, read from the directory that `WEBHOOK_VECTORS` names. Without it
//! these tests say so and pass; the other files hold cases of their own.

use std::{env, fs, path::Path};

use bytes::Bytes;
use http::{HeaderValue, Request};
use http_body_util::Full;
use serde_json::Value;
use whatsapp_webhook::{
    AppSecret, VerifyToken, WhatsAppWebhookLayer,
    signature::{SignatureError, X_HUB_SIGNATURE_256, sign, verify},
};

use crate::support::{SECRET, send_now};

#[allow(clippy::print_stderr, reason = "a skipped test should say so")]
fn vectors(file: &str) -> Option<Value> {
    let Some(directory) = env::var_os("WEBHOOK_VECTORS") else {
        eprintln!("skipped: WEBHOOK_VECTORS is not set");
        return None;
    };
    let text = fs::read(Path::new(&directory).join(file)).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn challenge_cases() {
    let Some(vectors) = vectors("challenge_cases.json") else {
        return;
    };
    let token = VerifyToken::new(text(&vectors, "verify_token")).unwrap();
    let layer = WhatsAppWebhookLayer::new(AppSecret::new(SECRET).unwrap(), token);
    assert_eq!(list(&vectors, "cases").len(), 22);
    for case in list(&vectors, "cases") {
        let uri = format!("/webhook?{}", text(case, "query"));
        let request = Request::get(uri).body(Full::<Bytes>::default()).unwrap();
        let answer = send_now(&layer, request);
        assert_eq!(answer.status.as_u16(), case["status"], "{case}");
        assert_eq!(answer.body, text(case, "body"), "{case}");
    }
}

#[test]
fn signature_header_cases() {
    let Some(vectors) = vectors("signature_header_cases.json") else {
        return;
    };
    let secret = AppSecret::new(text(&vectors, "key_ascii")).unwrap();
    let layer = WhatsAppWebhookLayer::new(secret, VerifyToken::new("a token").unwrap());
    assert_eq!(list(&vectors, "cases").len(), 44);
    for case in list(&vectors, "cases") {
        let body = unhex(text(case, "body_hex"));
        let mut request = Request::post("/").body(Full::new(Bytes::from(body))).unwrap();
        let mut refused_by_http = false;
        for value in list(case, "headers_hex") {
            match HeaderValue::from_bytes(&unhex(value.as_str().unwrap())) {
                Ok(value) => drop(request.headers_mut().append(X_HUB_SIGNATURE_256, value)),
                Err(_) => refused_by_http = true,
            }
        }
        let answer = send_now(&layer, request);
        let expected = match text(case, "expect") {
            "401-or-transport-400" if refused_by_http => continue,
            "401" | "401-or-transport-400" => 401,
            _ => 200,
        };
        assert_eq!(answer.status, expected, "{case}");
        assert_eq!(answer.seen.is_some(), expected == 200, "{case}");
    }
}

#[test]
fn wycheproof() {
    let Some(vectors) = vectors("wycheproof_hmac_sha256_test.json") else {
        return;
    };
    let mut verified = [0; 2];
    let mut by_prefix = [0; 2];
    let mut tests = [0; 2];
    for group in list(&vectors, "testGroups") {
        for test in list(group, "tests") {
            let secret = AppSecret::new(unhex(text(test, "key"))).unwrap();
            let header = HeaderValue::try_from(format!("sha256={}", text(test, "tag"))).unwrap();
            let body = unhex(text(test, "msg"));
            let outcome = verify(&secret, &header, &body);
            let expected = match (group["tagSize"].as_u64(), text(test, "result")) {
                (Some(256), "valid") => Ok(()),
                (Some(256), _) => Err(SignatureError::Wrong),
                _ => Err(SignatureError::Malformed),
            };
            assert_eq!(outcome, expected, "{test}");

            let is_cut = usize::from(group["tagSize"] != 256);
            tests[is_cut] += 1;
            verified[is_cut] += usize::from(outcome.is_ok());
            // What a verifier makes of them that compares as much as came
            let right = sign(&secret, &body);
            by_prefix[is_cut] += usize::from(right.as_bytes().starts_with(header.as_bytes()));
        }
    }
    assert_eq!((tests, verified, by_prefix), ([87, 87], [33, 0], [33, 33]));
}

#[test]
fn rfc_4231() {
    let Some(vectors) = vectors("rfc4231_sha256.json") else {
        return;
    };
    let mut signed = Vec::new();
    for test in list(&vectors, "tests") {
        let header = HeaderValue::try_from(format!("sha256={}", text(test, "hmac_sha256"))).unwrap();
        let data = unhex(text(test, "data"));
        // The keys of cases 1, 2 and 5 are white space, or shorter than an app secret may be.
        match AppSecret::new(unhex(text(test, "key"))) {
            Ok(secret) => {
                assert_eq!(sign(&secret, &data), header, "{test}");
                assert!(verify(&secret, &header, &data).is_ok(), "{test}");
                signed.push(test["case"].as_u64().unwrap());
            }
            // A tag that was cut is no signature, whatever the key.
            Err(_) if test["tag_bits"] != 256 => {
                let secret = AppSecret::new(SECRET).unwrap();
                assert_eq!(verify(&secret, &header, &data), Err(SignatureError::Malformed));
            }
            Err(_) => {}
        }
    }
    assert_eq!(signed, [3, 4, 6, 7]);
}

#[test]
fn github_webhook() {
    let Some(vectors) = vectors("github_webhook_vector.json") else {
        return;
    };
    let mut verified = 0;
    for test in list(&vectors, "tests") {
        let header = HeaderValue::from_str(text(test, "x_hub_signature_256")).unwrap();
        // One of the two secrets has 8 bytes, which is too few for an app secret.
        if let Ok(secret) = AppSecret::new(text(test, "secret")) {
            assert_eq!(verify(&secret, &header, text(test, "payload").as_bytes()), Ok(()));
            verified += 1;
        }
    }
    assert_eq!(verified, 1);
}
