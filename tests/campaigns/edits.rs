//! Every small edit of a right signature and of a signed body.

use std::sync::LazyLock;

use bytes::Bytes;
use http::HeaderValue;
use http_body_util::Full;
use whatsapp_webhook::signature::{sign, verify};

use crate::{
    random::Random,
    support::{layer, secret, send_now, with_signature},
};

const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;
const PREFIX: usize = "sha256=".len();

/// What became of edits that must all be rejected.
#[derive(Debug, Default, PartialEq)]
struct Tally {
    refused: usize,
    /// Values that cannot be a header: no client can send them.
    not_a_header: usize,
    accepted: usize,
}

/// A verifier: whether it takes `header` as the signature of `body`.
type Verifier = fn(header: &HeaderValue, body: &[u8]) -> bool;

fn function(header: &HeaderValue, body: &[u8]) -> bool {
    verify(&secret(), header, body).is_ok()
}

fn service(header: &HeaderValue, body: &[u8]) -> bool {
    let request = with_signature(header.clone(), Full::new(Bytes::copy_from_slice(body)));
    let answer = send_now(&layer(), request);
    assert_eq!(answer.status.as_u16(), if answer.seen.is_some() { 200 } else { 401 });
    answer.seen.is_some()
}

fn try_headers(verifier: Verifier, edits: impl Iterator<Item = Vec<u8>>) -> Tally {
    let mut tally = Tally::default();
    for edit in edits {
        match HeaderValue::try_from(edit) {
            Err(_) => tally.not_a_header += 1,
            Ok(header) if verifier(&header, BODY) => tally.accepted += 1,
            Ok(_) => tally.refused += 1,
        }
    }
    tally
}

fn try_bodies(verifier: Verifier, header: &HeaderValue, edits: impl Iterator<Item = Vec<u8>>) -> Tally {
    let mut tally = Tally::default();
    for edit in edits {
        match verifier(header, &edit) {
            true => tally.accepted += 1,
            false => tally.refused += 1,
        }
    }
    tally
}

fn right() -> Vec<u8> {
    static RIGHT: LazyLock<Vec<u8>> = LazyLock::new(|| sign(&secret(), BODY).as_bytes().to_vec());
    RIGHT.clone()
}

fn byte_changes() -> impl Iterator<Item = Vec<u8>> {
    (0..right().len()).flat_map(|position| {
        (1..=u8::MAX).map(move |change| {
            let mut header = right();
            header[position] ^= change;
            header
        })
    })
}

fn truncations() -> impl Iterator<Item = Vec<u8>> {
    (0..right().len()).map(|length| right()[..length].to_vec())
}

fn extensions() -> impl Iterator<Item = Vec<u8>> {
    (0..=u8::MAX).map(|byte| [right(), vec![byte]].concat())
}

/// The header with some bits of its tag flipped, spelled as a signature is.
fn with_flipped(bits: &[usize]) -> Vec<u8> {
    let mut header = right();
    for bit in bits {
        let digit = &mut header[PREFIX + bit / 4];
        let value = char::from(*digit).to_digit(16).unwrap() ^ (1 << (bit % 4));
        *digit = char::from_digit(value, 16).unwrap() as u8;
    }
    header
}

fn one_bit_flips() -> impl Iterator<Item = Vec<u8>> {
    (0..256).map(|bit| with_flipped(&[bit]))
}

fn two_bit_flips() -> impl Iterator<Item = Vec<u8>> {
    (0..256).flat_map(|one| (0..one).map(move |other| with_flipped(&[one, other])))
}

fn report(what: &str, tally: &Tally) {
    let Tally { refused, not_a_header, accepted } = tally;
    println!("edits: {what}: {accepted} accepted, {refused} refused, {not_a_header} that no header can hold");
}

#[test]
fn no_edit_of_a_header_is_accepted() {
    for (name, verifier) in [("verify", function as Verifier), ("the service", service)] {
        assert!(verifier(&HeaderValue::try_from(right()).unwrap(), BODY));
        for (what, edits, refused, not_a_header) in [
            // A header holds no control byte but the tab: 32 values of the 256.
            (
                "byte changes of the header",
                Box::new(byte_changes()) as Box<dyn Iterator<Item = _>>,
                71 * (255 - 32),
                71 * 32,
            ),
            ("truncations", Box::new(truncations()), 71, 0),
            ("extensions by a byte", Box::new(extensions()), 256 - 32, 32),
            ("one-bit flips of the tag", Box::new(one_bit_flips()), 256, 0),
            ("two-bit flips of the tag", Box::new(two_bit_flips()), 32_640, 0),
        ] {
            let tally = try_headers(verifier, edits);
            report(&format!("{name}, {what}"), &tally);
            assert_eq!(tally, Tally { refused, not_a_header, accepted: 0 });
        }
    }
}

#[test]
fn no_flipped_bit_of_a_kibibyte_is_accepted() {
    let body = Random::new(0).bytes(1024);
    let header = sign(&secret(), &body);
    let flips = || {
        (0..body.len() * 8).map(|bit| {
            let mut edit = body.clone();
            edit[bit / 8] ^= 1 << (bit % 8);
            edit
        })
    };
    for (name, verifier) in [("verify", function as Verifier), ("the service", service)] {
        assert!(verifier(&header, &body));
        let tally = try_bodies(verifier, &header, flips());
        report(&format!("{name}, one-bit flips of a body of 1 KiB"), &tally);
        assert_eq!(tally, Tally { refused: 8192, ..Tally::default() });
    }
    // A verifier that looks at the first half of the body alone
    let careless: Verifier = |header, body| {
        let whole = Random::new(0).bytes(1024);
        body[..512] == whole[..512] && function(header, &whole)
    };
    assert_eq!(try_bodies(careless, &header, flips()).accepted, 4096);
}

#[test]
fn a_careless_verifier_would_be_found_out() {
    let careless: [(&str, Verifier); 5] = [
        ("compares as many digits as came", |header, body| {
            let right = sign(&secret(), body);
            right.as_bytes().starts_with(header.as_bytes())
        }),
        ("knows no case", |header, body| {
            sign(&secret(), body).as_bytes().eq_ignore_ascii_case(header.as_bytes())
        }),
        ("ignores what follows", |header, body| {
            let right = sign(&secret(), body);
            header.as_bytes().starts_with(right.as_bytes())
        }),
        ("forgets the last byte of the tag", |header, body| {
            let right = sign(&secret(), body);
            header.len() == 71 && header.as_bytes()[..69] == right.as_bytes()[..69]
        }),
        ("sums the differences modulo 256", |header, body| {
            let right = sign(&secret(), body);
            let sum = |bytes: &[u8]| bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
            header.len() == 71 && sum(header.as_bytes()) == sum(right.as_bytes())
        }),
    ];
    for (what, verifier) in careless {
        let edits = byte_changes()
            .chain(truncations())
            .chain(extensions())
            .chain(one_bit_flips())
            .chain(two_bit_flips());
        let tally = try_headers(verifier, edits);
        report(&format!("a verifier that {what}"), &tally);
        assert!(tally.accepted > 0);
    }
}
