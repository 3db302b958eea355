//! Hostile GET requests: without the token nothing comes back, and with it only a harmless challenge.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Request, Uri, header::HeaderMap};
use http_body_util::Full;

use crate::{
    random::{Random, repetitions, seed},
    support::{TOKEN, layer, send_now},
};

struct Outcome {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

/// What a query is to get: the status, and the body of a 200.
fn rule(query: &str) -> (u16, String) {
    let refused = |status| (status, String::new());
    if query.len() > 2048 {
        return refused(414);
    }
    let parameters: Vec<_> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(key, value)| (decoded(key), decoded(value)))
        .collect();
    let values = |wanted: &str| -> Vec<&[u8]> {
        let of_key = parameters.iter().filter(|(key, _)| key == wanted.as_bytes());
        of_key.map(|(_, value)| &value[..]).collect()
    };
    let (modes, tokens, challenges) =
        (values("hub.mode"), values("hub.verify_token"), values("hub.challenge"));
    if tokens.first() != Some(&TOKEN.as_bytes()) {
        return refused(403);
    }
    if [&modes, &tokens, &challenges].iter().any(|values| values.len() > 1) {
        return refused(400);
    }
    if modes != [b"subscribe"] {
        return refused(403);
    }
    let has_stray_percent = query.split('%').skip(1).any(|rest| {
        let digits = rest.as_bytes().iter().take(2).filter(|byte| byte.is_ascii_hexdigit());
        digits.count() < 2
    });
    match challenges[..] {
        [challenge]
            if (1..=256).contains(&challenge.len())
                && challenge.iter().all(|byte| (b'!'..=b'~').contains(byte) && !b"<>&\"'".contains(byte))
                && !(challenge.contains(&b'%') && has_stray_percent) =>
        {
            (200, String::from_utf8(challenge.to_vec()).unwrap())
        }
        _ => refused(400),
    }
}

/// Undoes `+` and `%41`; a `%` without two digits stays.
fn decoded(text: &str) -> Vec<u8> {
    let mut rest = text.as_bytes();
    let mut bytes = Vec::new();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        let escaped = tail.get(..2).and_then(|digits| str::from_utf8(digits).ok()).filter(|_| *first == b'%');
        let digits = escaped.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        bytes.push(match digits {
            Some(digits) => {
                rest = &tail[2..];
                u8::from_str_radix(digits, 16).unwrap()
            }
            None if *first == b'+' => b' ',
            None => *first,
        });
    }
    bytes
}

/// What is wrong with an answer, if anything.
fn fault(query: &str, outcome: &Outcome) -> Option<&'static str> {
    const HARMLESS: [(&str, &str); 4] = [
        ("content-type", "text/plain; charset=utf-8"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cache-control", "no-store"),
    ];
    let (status, body) = rule(query);
    let headers = if outcome.status == 200 { &HARMLESS[..] } else { &HARMLESS[3..] };
    if status != 200 && !outcome.body.is_empty() {
        Some("a refusal says something")
    } else if outcome.status != status {
        Some("another status")
    } else if outcome.body != body {
        Some("another body")
    } else if outcome.headers.len() != headers.len()
        || headers.iter().any(|(name, value)| outcome.headers.get(*name).is_none_or(|found| found != value))
    {
        Some("other headers")
    } else {
        None
    }
}

/// A right query after none to six changes.
fn query(random: &mut Random) -> String {
    const TOKENS: [&str; 7] = [
        "",
        "verify-token-012345678",
        "verify-token-01234567890",
        "VERIFY-TOKEN-0123456789",
        "verify%2Dtoken-0123456789",
        "verify-token-0123456789%00",
        "verify-token-0123456789+",
    ];
    const CHALLENGES: [&str; 9] = [
        "",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "a%26b",
        "%27",
        "a+b",
        "%C3%A9",
        "100%25",
        "100%",
        "%0d%0aSet-Cookie:x",
    ];
    const KEYS: [&str; 8] = [
        "hub.mode",
        "hub.verify_token",
        "hub.challenge",
        "hub_verify_token",
        "HUB.MODE",
        "hub%2Emode",
        "hub.challenge[]",
        "x",
    ];
    let mut parameters = vec![
        ("hub.mode".to_owned(), "subscribe".to_owned()),
        ("hub.challenge".to_owned(), (random.next() % 10_000_000_000).to_string()),
        ("hub.verify_token".to_owned(), TOKEN.to_owned()),
    ];
    for _ in 0..random.below(7).saturating_sub(1) {
        let at = random.below(parameters.len());
        match random.below(10) {
            0 if parameters.len() > 1 => drop(parameters.remove(at)),
            1 => {
                let copy = parameters[at].clone();
                parameters.insert(random.below(parameters.len()), copy);
            }
            2 => parameters[at].1 = TOKENS[random.below(TOKENS.len())].to_owned(),
            3 => parameters[at].1 = CHALLENGES[random.below(CHALLENGES.len())].to_owned(),
            4 => parameters[at].0 = KEYS[random.below(KEYS.len())].to_owned(),
            5 => parameters.push((KEYS[random.below(KEYS.len())].to_owned(), TOKEN.to_owned())),
            6 => parameters[at].1 = "7".repeat([255, 256, 257, 2000][random.below(4)]),
            7 => escape_one(&mut parameters[at].1, random),
            8 => escape_one(&mut parameters[at].0, random),
            _ => parameters.swap(0, at),
        }
    }
    let mut query =
        parameters.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&");
    if random.below(4) == 0 {
        // Any byte anywhere
        let at = random.below(query.len());
        query.insert(at, char::from(random.next() as u8));
    }
    query
}

/// Spells one character as `%41`, which changes nothing of what is meant.
fn escape_one(text: &mut String, random: &mut Random) {
    if let Some((at, char)) = text.char_indices().nth(random.below(text.len().max(1))) {
        text.replace_range(at..at + char.len_utf8(), &format!("%{:02x}", u32::from(char)));
    }
}

#[derive(Debug, Default)]
struct Figures {
    asked: usize,
    /// Queries that cannot be a part of a URI.
    not_a_uri: usize,
    statuses: BTreeMap<u16, usize>,
    faults: BTreeMap<&'static str, usize>,
}

fn campaign(count: usize, ask: impl Fn(&Uri) -> Outcome) -> Figures {
    let mut random = Random::new(seed());
    let mut figures = Figures::default();
    while figures.asked < count {
        let query = query(&mut random);
        let Ok(uri) = Uri::try_from(format!("/webhook?{query}")) else {
            figures.not_a_uri += 1;
            continue;
        };
        let outcome = ask(&uri);
        figures.asked += 1;
        *figures.statuses.entry(outcome.status).or_default() += 1;
        // What comes after a `#` is not sent.
        if let Some(fault) = fault(uri.query().unwrap_or_default(), &outcome) {
            *figures.faults.entry(fault).or_default() += 1;
        }
    }
    figures
}

fn ask_the_layer(uri: &Uri) -> Outcome {
    let answer = send_now(&layer(), Request::get(uri.clone()).body(Full::<Bytes>::default()).unwrap());
    assert!(answer.seen.is_none());
    Outcome { status: answer.status.as_u16(), headers: answer.headers, body: answer.body }
}

#[test]
fn a_million_hostile_queries_get_nothing_without_the_token() {
    let figures = campaign(repetitions(1_000_000), ask_the_layer);
    println!("handshake: seed {:#x}, {figures:?}", seed());
    assert!(figures.faults.is_empty());
    for status in [200, 400, 403, 414] {
        assert!(figures.statuses.get(&status).is_some_and(|count| *count > figures.asked / 1000), "{status}");
    }
}

#[test]
fn a_careless_handshake_would_be_found_out() {
    let challenge = |uri: &Uri| {
        let query = uri.query().unwrap_or_default();
        let value = query.split('&').find_map(|part| part.strip_prefix("hub.challenge="));
        decoded(value.unwrap_or_default())
    };
    type Ask = Box<dyn Fn(&Uri) -> Outcome>;
    let careless: [(&str, Ask); 6] = [
        (
            "echoes to anyone",
            Box::new(move |uri| Outcome { status: 200, body: challenge(uri).into(), ..ask_the_layer(uri) }),
        ),
        (
            "echoes in its refusal",
            Box::new(move |uri| {
                let outcome = ask_the_layer(uri);
                let body = if outcome.status == 200 { outcome.body } else { challenge(uri).into() };
                Outcome { body, ..outcome }
            }),
        ),
        (
            "lets the browser guess",
            Box::new(|uri| {
                let mut outcome = ask_the_layer(uri);
                outcome.headers.remove("x-content-type-options");
                outcome
            }),
        ),
        (
            "takes any token",
            Box::new(|uri| {
                let text = uri.to_string();
                let tokens: Vec<_> = text.split('&').filter(|part| part.contains("verify_token=")).collect();
                let given =
                    tokens.first().and_then(|part| part.split_once('=')).map_or("", |(_, value)| value);
                let spelled = if given.is_empty() { text.clone() } else { text.replace(given, TOKEN) };
                ask_the_layer(&spelled.try_into().unwrap())
            }),
        ),
        (
            "knows no case",
            Box::new(|uri| {
                let text = uri.to_string().replace(&TOKEN.to_uppercase(), TOKEN);
                ask_the_layer(&text.try_into().unwrap())
            }),
        ),
        (
            "tells the status of a right token without it",
            Box::new(|uri| {
                let outcome = ask_the_layer(uri);
                Outcome { status: if outcome.status == 403 { 400 } else { outcome.status }, ..outcome }
            }),
        ),
    ];
    for (what, ask) in careless {
        let figures = campaign(repetitions(10_000), ask);
        println!("handshake: one that {what}: {figures:?}");
        assert!(!figures.faults.is_empty());
    }
}
