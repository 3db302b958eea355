//! Hostile requests through the whole service: what is not signed never gets through, and what is signed always does.

use std::{
    collections::{BTreeMap, BTreeSet},
    task::Poll,
    vec,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Method, Request,
    header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap},
};
use http_body::Frame;
use http_body_util::{BodyExt, Full};
use ring::hmac;
use whatsapp_webhook::{
    AppCredentials, AppSecret, Authorization, VerifyToken, WhatsAppWebhookLayer,
    signature::X_HUB_SIGNATURE_256,
};

use crate::{
    random::{Random, repetitions, seed},
    support::{Broken, Frames, Item, data, drive, frames, send_now},
};

const CURRENT: &[u8] = b"the current secret of this app";
const PREVIOUS: &[u8] = b"the secret that it had before";
const TOKEN: &str = "A-long-random-Token";
const LIMIT: usize = 4096;
/// The statuses that the layer or the handler may give a request that is no GET.
const LISTED: [u16; 6] = [200, 400, 401, 405, 413, 415];

pub(crate) type Framed = Frames<vec::IntoIter<Item<Bytes>>>;

pub(crate) struct Attempt {
    pub(crate) request: Request<Framed>,
    body: Bytes,
    is_legitimate: bool,
}

struct Outcome {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    /// The body that the handler saw.
    reached: Option<Bytes>,
}

/// What a service did with many attempts.
#[derive(Debug, Default)]
struct Figures {
    requests: usize,
    legitimate: usize,
    accepted: usize,
    forged: usize,
    altered: usize,
    statuses: BTreeMap<u16, usize>,
    /// Every answer of 401 that differs from the others.
    unauthorized: BTreeSet<String>,
    with_text: usize,
}

impl Figures {
    fn of(
        count: usize,
        attempt: impl Fn(&mut Random) -> Attempt,
        service: impl Fn(Request<Framed>) -> Outcome,
    ) -> Self {
        // A body that keeps the layer waiting arms tokio's timer.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let _guard = runtime.enter();
        let mut random = Random::new(seed());
        let mut figures = Self::default();
        for _ in 0..count {
            let Attempt { request, body, is_legitimate } = attempt(&mut random);
            figures.count(is_legitimate, &body, service(request));
        }
        figures
    }

    fn count(&mut self, is_legitimate: bool, sent: &Bytes, outcome: Outcome) {
        self.requests += 1;
        self.legitimate += usize::from(is_legitimate);
        *self.statuses.entry(outcome.status).or_default() += 1;
        match outcome.reached {
            Some(seen) => {
                self.accepted += 1;
                self.forged += usize::from(!is_legitimate);
                self.altered += usize::from(seen != sent);
            }
            None => self.with_text += usize::from(!outcome.body.is_empty()),
        }
        if outcome.status == 401 {
            let answer = format!("{:?} {:?}", outcome.headers, outcome.body);
            self.unauthorized.insert(answer);
        }
    }

    /// What must not have happened, and did.
    fn faults(&self) -> Vec<&'static str> {
        [
            (self.forged > 0, "a forgery was accepted"),
            (self.accepted - self.forged < self.legitimate, "a legitimate request was refused"),
            (self.altered > 0, "a body was altered"),
            (self.statuses.keys().any(|status| !LISTED.contains(status)), "a status is not listed"),
            (self.unauthorized.len() > 1, "two refused requests can be told apart"),
            (self.with_text > 0, "a refusal has a text"),
        ]
        .into_iter()
        .filter_map(|(happened, what)| happened.then_some(what))
        .collect()
    }

    fn report(&self, name: &str) {
        let Self { requests, legitimate, accepted, forged, statuses, .. } = self;
        println!(
            "forgeries: {name}: seed {:#x}, {requests} requests, {legitimate} legitimate, {accepted} accepted, {forged} \
             forged, {statuses:?}; {:?}",
            seed(),
            self.faults()
        );
    }
}

/// The signature of `body`, not by this crate.
fn signed(key: &[u8], body: &[u8]) -> Vec<u8> {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), body);
    [b"sha256=", &hex(tag.as_ref())[..]].concat()
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn any_of<'a, T: ?Sized>(random: &mut Random, choices: &[&'a T]) -> &'a T {
    choices[random.below(choices.len())]
}

/// Bytes that a header value may hold.
fn header_bytes(random: &mut Random, length: usize) -> Vec<u8> {
    let mut bytes = random.bytes(length);
    for byte in &mut bytes {
        if *byte < b' ' || *byte == 0x7f {
            *byte |= 0x80;
        }
    }
    bytes
}

/// The values of the signature header in one of 16 shapes, of which the first alone is right.
fn signatures(random: &mut Random, body: &[u8]) -> Vec<Vec<u8>> {
    let mut right = signed(any_of(random, &[CURRENT, PREVIOUS]), body);
    let digits = String::from_utf8(right[7..].to_vec()).unwrap();
    match random.below(16) {
        0 => vec![right],
        1 => vec![],
        2 => vec![any_of(random, &["", "sha256", "sha256=", "=", " ", "null"]).into()],
        3 => vec![right[..random.below(71)].to_vec()],
        4 => {
            let extra = 1 + random.below(70);
            vec![[right, header_bytes(random, extra)].concat()]
        }
        5 => vec![[b"sha256=", digits.to_uppercase().as_bytes()].concat()],
        6 => {
            let at = 7 + random.below(64);
            let value = char::from(right[at]).to_digit(16).unwrap() ^ (1 << random.below(4));
            right[at] = char::from_digit(value, 16).unwrap() as u8;
            vec![right]
        }
        7 => vec![[b"sha256=", &hex(&random.bytes(32))[..]].concat()],
        8 => vec![signed(CURRENT, &[body, b" "].concat())],
        9 => vec![signed(b"the secret of some other app", body)],
        10 => vec![signed(b"", body)],
        11 => vec![right.clone(), right],
        12 => {
            let wrong = signed(b"the secret of some other app", body);
            if random.below(2) == 0 { vec![right, wrong] } else { vec![wrong, right] }
        }
        13 => {
            let before = any_of(random, &["", " ", "\t"]);
            let between = any_of(random, &[",", ", ", ";", " "]);
            let text = String::from_utf8(right).unwrap();
            vec![format!("{before}{text}{between}{text}").into()]
        }
        14 => {
            let scheme =
                any_of(random, &["SHA256", "Sha256", "sha1", "sha512", "v0", "none", "hmac-sha256", ""]);
            vec![format!("{scheme}={digits}").into()]
        }
        _ => {
            let length = random.below(100);
            vec![header_bytes(random, length)]
        }
    }
}

fn body(random: &mut Random) -> Bytes {
    let length = random.below(300);
    match random.below(4) {
        0 => Bytes::from(format!(r#"{{"object":"whatsapp_business_account","entry":[],"n":{length}}}"#)),
        _ => random.bytes(length).into(),
    }
}

/// `body` in one of five framings.
fn framing(random: &mut Random, body: &Bytes) -> Vec<Item<Bytes>> {
    let piece = |start: usize, end: usize| data(body.slice(start..end.min(body.len())));
    let mut items = Vec::new();
    match random.below(5) {
        0 => items.push(piece(0, body.len())),
        1 => items.extend((0..body.len()).map(|at| piece(at, at + 1))),
        kind => {
            let mut at = 0;
            while at < body.len() {
                let size = 1 + random.below(64);
                items.push(piece(at, at + size));
                at += size;
                match kind {
                    2 => items.push(data(Bytes::new())),
                    3 => items.push(Poll::Pending),
                    _ => {}
                }
            }
            if kind == 4 {
                let trailers = HeaderMap::from_iter([(
                    X_HUB_SIGNATURE_256,
                    HeaderValue::from_bytes(&signed(CURRENT, body)).unwrap(),
                )]);
                items.push(Poll::Ready(Ok(Frame::trailers(trailers))));
            }
        }
    }
    items
}

/// A POST with these headers. One of 16 is spoiled, in one of six ways that have nothing to do with them.
fn post(random: &mut Random, name: &HeaderName, values: &[Vec<u8>], body: Bytes, is_right: bool) -> Attempt {
    let mut items = framing(random, &body);
    let mut request = Request::post("/webhook").body(()).unwrap();
    for value in values {
        request.headers_mut().append(name, HeaderValue::from_bytes(value).unwrap());
    }
    let trouble = random.below(16 * 6);
    match trouble {
        0 => drop(request.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"))),
        1 => drop(request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("+1"))),
        2 => drop(request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(LIMIT + 1))),
        3 => *request.method_mut() = Method::PUT,
        4 => items.push(Poll::Ready(Err(Broken))),
        5 => items.push(data(vec![b' '; LIMIT + 1].into())),
        _ => {}
    }
    Attempt { request: request.map(|()| frames(items)), body, is_legitimate: is_right && trouble > 5 }
}

pub(crate) fn signed_attempt(random: &mut Random) -> Attempt {
    let body = body(random);
    let values = signatures(random, &body);
    let is_right =
        values.len() == 1 && [CURRENT, PREVIOUS].iter().any(|secret| signed(secret, &body) == values[0]);
    let mut attempt = post(random, &X_HUB_SIGNATURE_256, &values, body, is_right);
    // The older header is sent beside it by Meta, and never read.
    if random.below(4) == 0 {
        let text = signed(CURRENT, &attempt.body);
        let value = HeaderValue::from_bytes(&text).unwrap();
        attempt.request.headers_mut().insert("x-hub-signature", value);
    }
    attempt
}

fn authorized_attempt(random: &mut Random) -> Attempt {
    let right = format!("Bearer {TOKEN}");
    let values: Vec<Vec<u8>> = match random.below(12) {
        0 => vec![right.into()],
        1 => vec![format!("{} {TOKEN}", any_of(random, &["bearer", "BEARER", "bEaReR"])).into()],
        2 => vec![],
        3 => vec![right.clone().into(), right.into()],
        4 => vec![right[..random.below(right.len())].into()],
        5 => {
            let extra = 1 + random.below(9);
            vec![[right.into(), header_bytes(random, extra)].concat()]
        }
        6 => vec![right.to_lowercase().into()],
        7 => vec![
            format!("{}{TOKEN}", any_of(random, &["", "Basic ", "Bearer", "Bearer  ", "Bearer\t"])).into(),
        ],
        8 => {
            let mut value = right.into_bytes();
            let at = random.below(value.len());
            value[at] = b"~ =A\xfe"[random.below(5)];
            vec![value]
        }
        9 => vec![format!("Bearer {TOKEN}, Bearer {TOKEN}").into()],
        10 => vec![b"Basic ".to_vec()],
        _ => {
            let length = random.below(60);
            vec![header_bytes(random, length)]
        }
    };
    let is_right = matches!(&values[..], [value] if is_the_token(value));
    let body = body(random);
    post(random, &AUTHORIZATION, &values, body, is_right)
}

fn is_the_token(value: &[u8]) -> bool {
    str::from_utf8(value)
        .ok()
        .and_then(|text| text.split_once(' '))
        .is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && token == TOKEN)
}

fn through(layer: &WhatsAppWebhookLayer, request: Request<Framed>) -> Outcome {
    let answer = send_now(layer, request);
    Outcome {
        status: answer.status.as_u16(),
        headers: answer.headers,
        body: answer.body,
        reached: answer.seen.map(|seen| seen.body),
    }
}

/// A receiver as it is often written by hand. What it makes of headers and body is up to `judge`; all else is right.
fn by_hand(request: Request<Framed>, name: &HeaderName, judge: impl Fn(&[&[u8]], &[u8]) -> bool) -> Outcome {
    let answer = |status: u16, reached: Option<Bytes>| Outcome {
        status,
        headers: HeaderMap::new(),
        body: Bytes::new(),
        reached,
    };
    let (head, body) = request.into_parts();
    if head.method != Method::POST {
        return answer(405, None);
    }
    if head.headers.contains_key(CONTENT_ENCODING) {
        return answer(415, None);
    }
    if head.headers.contains_key(CONTENT_LENGTH) {
        return answer(400, None);
    }
    let Ok(body) = drive(body.collect()) else { return answer(400, None) };
    let body = body.to_bytes();
    if body.len() > LIMIT {
        return answer(413, None);
    }
    let values: Vec<_> = head.headers.get_all(name).iter().map(HeaderValue::as_bytes).collect();
    match judge(&values, &body) {
        true => answer(200, Some(body)),
        false => answer(401, None),
    }
}

pub(crate) fn layer() -> WhatsAppWebhookLayer {
    let app = AppCredentials::new(AppSecret::new(CURRENT).unwrap(), VerifyToken::new("a token").unwrap());
    let app = app.with_previous_app_secret(AppSecret::new(PREVIOUS).unwrap()).unwrap();
    WhatsAppWebhookLayer::for_app(app).with_max_body_size(LIMIT)
}

#[test]
fn no_forgery_is_accepted_among_a_million_requests() {
    let layer = layer();
    let figures = Figures::of(repetitions(1_000_000), signed_attempt, |request| through(&layer, request));
    figures.report("signatures");
    assert_eq!(figures.faults(), [""; 0]);
    assert_eq!((figures.accepted, figures.forged), (figures.legitimate, 0));
    assert!(figures.legitimate > figures.requests / 20);
    assert!(LISTED.iter().all(|status| figures.statuses.contains_key(status)));
}

#[test]
fn no_other_credential_is_accepted_among_a_hundred_thousand_requests() {
    let layer =
        WhatsAppWebhookLayer::on_premises(Authorization::bearer(TOKEN).unwrap()).with_max_body_size(LIMIT);
    let figures = Figures::of(repetitions(100_000), authorized_attempt, |request| through(&layer, request));
    figures.report("credentials");
    assert_eq!(figures.faults(), [""; 0]);
    assert_eq!((figures.accepted, figures.forged), (figures.legitimate, 0));
    assert!(figures.legitimate > figures.requests / 20);
}

/// A credential of an On-Premises client.
struct Credential {
    user: Option<String>,
    secret: String,
}

impl Credential {
    fn random(random: &mut Random) -> Self {
        let mut text = |length: usize| -> String {
            (0..length)
                .map(|_| char::from(b'!' + random.below(94) as u8))
                .filter(|char| *char != ':')
                .collect()
        };
        let secret = text(30) + "0123456789abcdef";
        let user = text(10);
        Self { user: (user.len() % 2 == 0).then_some(user), secret }
    }

    fn layer(&self) -> WhatsAppWebhookLayer {
        WhatsAppWebhookLayer::on_premises(match &self.user {
            Some(user) => Authorization::basic(user, &self.secret).unwrap(),
            None => Authorization::bearer(&self.secret).unwrap(),
        })
    }

    fn header(&self) -> String {
        match &self.user {
            Some(user) => format!("Basic {}", STANDARD.encode(format!("{user}:{}", self.secret))),
            None => format!("Bearer {}", self.secret),
        }
    }
}

/// How many of as many credentials were let through, and how many other headers were.
fn doors(count: usize, is_open: impl Fn(&Credential, &str) -> bool) -> (usize, usize) {
    let mut random = Random::new(seed());
    let (mut accepted, mut forged) = (0, 0);
    for _ in 0..count {
        let credential = Credential::random(&mut random);
        let right = credential.header();
        let cut = &right[..random.below(right.len())];
        let others =
            [&Credential::random(&mut random).header(), cut, &format!("{right}A"), &right.to_uppercase()];
        accepted += usize::from(is_open(&credential, &right));
        forged += others.iter().filter(|other| **other != right && is_open(&credential, other)).count();
    }
    (accepted, forged)
}

#[test]
fn ten_thousand_random_credentials_each_open_their_own_layer_alone() {
    let count = repetitions(10_000);
    let figures = doors(count, |credential, header| {
        let request = Request::post("/").header(AUTHORIZATION, header).body(Full::<Bytes>::default());
        send_now(&credential.layer(), request.unwrap()).seen.is_some()
    });
    println!("forgeries: seed {:#x}, {count} random credentials: accepted, forged {figures:?}", seed());
    assert_eq!(figures, (count, 0));

    let figures = doors(count, |credential, header| credential.header().starts_with(header));
    println!("forgeries: a layer that compares as much as came: accepted, forged {figures:?}");
    assert!(figures.1 > 0);
}

/// Whether a signature header and a body are let through.
type Judge = fn(&[&[u8]], &[u8]) -> bool;

fn is_right(value: &[u8], body: &[u8]) -> bool {
    [CURRENT, PREVIOUS].iter().any(|secret| signed(secret, body) == value)
}

#[test]
fn a_careless_receiver_would_be_found_out() {
    let honest: Judge = |values, body| matches!(values, [value] if is_right(value, body));
    let careless: [(&str, Judge); 9] = [
        ("asks for no signature", |values, body| {
            values.is_empty() || matches!(values, [value] if is_right(value, body))
        }),
        ("compares as much as came", |values, body| {
            let right = |secret: &&[u8]| signed(secret, body).starts_with(values[0]);
            values.len() == 1 && [CURRENT, PREVIOUS].iter().any(right)
        }),
        ("ignores what follows", |values, body| {
            let right = |secret: &&[u8]| values[0].starts_with(&signed(secret, body));
            values.len() == 1 && [CURRENT, PREVIOUS].iter().any(right)
        }),
        (
            "knows no case",
            |values, body| matches!(values, [value] if is_right(&value.to_ascii_lowercase(), body)),
        ),
        ("reads the first header", |values, body| values.first().is_some_and(|value| is_right(value, body))),
        ("reads the last header", |values, body| values.last().is_some_and(|value| is_right(value, body))),
        ("reads a list", |values, body| {
            let mut parts = values.iter().flat_map(|value| value.split(|byte| b",; \t".contains(byte)));
            values.len() == 1 && parts.any(|value| is_right(value, body))
        }),
        ("takes any algorithm", |values, body| {
            let digits = |value: &[u8]| value.splitn(2, |byte| *byte == b'=').nth(1).map(<[u8]>::to_vec);
            let right =
                |value: &[u8]| is_right(&[b"sha256=", &digits(value).unwrap_or_default()[..]].concat(), body);
            matches!(values, [value] if right(value))
        }),
        (
            "has an empty secret too",
            |values, body| matches!(values, [value] if is_right(value, body) || signed(b"", body) == *value),
        ),
    ];
    let figures = |judge: Judge| {
        Figures::of(repetitions(20_000), signed_attempt, |it| by_hand(it, &X_HUB_SIGNATURE_256, judge))
    };
    assert_eq!(figures(honest).faults(), [""; 0]);
    for (what, judge) in careless {
        let figures = figures(judge);
        figures.report(&format!("a receiver that {what}"));
        assert_eq!(figures.faults(), ["a forgery was accepted"]);
    }

    let deaf = figures(|_, _| false);
    deaf.report("a receiver that is deaf");
    assert_eq!(deaf.faults(), ["a legitimate request was refused"]);

    let talkative = Figures::of(repetitions(20_000), signed_attempt, |request| {
        let reason = if request.headers().contains_key(X_HUB_SIGNATURE_256) { "wrong" } else { "missing" };
        let mut outcome = by_hand(request, &X_HUB_SIGNATURE_256, honest);
        if outcome.reached.is_none() {
            outcome.body = Bytes::from(reason);
        }
        outcome
    });
    talkative.report("a receiver that is talkative");
    assert_eq!(talkative.faults(), ["two refused requests can be told apart", "a refusal has a text"]);

    let tidy = Figures::of(repetitions(20_000), signed_attempt, |request| {
        let mut outcome = by_hand(request, &X_HUB_SIGNATURE_256, honest);
        outcome.reached = outcome.reached.map(|body| Bytes::copy_from_slice(body.trim_ascii()));
        outcome
    });
    tidy.report("a receiver that trims");
    assert_eq!(tidy.faults(), ["a body was altered"]);
}

#[test]
fn a_careless_credential_check_would_be_found_out() {
    let honest: Judge = |values, _| matches!(values, [value] if is_the_token(value));
    let careless: [(&str, Judge); 4] = [
        ("knows no case", |values, _| {
            let right = format!("Bearer {TOKEN}");
            matches!(values, [value] if value.eq_ignore_ascii_case(right.as_bytes()))
        }),
        (
            "compares as much as came",
            |values, _| matches!(values, [value] if is_the_token(value) || format!("Bearer {TOKEN}").as_bytes().starts_with(value)),
        ),
        (
            "asks for no scheme",
            |values, _| matches!(values, [value] if is_the_token(value) || value.ends_with(TOKEN.as_bytes())),
        ),
        ("reads the first header", |values, _| values.first().is_some_and(|value| is_the_token(value))),
    ];
    let figures = |judge: Judge| {
        Figures::of(repetitions(20_000), authorized_attempt, |it| by_hand(it, &AUTHORIZATION, judge))
    };
    assert_eq!(figures(honest).faults(), [""; 0]);
    for (what, judge) in careless {
        let figures = figures(judge);
        figures.report(&format!("a check that {what}"));
        assert_eq!(figures.faults(), ["a forgery was accepted"]);
    }
}
