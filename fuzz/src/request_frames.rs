//! A body in any frames: what comes of it is what comes of the same bytes in one frame.

use std::{sync::LazyLock, task::Poll};

use bytes::{Buf, Bytes};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body::Frame;
use http_body_util::Full;
use whatsapp_webhook::WhatsAppWebhookLayer;

use crate::{
    input::Input,
    support::{Broken, Item, data, frames, layer, secret, send_now, with_signature},
};
use whatsapp_webhook::signature::sign;

/// A body is at most this long, so that inputs reach the limit.
const LIMIT: usize = 512;

/// A part of a body.
#[derive(Clone, Debug)]
pub enum Part {
    /// Bytes in one piece, maybe none.
    Data(Bytes),
    /// Bytes in two pieces.
    Chained(Bytes, Bytes),
    Trailers,
    Error,
}

/// A request: its parts, the length that its body claims, and its signature.
#[derive(Debug)]
pub struct Post {
    pub parts: Vec<Part>,
    pub declared: Option<u64>,
    pub signature: HeaderValue,
}

/// The status, and the body that the handler got.
pub type Answer = (StatusCode, Option<Bytes>);

/// Checks the layer.
pub fn run(data: &[u8]) {
    check(data, answer);
}

/// Panics unless `answer` treats the request in `data` like the same bytes in one frame.
pub fn check(data: &[u8], answer: impl Fn(&Post) -> Answer) {
    let mut input = Input::new(data);
    let (signed, declares, count) = (input.byte(), input.byte(), input.below(64));
    let shape = input.slice(count).to_vec();
    let parts = parts(&shape, &mut input);
    // What comes behind an error is never read.
    let whole = parts.iter().take_while(|part| !matches!(part, Part::Error)).fold(
        Vec::new(),
        |mut whole: Vec<u8>, part| {
            match part {
                Part::Data(bytes) => whole.extend(bytes),
                Part::Chained(one, other) => whole.extend(one.iter().chain(other)),
                Part::Trailers | Part::Error => {}
            }
            whole
        },
    );
    let whole = Bytes::from(whole);
    let broken = parts.iter().any(|part| matches!(part, Part::Error));
    let signature = match signed % 4 {
        0 => sign(&secret(), b"another body"),
        1 => sign(&secret(), whole.get(..whole.len() / 2).unwrap_or_default()),
        _ => sign(&secret(), &whole),
    };
    let declared = match declares % 8 {
        0 => Some(whole.len() as u64),
        1 => Some(0),
        2 => Some((LIMIT + 1) as u64),
        3 => Some(u64::from(declares) * 2),
        _ => None,
    };

    let too_long = whole.len() > LIMIT || declared.is_some_and(|declared| declared > LIMIT as u64);
    let in_one = send_now(&LAYER, with_signature(signature.clone(), Full::new(whole.clone())));
    let expected = match (too_long, broken) {
        (true, _) => (StatusCode::PAYLOAD_TOO_LARGE, None),
        (false, true) => (StatusCode::BAD_REQUEST, None),
        (false, false) => {
            let is_right = signature == sign(&secret(), &whole);
            let status = if is_right { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
            assert_eq!(in_one.status, status);
            (status, in_one.seen.map(|seen| seen.body))
        }
    };
    let post = Post { parts, declared, signature };
    assert_eq!(answer(&post), expected, "{post:?}");
}

static LAYER: LazyLock<WhatsAppWebhookLayer> = LazyLock::new(|| layer().with_max_body_size(LIMIT));

/// What the crate answers.
pub fn answer(post: &Post) -> Answer {
    let items = Vec::from_iter(post.parts.iter().cloned().map(item));
    let mut body = frames(items);
    if let Some(declared) = post.declared {
        body = body.declaring(declared);
    }
    let polls = body.polls();
    let answer = send_now(&LAYER, with_signature(post.signature.clone(), body));
    assert!(polls.count() <= post.parts.len() + 1, "polled after its end");
    if let Some(seen) = &answer.seen {
        assert_eq!(seen.body, seen.verified.body());
    }
    (answer.status, answer.seen.map(|seen| seen.body))
}

/// A frame of the body, always of the same kind of buffer.
fn item(part: Part) -> Item<impl Buf> {
    match part {
        Part::Data(bytes) => data(bytes.chain(Bytes::new())),
        Part::Chained(one, other) => data(one.chain(other)),
        Part::Trailers => Poll::Ready(Ok(Frame::trailers(HeaderMap::from_iter([(
            http::header::CONTENT_LENGTH,
            HeaderValue::from_static("9"),
        )])))),
        Part::Error => Poll::Ready(Err(Broken)),
    }
}

/// Cuts what is left of the input into parts; the last one is all the rest.
fn parts(shape: &[u8], input: &mut Input<'_>) -> Vec<Part> {
    let mut take = |length: usize| Bytes::copy_from_slice(input.slice(length));
    let mut parts = Vec::from_iter(shape.iter().map(|code| match *code {
        length @ 0..=199 => Part::Data(take(length.into())),
        code @ 200..=229 => {
            let one = take(usize::from(code - 200));
            Part::Chained(one, take(7))
        }
        230..=239 => Part::Data(Bytes::from(vec![b'x'; LIMIT - 64])),
        240..=250 => Part::Trailers,
        _ => Part::Error,
    }));
    parts.push(Part::Data(take(usize::MAX)));
    parts
}

/// Inputs to begin with: each kind of part, signed rightly and wrongly, with each kind of claim.
pub fn seeds() -> Vec<Vec<u8>> {
    let body = b"{\"object\":\"whatsapp_business_account\",\"entry\":[]}".as_slice();
    let shapes: [&[u8]; 11] = [
        &[],
        &[0],
        &[1, 1, 1],
        &[0, 10, 0, 0, 10, 0],
        &[205, 200, 3],
        &[5, 245, 5],
        &[5, 255, 5],
        &[255],
        &[230],
        &[230, 10],
        &[230, 230, 255],
    ];
    let mut seeds = Vec::new();
    for shape in shapes {
        for (signed, declares) in [(2, 4), (0, 4), (1, 0), (2, 0), (2, 1), (2, 2), (2, 99)] {
            seeds.push([&[signed, declares, shape.len() as u8], shape, body].concat());
        }
    }
    // Around the limit: 448 bytes and then 63, 64 and 65.
    for rest in [63, 64, 65] {
        seeds.push([&[2, 4, 1, 230], &*vec![b'y'; rest]].concat());
    }
    seeds
}
