//! Any query: what is answered is what the rules of the handshake say, and nothing else comes back.

use std::sync::LazyLock;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, header::CACHE_CONTROL};
use http_body_util::Empty;
use whatsapp_webhook::WhatsAppWebhookLayer;

use crate::support::{TOKEN, layer, send_now};

/// What a GET was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Checks the layer.
pub fn run(data: &[u8]) {
    check(data, answer);
}

/// Panics unless `answer` is what the rules say of the query in `data`.
pub fn check(data: &[u8], answer: impl Fn(&Uri) -> Answer) {
    let Ok(uri) = Uri::try_from([b"/webhook?", data].concat()) else { return };
    let query = uri.query().unwrap_or_default();
    let answer = answer(&uri);
    match expected(query) {
        Ok(challenge) => {
            assert_eq!((answer.status, &*answer.body), (StatusCode::OK, challenge.as_bytes()), "{query}");
            let harmless = |byte: &u8| (0x21..=0x7e).contains(byte) && !b"<>&\"'".contains(byte);
            assert!(answer.body.iter().all(harmless), "{query}");
            for (name, value) in [
                ("content-type", "text/plain; charset=utf-8"),
                ("x-content-type-options", "nosniff"),
                ("content-security-policy", "default-src 'none'; sandbox"),
                ("cache-control", "no-store"),
            ] {
                assert_eq!(answer.headers.get(name).map(|value| value.as_bytes()), Some(value.as_bytes()));
            }
            assert_eq!(answer.headers.len(), 4, "{query}");
        }
        Err(status) => {
            assert_eq!((answer.status.as_u16(), answer.body.len()), (status, 0), "{query}");
            let headers = HeaderMap::from_iter([(CACHE_CONTROL, HeaderValue::from_static("no-store"))]);
            assert_eq!(answer.headers, headers, "{query}");
        }
    }
}

/// What the crate answers.
pub fn answer(uri: &Uri) -> Answer {
    static LAYER: LazyLock<WhatsAppWebhookLayer> = LazyLock::new(layer);
    let request = Request::get(uri.clone()).body(Empty::<Bytes>::new()).unwrap();
    let answer = send_now(&LAYER, request);
    assert!(answer.seen.is_none());
    Answer { status: answer.status, headers: answer.headers, body: answer.body }
}

/// The rules, on a reading of the query that shares no code with the crate's.
fn expected(query: &str) -> Result<String, u16> {
    if query.len() > 2048 {
        return Err(414);
    }
    let pairs: Vec<(Vec<u8>, Vec<u8>)> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decoded(key), decoded(value)))
        .collect();
    let all = |key: &str| Vec::from_iter(pairs.iter().filter(|(name, _)| name == key.as_bytes()));
    let [tokens, modes, challenges] = ["hub.verify_token", "hub.mode", "hub.challenge"].map(all);
    let is = |pairs: &[&(Vec<u8>, Vec<u8>)], text: &str| {
        pairs.first().is_some_and(|(_, value)| value == text.as_bytes())
    };
    if !is(&tokens, TOKEN) {
        return Err(403);
    }
    if tokens.len() > 1 || modes.len() > 1 || challenges.len() > 1 {
        return Err(400);
    }
    if !is(&modes, "subscribe") {
        return Err(403);
    }
    let [(_, challenge)] = challenges.as_slice() else { return Err(400) };
    let harmless = challenge.iter().all(|byte| byte.is_ascii_graphic() && !b"<>&\"'".contains(byte));
    let broken = challenge.contains(&b'%') && has_broken_escape(query);
    if !harmless || broken || !(1..=256).contains(&challenge.len()) {
        return Err(400);
    }
    String::from_utf8(challenge.clone()).map_err(|_| 400)
}

fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let (byte, length) = match (first, behind) {
            (b'%', [high, low, ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                (digit(*high) * 16 + digit(*low), 3)
            }
            (b'+', _) => (b' ', 1),
            (other, _) => (*other, 1),
        };
        bytes.push(byte);
        rest = &rest[length..];
    }
    bytes
}

fn digit(digit: u8) -> u8 {
    char::from(digit).to_digit(16).unwrap() as u8
}

fn has_broken_escape(query: &str) -> bool {
    let bytes = query.as_bytes();
    (0..bytes.len()).filter(|at| bytes[*at] == b'%').any(|at| {
        let digits = bytes.get(at + 1..at + 3);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// Inputs to begin with: a good handshake, and one of each way to spoil it.
pub fn seeds() -> Vec<Vec<u8>> {
    let good = format!("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={TOKEN}");
    let challenge = |challenge: &str| good.replace("1158201444", challenge);
    [
        String::new(),
        good.clone(),
        good.replace('.', "_"),
        good.replace(TOKEN, "wrong"),
        good.replace(TOKEN, ""),
        good.replace(TOKEN, &TOKEN[..TOKEN.len() - 1]),
        good.replace(TOKEN, &TOKEN.to_uppercase()),
        good.replace(TOKEN, &format!("{TOKEN}%20")),
        good.replace(TOKEN, "%76erify-token-0123456789"),
        good.replace("subscribe", "unsubscribe"),
        good.replace("hub.mode", "mode"),
        format!("{good}&hub.challenge=2"),
        format!("{good}&hub.mode=subscribe"),
        format!("{good}&hub.verify_token=x"),
        format!("hub.verify_token=x&{good}"),
        format!("{good}&hub_challenge=2&other=%zz"),
        challenge(""),
        challenge("%3Cscript%3Ealert(1)%3C/script%3E"),
        challenge("a+b"),
        challenge("%C3%A4%00%7f%ff"),
        challenge("a%25z"),
        challenge("a%zz"),
        challenge(&"1".repeat(256)),
        challenge(&"1".repeat(257)),
        format!("{good}&{}", "x".repeat(2047 - good.len())),
        format!("{good}&{}", "x".repeat(2048 - good.len())),
    ]
    .map(String::into_bytes)
    .into()
}
