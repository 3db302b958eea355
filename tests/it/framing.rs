use std::{iter, task::Poll, time::Duration};

use bytes::{Buf, Bytes};
use http::{HeaderMap, HeaderValue, header::CONTENT_LENGTH};
use http_body::Frame;
use http_body_util::Full;
use whatsapp_webhook::RejectionKind;

use crate::support::{Broken, Item, LIMIT, chunked, data, frames, layer, send_now, signed};

fn bytes(length: usize) -> Bytes {
    (0..length).map(|n| n as u8).collect()
}

#[test]
fn exactly_the_limit_passes_and_one_byte_more_does_not() {
    let (exact, over) = (bytes(LIMIT), bytes(LIMIT + 1));
    for size in [usize::MAX >> 1, LIMIT / 2, 65_536, 1000] {
        let answer = send_now(&layer(), signed(&exact, chunked(&exact, size)));
        assert_eq!(answer.seen.unwrap().body, exact);
        let answer = send_now(&layer(), signed(&over, chunked(&over, size)));
        assert_eq!(answer.status, 413);
        assert_eq!(answer.kind, Some(RejectionKind::BodyTooLarge));
    }
}

#[test]
fn the_first_byte_over_the_limit_ends_the_reading() {
    let layer = layer().with_max_body_size(10);
    let body = frames(iter::repeat_with(|| data(&b"abcde"[..])));
    let polls = body.polls();
    assert_eq!(send_now(&layer, signed(b"", body)).status, 413);
    assert_eq!(polls.count(), 3);
}

#[test]
fn a_declared_length_over_the_limit_is_rejected_before_the_body_is_polled() {
    for declared in ["3145729", "100000000000", "9223372036854775808", "18446744073709551616"] {
        let body = frames([data(&b"{}"[..])]);
        let polls = body.polls();
        let mut request = signed(b"{}", body);
        let declared = HeaderValue::from_static(declared);
        request.headers_mut().insert(CONTENT_LENGTH, declared);
        assert_eq!(send_now(&layer(), request).status, 413);
        assert_eq!(polls.count(), 0);
    }
    for declared in [LIMIT as u64 + 1, 100_000_000_000, 1 << 63, u64::MAX] {
        let body = frames([data(&b"{}"[..])]).declaring(declared);
        let polls = body.polls();
        assert_eq!(send_now(&layer(), signed(b"{}", body)).status, 413);
        assert_eq!(polls.count(), 0);
    }
}

#[test]
fn a_declared_length_of_exactly_the_limit_passes() {
    let body = bytes(LIMIT);
    let mut request = signed(&body, Full::new(body.clone()));
    let declared = HeaderValue::from(LIMIT);
    request.headers_mut().insert(CONTENT_LENGTH, declared);
    assert_eq!(send_now(&layer(), request).status, 200);
}

#[test]
fn a_length_that_is_no_number_is_rejected() {
    let mut request = signed(b"{}", Full::new(Bytes::from("{}")));
    let declared = HeaderValue::from_static("+2");
    request.headers_mut().insert(CONTENT_LENGTH, declared);
    let answer = send_now(&layer(), request);
    assert_eq!(answer.status, 400);
    assert_eq!(answer.kind, Some(RejectionKind::InvalidContentLength));
}

#[test]
fn a_size_hint_that_lies_costs_nothing() {
    let body = bytes(1000);
    for declared in [0, 1, 3_000_000] {
        let frames = chunked(&body, 10).declaring(declared);
        let answer = send_now(&layer(), signed(&body, frames));
        assert_eq!(answer.seen.unwrap().body, body);
    }
}

#[test]
fn three_mib_in_frames_of_one_byte_arrive() {
    let body = bytes(LIMIT);
    let patient = layer().with_body_deadline(Duration::from_secs(600)); // a busy machine takes more than ten seconds
    let answer = send_now(&patient, signed(&body, chunked(&body, 1)));
    assert_eq!(answer.seen.unwrap().body, body);
}

#[test]
fn a_body_of_one_frame_is_passed_on_without_a_copy() {
    let body = bytes(100_000);
    let answer = send_now(&layer(), signed(&body, Full::new(body.clone())));
    let seen = answer.seen.unwrap();
    assert_eq!(seen.body.as_ptr(), body.as_ptr());
    assert_eq!(seen.verified.body().as_ptr(), body.as_ptr());
}

#[test]
fn an_empty_frame_around_a_single_one_changes_nothing() {
    let body = bytes(10_000);
    let empty = || data(Bytes::new());
    let request = signed(&body, frames([empty(), data(body.clone()), empty()]));
    let seen = send_now(&layer(), request).seen.unwrap();
    assert_eq!(seen.body.as_ptr(), body.as_ptr());
}

#[test]
fn a_million_empty_frames_are_skipped() {
    let empty = iter::repeat_n((), 1_000_000).map(|()| data(&b""[..]));
    let body = frames(empty.chain([data(&b"{}"[..])]));
    assert_eq!(send_now(&layer(), signed(b"{}", body)).status, 200);
}

#[test]
fn data_in_several_pieces_is_read_to_its_end() {
    let pieces = || data((&b"{\"a\""[..]).chain(&b":"[..]).chain(&b"1}"[..]));
    let once = send_now(&layer(), signed(b"{\"a\":1}", frames([pieces()])));
    assert_eq!(once.seen.unwrap().body, "{\"a\":1}");
    let twice = signed(b"{\"a\":1}{\"a\":1}", frames([pieces(), pieces()]));
    let twice = send_now(&layer(), twice);
    assert_eq!(twice.seen.unwrap().body, "{\"a\":1}{\"a\":1}");
}

#[test]
fn trailers_are_dropped() {
    let trailers = Frame::trailers(HeaderMap::from_iter([(CONTENT_LENGTH, HeaderValue::from_static("9"))]));
    let body = frames([data(&b"{}"[..]), Poll::Ready(Ok(trailers))]);
    let answer = send_now(&layer(), signed(b"{}", body));
    assert_eq!(answer.seen.unwrap().body, "{}");
}

#[test]
fn a_body_that_breaks_off_is_rejected() {
    let body = frames([data(&b"{}"[..]), Poll::Ready(Err(Broken))]);
    let answer = send_now(&layer(), signed(b"{}", body));
    assert_eq!(answer.status, 400);
    assert_eq!(answer.kind, Some(RejectionKind::BodyError));
}

#[test]
fn a_body_is_not_polled_after_its_end() {
    let body = frames([data(&b"{}"[..])]);
    let polls = body.polls();
    send_now(&layer(), signed(b"{}", body));
    assert_eq!(polls.count(), 2);
}

#[test]
fn a_body_of_no_frames_at_all_is_an_empty_one() {
    let none: [Item<Bytes>; 0] = [];
    assert_eq!(send_now(&layer(), signed(b"", frames(none))).status, 200);
}
