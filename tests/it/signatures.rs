use bytes::Bytes;
use http::{HeaderValue, Request};
use http_body_util::Full;
use proptest::prelude::*;
use whatsapp_webhook::{
    AppCredentials, AppSecret, RejectionKind, SecretSlot, VerifyToken, WhatsAppWebhookLayer,
    signature::{SignatureError, X_HUB_SIGNATURE_256, sign, verify},
};

use crate::support::{Answer, data, frames, layer, secret, send_now, signed, with_signature};

const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;

fn post(signatures: &[HeaderValue]) -> Answer {
    let mut request = Request::post("/").body(Full::new(Bytes::from(BODY)));
    let headers = request.as_mut().unwrap().headers_mut();
    for signature in signatures {
        headers.append(X_HUB_SIGNATURE_256, signature.clone());
    }
    send_now(&layer(), request.unwrap())
}

#[test]
fn a_signed_body_reaches_the_inner_service_as_it_came() {
    let answer = send_now(&layer(), signed(BODY, Full::new(Bytes::from(BODY))));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, "handled");
    assert_eq!(answer.kind, None);
    let seen = answer.seen.unwrap();
    assert_eq!(seen.body, BODY);
    assert_eq!(seen.verified.body(), BODY);
    assert_eq!(seen.verified.secret(), SecretSlot::Current);
}

#[test]
fn an_empty_body_can_be_signed_too() {
    let answer = send_now(&layer(), signed(b"", Full::<Bytes>::default()));
    assert_eq!(answer.seen.unwrap().verified.body(), "");
}

#[test]
fn bytes_that_are_not_text_are_verified_as_they_are() {
    let body = b"\xff\x00\xfe\r\n";
    let answer = send_now(&layer(), signed(body, Full::new(Bytes::from(&body[..]))));
    assert_eq!(answer.seen.unwrap().body, &body[..]);
}

#[test]
fn the_same_json_in_other_bytes_is_rejected() {
    let body = br#"{"text":"Gr\u00fc\u00dfe 5\/10","n":1.0}"#;
    let signature = sign(&secret(), body);
    let post = |body: &'static [u8]| {
        let request = with_signature(signature.clone(), Full::new(Bytes::from(body)));
        send_now(&layer(), request)
    };
    assert_eq!(post(body).seen.unwrap().body, &body[..]);
    for other in [
        "{\"text\":\"Gr\u{fc}\u{df}e 5/10\",\"n\":1.0}",
        r#"{"text":"Gr\u00FC\u00DFe 5\/10","n":1.0}"#,
        r#"{"text":"Gr\u00fc\u00dfe 5/10","n":1.0}"#,
        r#"{"text": "Gr\u00fc\u00dfe 5\/10", "n": 1.0}"#,
        r#"{"n":1.0,"text":"Gr\u00fc\u00dfe 5\/10"}"#,
        r#"{"text":"Gr\u00fc\u00dfe 5\/10","n":1}"#,
    ] {
        let answer = post(other.as_bytes());
        assert_eq!(
            (answer.status.as_u16(), answer.kind),
            (401, Some(RejectionKind::WrongSignature)),
            "{other}"
        );
        assert!(answer.seen.is_none());
    }
}

#[test]
fn what_another_app_signed_is_rejected() {
    let other = AppSecret::new("fedcba9876543210fedcba9876543210").unwrap();
    let answer = post(&[sign(&other, BODY)]);
    assert_eq!((answer.status.as_u16(), answer.kind), (401, Some(RejectionKind::WrongSignature)));
    assert!(answer.seen.is_none());
}

#[test]
fn every_rejected_signature_has_the_same_answer_and_its_own_kind() {
    let good = sign(&secret(), BODY);
    let other = sign(&secret(), b"another body");
    let short = HeaderValue::from_bytes(&good.as_bytes()[..70]).unwrap();
    let mut answers = [
        (post(&[]), RejectionKind::MissingSignature),
        (post(&[good.clone(), good.clone()]), RejectionKind::RepeatedSignature),
        (post(&[good, other.clone()]), RejectionKind::RepeatedSignature),
        (post(&[short]), RejectionKind::MalformedSignature),
        (post(&[other]), RejectionKind::WrongSignature),
    ]
    .map(|(answer, kind)| {
        assert_eq!(answer.kind, Some(kind));
        assert!(answer.seen.is_none());
        (answer.status, answer.headers, answer.body)
    });
    let (status, headers, body) = answers[0].clone();
    assert_eq!(status, 401);
    assert_eq!(headers["www-authenticate"], "X-Hub-Signature-256");
    assert_eq!(headers["cache-control"], "no-store");
    assert!(body.is_empty());
    for answer in &mut answers[1..] {
        assert_eq!(*answer, (status, headers.clone(), body.clone()));
    }
}

#[test]
fn a_signature_sent_twice_is_rejected_before_the_body_is_polled() {
    let body = frames([data(Bytes::from(BODY))]);
    let polls = body.polls();
    let mut request = signed(BODY, body);
    let good = sign(&secret(), BODY);
    request.headers_mut().append(X_HUB_SIGNATURE_256, good);
    let answer = send_now(&layer(), request);
    assert_eq!(answer.kind, Some(RejectionKind::RepeatedSignature));
    assert_eq!(polls.count(), 0);
}

#[test]
fn a_missing_or_malformed_signature_is_rejected_before_the_body_is_polled() {
    for value in [None, Some("sha256=00"), Some("")] {
        let body = frames([data(Bytes::from(BODY))]);
        let polls = body.polls();
        let mut request = Request::post("/").body(body).unwrap();
        if let Some(value) = value {
            let value = HeaderValue::from_static(value);
            request.headers_mut().insert(X_HUB_SIGNATURE_256, value);
        }
        assert_eq!(send_now(&layer(), request).status, 401);
        assert_eq!(polls.count(), 0);
    }
}

#[test]
fn the_sha1_header_is_never_read() {
    let request = Request::post("/")
        .header("x-hub-signature", "sha1=a2e0bd2f604cf9e5b3b3b0b38a2e0bd2f604cf9e")
        .body(Full::new(Bytes::from(BODY)))
        .unwrap();
    let answer = send_now(&layer(), request);
    assert_eq!(answer.kind, Some(RejectionKind::MissingSignature));
}

#[test]
fn every_secret_of_a_rotation_is_accepted_and_named() {
    let secrets: Vec<_> =
        (0..8).map(|n| AppSecret::new(format!("secret number {n} of 8")).unwrap()).collect();
    let mut app = AppCredentials::new(secrets[0].clone(), VerifyToken::new("t").unwrap());
    for count in 1..=8 {
        let layer = WhatsAppWebhookLayer::for_app(app.clone());
        for (slot, secret) in secrets.iter().enumerate() {
            let body = Full::new(Bytes::from(BODY));
            let answer = send_now(&layer, with_signature(sign(secret, BODY), body));
            let named = answer.seen.map(|seen| seen.verified.secret());
            let expected = match slot {
                0 => Some(SecretSlot::Current),
                _ => (slot < count).then(|| SecretSlot::Previous(slot - 1)),
            };
            assert_eq!(named, expected);
        }
        if let Some(next) = secrets.get(count) {
            app = app.with_previous_app_secret(next.clone()).unwrap();
        }
    }
}

#[test]
fn each_flipped_bit_of_a_body_or_signature_is_rejected() {
    let good = sign(&secret(), BODY);
    for bit in 0..BODY.len() * 8 {
        let mut body = BODY.to_vec();
        body[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(verify(&secret(), &good, &body), Err(SignatureError::Wrong));
    }
    for bit in 0..good.len() * 8 {
        let mut value = good.as_bytes().to_vec();
        value[bit / 8] ^= 1 << (bit % 8);
        if let Ok(value) = HeaderValue::try_from(value) {
            assert!(verify(&secret(), &value, BODY).is_err());
        }
    }
}

proptest! {
    #[test]
    fn any_body_in_any_frames_arrives_as_it_was_signed(
        parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..100), 0..20)
    ) {
        let whole = parts.concat();
        let body = frames(parts.into_iter().map(|part| data(Bytes::from(part))));
        let answer = send_now(&layer(), signed(&whole, body));
        prop_assert_eq!(answer.seen.unwrap().body, whole);
    }
}
