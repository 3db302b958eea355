//! Wrong implementations, through the checks that the crate passes. Each of them must be caught by one of the seeds.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use http::{HeaderValue, StatusCode, Uri};
use serde_json::json;
use whatsapp_webhook::{AppSecret, Update, signature};
use whatsapp_webhook_fuzz::{
    challenge_query::{self, Answer},
    event::{self, Outcome},
    request_frames::{self, Part, Post},
    roundtrip, signature_header,
};

/// Panics if none of the seeds makes the check panic.
fn assert_caught(name: &str, seeds: &[Vec<u8>], check: impl Fn(&[u8])) {
    let caught = seeds.iter().filter(|seed| catch_unwind(AssertUnwindSafe(|| check(seed))).is_err()).count();
    println!("{name}: caught by {caught} of {} seeds", seeds.len());
    assert!(caught > 0, "{name} is not caught");
}

#[test]
fn a_lenient_reader_of_signatures_is_caught() {
    fn right(body: &[u8]) -> HeaderValue {
        signature::sign(&AppSecret::new("0123456789abcdef0123456789abcdef").unwrap(), body)
    }

    type Accepts = fn(&[HeaderValue], &Bytes) -> bool;
    let wrong: [(&str, Accepts); 7] = [
        ("accepts everything", |_, _| true),
        ("accepts nothing", |_, _| false),
        ("takes the first of several", |headers, body| headers.first() == Some(&right(body))),
        (
            "takes any letter case",
            |headers, body| matches!(headers, [one] if one.as_bytes().eq_ignore_ascii_case(right(body).as_bytes())),
        ),
        (
            "trims white space",
            |headers, body| matches!(headers, [one] if one.as_bytes().trim_ascii() == right(body).as_bytes()),
        ),
        (
            "compares as much as there is",
            |headers, body| matches!(headers, [one] if one.len() > 7 && right(body).as_bytes().starts_with(one.as_bytes())),
        ),
        (
            "leaves out the last digit",
            |headers, body| matches!(headers, [one] if one.len() == 71 && one.as_bytes()[..70] == right(body).as_bytes()[..70]),
        ),
    ];
    let seeds = signature_header::seeds();
    for (name, accepts) in wrong {
        assert_caught(name, &seeds, |seed| signature_header::check(seed, accepts));
    }
}

#[test]
fn a_careless_handshake_is_caught() {
    /// Answers as if the query had been another one.
    fn reading(uri: &Uri, change: impl Fn(&str) -> String) -> Answer {
        let query = change(uri.query().unwrap_or_default());
        challenge_query::answer(&Uri::try_from(format!("/webhook?{query}")).unwrap())
    }

    fn without(uri: &Uri, name: &str) -> Answer {
        let mut answer = challenge_query::answer(uri);
        answer.headers.remove(name);
        answer
    }

    /// Echoes the challenge in place of a rejection.
    fn echoing(uri: &Uri, status: u16) -> Answer {
        let mut answer = challenge_query::answer(uri);
        let challenge =
            uri.query().and_then(|query| query.split_once("hub.challenge=")).map(|(_, rest)| rest);
        if let (true, Some(challenge)) = (answer.status == status, challenge) {
            answer.body = Bytes::copy_from_slice(challenge.as_bytes());
        }
        answer
    }

    type Answers = fn(&Uri) -> Answer;
    let wrong: [(&str, Answers); 9] = [
        ("echoes without the token", |uri| echoing(uri, 403)),
        ("echoes what may be markup", |uri| echoing(uri, 400)),
        ("lets browsers guess the type", |uri| without(uri, "x-content-type-options")),
        ("leaves out the policy", |uri| without(uri, "content-security-policy")),
        ("takes any letter case of the token", |uri| {
            reading(uri, |query| query.replace("VERIFY-TOKEN", "verify-token"))
        }),
        ("takes the start of the token", |uri| {
            reading(uri, |query| match query.strip_suffix("verify-token-012345678") {
                Some(start) => format!("{start}verify-token-0123456789"),
                None => query.to_owned(),
            })
        }),
        ("takes the first of two", |uri| {
            reading(uri, |query| query.strip_suffix("&hub.mode=subscribe").unwrap_or(query).to_owned())
        }),
        ("takes underscores for dots", |uri| reading(uri, |query| query.replace("hub_", "hub."))),
        ("has no limit", |uri| reading(uri, |query| query.trim_end_matches('x').to_owned())),
    ];
    let seeds = challenge_query::seeds();
    for (name, answer) in wrong {
        assert_caught(name, &seeds, |seed| challenge_query::check(seed, answer));
    }
}

#[test]
fn a_reader_of_notifications_that_loses_or_invents_is_caught() {
    type Tamper = fn(&mut Outcome);
    let wrong: [(&str, Tamper); 16] = [
        ("loses an update", |outcome| _ = outcome.updates.pop()),
        ("tells an update twice", |outcome| {
            let last = outcome.updates.last().cloned();
            outcome.updates.extend(last);
        }),
        ("loses the order of messages", |outcome| outcome.updates.reverse()),
        ("mixes up identifiers", |outcome| {
            outcome.updates.iter_mut().filter_map(|told| told.id.as_mut()).for_each(|id| id.push('x'));
        }),
        ("loses identifiers", |outcome| outcome.updates.iter_mut().for_each(|told| told.id = None)),
        ("loses the account", |outcome| outcome.updates.iter_mut().for_each(|told| told.waba_id = None)),
        ("mixes up accounts", |outcome| {
            outcome.updates.iter_mut().for_each(|told| told.waba_id = Some("x".into()));
        }),
        ("mixes up numbers", |outcome| {
            outcome
                .updates
                .iter_mut()
                .filter_map(|told| told.phone_number_id.as_mut())
                .for_each(|id| id.push('x'));
        }),
        ("reads seconds as milliseconds", |outcome| {
            outcome
                .updates
                .iter_mut()
                .filter_map(|told| told.seconds.as_mut())
                .for_each(|seconds| *seconds /= 1000);
        }),
        ("cuts texts short", |outcome| {
            outcome.updates.iter_mut().filter_map(|told| told.text.as_mut()).for_each(|text| _ = text.pop());
        }),
        ("loses the JSON of items", |outcome| {
            outcome.updates.iter_mut().for_each(|told| told.raw = "null".into());
        }),
        ("loses what is unknown", |outcome| {
            let unknown = outcome.updates.iter_mut().filter_map(|told| told.unknown.as_mut());
            unknown.for_each(|raw| *raw = "null".into());
        }),
        ("names what is not there", |outcome| {
            outcome.unrecognized.iter_mut().for_each(|(pointer, _)| pointer.push_str("/there"));
        }),
        ("changes the bytes", |outcome| outcome.raw.push(b' ')),
        ("writes otherwise", |outcome| outcome.back.push(b' ')),
        ("writes no JSON", |outcome| {
            outcome.updates.iter_mut().for_each(|told| told.written.push('}'));
        }),
    ];

    let mut seeds = event::seeds();
    seeds.push(
        json!({ "entry": [{ "changes": [{ "field": "messages", "value": { "messages": [
        { "id": "1", "timestamp": "1", "type": "text", "text": { "body": "One" }, "new": 1 }, 7
    ] } }] }] })
        .to_string()
        .into_bytes(),
    );
    for (name, tamper) in wrong {
        assert_caught(name, &seeds, |seed| {
            event::check(seed, |data| {
                let mut outcome = event::read(data)?;
                tamper(&mut outcome);
                Some(outcome)
            });
        });
    }
    let nothing = || Outcome { updates: vec![], unrecognized: vec![], back: b"{}".to_vec(), raw: vec![] };
    assert_caught("accepts nothing", &seeds, |seed| event::check(seed, |_| None));
    assert_caught("accepts everything", &seeds, |seed| {
        event::check(seed, |data| {
            let accepted = || Outcome { back: data.to_vec(), raw: data.to_vec(), ..nothing() };
            Some(event::read(data).unwrap_or_else(accepted))
        });
    });
}

#[test]
fn a_reader_of_frames_that_cuts_or_skips_is_caught() {
    /// Answers as if the body had come in other parts.
    fn reading(post: &Post, change: impl Fn(&mut Vec<Part>)) -> request_frames::Answer {
        let mut parts = post.parts.clone();
        change(&mut parts);
        request_frames::answer(&Post { parts, declared: post.declared, signature: post.signature.clone() })
    }

    type Answers = fn(&Post) -> request_frames::Answer;
    let wrong: [(&str, Answers); 6] = [
        ("reads the first frame alone", |post| reading(post, |parts| parts.truncate(1))),
        ("ends at an empty frame", |post| {
            reading(post, |parts| {
                let empty =
                    parts.iter().position(|part| matches!(part, Part::Data(bytes) if bytes.is_empty()));
                parts.truncate(empty.unwrap_or(parts.len()));
            })
        }),
        ("takes an error for the end", |post| {
            reading(post, |parts| {
                let error = parts.iter().position(|part| matches!(part, Part::Error));
                parts.truncate(error.unwrap_or(parts.len()));
            })
        }),
        ("reads the first piece of a frame alone", |post| {
            reading(post, |parts| {
                for part in parts {
                    if let Part::Chained(one, _) = part {
                        *part = Part::Data(one.clone());
                    }
                }
            })
        }),
        ("believes what is declared", |post| {
            let (status, body) = request_frames::answer(post);
            (
                status,
                body.map(|body| body.slice(..body.len().min(post.declared.unwrap_or(u64::MAX) as usize))),
            )
        }),
        ("lets a body over the limit through", |post| match request_frames::answer(post) {
            (StatusCode::PAYLOAD_TOO_LARGE, _) => (StatusCode::OK, Some(Bytes::new())),
            answer => answer,
        }),
    ];
    let seeds = request_frames::seeds();
    for (name, answer) in wrong {
        assert_caught(name, &seeds, |seed| request_frames::check(seed, answer));
    }
}

#[test]
fn a_writer_that_loses_or_adds_is_caught() {
    type Write = fn(&Update) -> String;
    let wrong: [(&str, Write); 4] = [
        ("writes half", |update| {
            let written = roundtrip::write(update);
            written.get(..written.len() / 2).unwrap_or_default().to_owned()
        }),
        ("adds an item", |update| {
            let written = roundtrip::write(update);
            format!("{written},{written}")
        }),
        ("loses captions", |update| roundtrip::write(update).replace("\"caption\"", "\"\"")),
        ("makes every type another", |update| roundtrip::write(update).replace("\"image\"", "\"video\"")),
    ];
    let seeds = event::seeds();
    for (name, write) in wrong {
        assert_caught(name, &seeds, |seed| roundtrip::check(seed, write));
    }
}
