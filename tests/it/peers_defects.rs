//! What went wrong in other receivers of signed webhooks, one test for each defect.

use std::{convert::Infallible, iter, task::Poll};

use bytes::{Buf, Bytes};
use http::{HeaderValue, Request, Response, header::CONTENT_LENGTH};
use http_body_util::Full;
use tower::{Layer, ServiceExt, limit::ConcurrencyLimit, service_fn};
use whatsapp_webhook::{
    AppSecret, RejectionKind, VerifyToken,
    signature::{X_HUB_SIGNATURE_256, sign},
};

use crate::support::{
    Broken, LIMIT, call, data, drive, frames, layer, secret, send, send_now, signed, with_signature,
};

#[test]
fn an_ended_body_does_not_spin_when_it_does_not_say_so_first() {
    // `is_end_stream` of this body is never true, as for a chunked one.
    let body = frames([data(&b"{}"[..])]);
    let polls = body.polls();
    assert_eq!(send_now(&layer(), signed(b"{}", body)).status, 200);
    assert_eq!(polls.count(), 2);
}

#[test]
fn a_body_that_fails_is_not_polled_again() {
    let body = frames(iter::repeat_with(|| -> Poll<Result<http_body::Frame<Bytes>, _>> {
        Poll::Ready(Err(Broken))
    }));
    let polls = body.polls();
    assert_eq!(send_now(&layer(), signed(b"{}", body)).status, 400);
    assert_eq!(polls.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_pending_is_not_polled_until_something_wakes_it() {
    let body = frames(iter::repeat_with(|| -> Poll<Result<http_body::Frame<Bytes>, _>> { Poll::Pending }));
    let polls = body.polls();
    assert_eq!(send(&layer(), signed(b"{}", body)).await.status, 408);
    assert!(polls.count() <= 3, "{} polls", polls.count());
}

#[test]
fn a_declared_length_reserves_nothing() {
    for declared in ["9223372036854775807", "100000000000", "18446744073709551612"] {
        let mut request = Request::post("/").body(Full::<Bytes>::default()).unwrap();
        let value = HeaderValue::from_static(declared);
        request.headers_mut().insert(CONTENT_LENGTH, value.clone());
        assert_eq!(send_now(&layer(), request).status, 401);
        let mut request = signed(b"", Full::<Bytes>::default());
        request.headers_mut().insert(CONTENT_LENGTH, value);
        assert_eq!(send_now(&layer(), request).status, 413);
    }
}

#[test]
fn an_unsigned_body_is_not_buffered() {
    let mebibyte = Bytes::from(vec![0; 1 << 20]);
    let body = frames(iter::repeat_n((), 256).map(|()| data(mebibyte.clone())));
    let polls = body.polls();
    let request = Request::post("/").body(body).unwrap();
    assert_eq!(send_now(&layer(), request).status, 401);
    assert_eq!(polls.count(), 0);
}

#[test]
fn a_wrongly_signed_body_is_buffered_up_to_the_limit_only() {
    let mebibyte = Bytes::from(vec![0; 1 << 20]);
    let body = frames(iter::repeat_n((), 256).map(|()| data(mebibyte.clone())));
    let polls = body.polls();
    assert_eq!(send_now(&layer(), signed(b"{}", body)).status, 413);
    assert_eq!(polls.count(), LIMIT / (1 << 20) + 1);
}

#[test]
fn a_body_over_two_megabytes_passes_and_does_not_panic() {
    let body = Bytes::from(vec![b' '; 2_770_000]);
    let request = signed(&body, Full::new(body.clone()));
    assert_eq!(send_now(&layer(), request).status, 200);
}

#[test]
fn only_the_prefix_sha256_is_accepted() {
    let good = sign(&secret(), b"{}");
    let digits = &good.to_str().unwrap()["sha256=".len()..];
    for prefix in ["md5=", "=", "sha1=", "", "sha512=", "SHA256=", "xsha256=", "sha256:"] {
        let value = HeaderValue::try_from(format!("{prefix}{digits}")).unwrap();
        let request = with_signature(value, Full::new(Bytes::from("{}")));
        let answer = send_now(&layer(), request);
        assert_eq!(answer.kind, Some(RejectionKind::MalformedSignature));
    }
}

#[test]
fn a_short_signature_is_rejected_and_does_not_panic() {
    for value in ["sha256=00", "sha256=", "sha256", "s", "", "a=00"] {
        let value = HeaderValue::from_static(value);
        let request = with_signature(value, Full::new(Bytes::from("{}")));
        assert_eq!(send_now(&layer(), request).status, 401);
    }
}

#[tokio::test]
async fn a_clone_that_was_never_ready_is_not_called() {
    let inner = service_fn(async |_: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let mut service = layer().layer(ConcurrencyLimit::new(inner, 1));
    let request = signed(b"{}", Full::new(Bytes::from("{}")));
    let response = call(&mut service, request).await.unwrap();
    assert_eq!(response.status(), 200);
}

#[test]
fn no_later_piece_of_a_frame_is_left_out_of_the_mac() {
    let pieces = || data((&b"{"[..]).chain(&b"}"[..]));
    let whole = send_now(&layer(), signed(b"{}", frames([pieces()])));
    assert_eq!(whole.status, 200);
    let first_only = send_now(&layer(), signed(b"{", frames([pieces()])));
    assert_eq!(first_only.status, 401);
}

#[test]
fn an_empty_secret_or_token_cannot_be_configured() {
    assert!(AppSecret::new("").is_err());
    assert!(AppSecret::new([]).is_err());
    assert!(VerifyToken::new("").is_err());
}

#[test]
fn a_request_signed_with_the_empty_key_is_rejected() {
    // printf '{}' | openssl dgst -sha256 -hmac ''
    let value =
        HeaderValue::from_static("sha256=22f8eea909400af98adf3681a9f31923ef6b7fcba4abb553d92823a3e9d5c25e");
    let request = with_signature(value, Full::new(Bytes::from("{}")));
    let answer = send_now(&layer(), request);
    assert_eq!(answer.kind, Some(RejectionKind::WrongSignature));
}

#[test]
fn the_expected_mac_is_nowhere_to_be_found_after_a_rejection() {
    let expected = sign(&secret(), b"{}");
    let digits = &expected.to_str().unwrap()["sha256=".len()..];
    let inner = service_fn(async |_: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let request = signed(b"other", Full::new(Bytes::from("{}")));
    let response = drive(layer().layer(inner).oneshot(request)).unwrap();
    let rejection: &whatsapp_webhook::Rejection = response.extensions().get().unwrap();
    let text = format!("{response:?} {rejection:?} {rejection}");
    assert!(!text.contains(digits));
}

#[test]
fn the_app_secret_is_not_a_verify_token() {
    let secret = crate::support::SECRET;
    let uri = format!("/?hub.mode=subscribe&hub.challenge=1&hub.verify_token={secret}");
    let request = Request::get(uri).body(Full::<Bytes>::default()).unwrap();
    assert_eq!(send_now(&layer(), request).status, 403);
}

#[test]
fn a_good_header_does_not_hide_behind_a_bad_one() {
    let mut request = signed(b"{}", Full::new(Bytes::from("{}")));
    let bad = HeaderValue::from_static("sha256=00");
    request.headers_mut().append(X_HUB_SIGNATURE_256, bad);
    assert_eq!(send_now(&layer(), request).status, 401);
}
