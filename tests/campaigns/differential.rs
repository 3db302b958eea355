//! Our verdicts beside those of a second HMAC, which shares no line with the first.

use bytes::Bytes;
use http::HeaderValue;
use ring::hmac;
use whatsapp_webhook::{
    AppSecret, VerifyToken, WhatsAppWebhookLayer,
    signature::{sign, verify},
};

use crate::{
    random::{Random, repetitions, seed},
    support::{data, frames, send_now, with_signature},
};

struct Case {
    key: Vec<u8>,
    body: Bytes,
    /// Where the body is cut into frames.
    cuts: Vec<usize>,
    /// The bit of the tag that is flipped before it is sent, if any.
    flipped: Option<usize>,
}

impl Case {
    fn random(random: &mut Random, key_length: usize, body: Bytes) -> Self {
        let mut key = random.bytes(key_length);
        // White space at an end would be rejected.
        for end in [0, key_length - 1] {
            key[end] |= 0x80;
        }
        let mut cuts: Vec<_> = (0..random.below(8)).map(|_| random.below(body.len() + 1)).collect();
        cuts.sort_unstable();
        let flipped = (random.below(4) == 0).then(|| random.below(256));
        Self { key, body, cuts, flipped }
    }

    /// Whether the two agree on the signature, and on what to do with the one that is sent.
    fn agrees(&self, tag_of: impl Fn(&[u8], &[u8]) -> [u8; 32]) -> bool {
        let mut tag = tag_of(&self.key, &self.body);
        let secret = AppSecret::new(&self.key).unwrap();
        let agrees_on_tag = sign(&secret, &self.body) == header(&tag);

        if let Some(bit) = self.flipped {
            tag[bit / 8] ^= 1 << (bit % 8);
        }
        let header = header(&tag);
        let theirs = self.flipped.is_none();
        agrees_on_tag
            && verify(&secret, &header, &self.body).is_ok() == theirs
            && self.passes_the_layer(secret, header) == theirs
    }

    fn passes_the_layer(&self, secret: AppSecret, header: HeaderValue) -> bool {
        let layer = WhatsAppWebhookLayer::new(secret, VerifyToken::new("a token").unwrap());
        let starts = [0].into_iter().chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().copied().chain([self.body.len()]);
        let body = frames(starts.zip(ends).map(|(start, end)| data(self.body.slice(start..end))));
        let answer = send_now(&layer, with_signature(header, body));
        assert_eq!(answer.status, if answer.seen.is_some() { 200 } else { 401 });
        answer.seen.is_some_and(|seen| seen.body == self.body)
    }
}

fn header(tag: &[u8; 32]) -> HeaderValue {
    let digits: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::try_from(format!("sha256={digits}")).unwrap()
}

fn by_ring(key: &[u8], body: &[u8]) -> [u8; 32] {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::sign(&key, body).as_ref().try_into().unwrap()
}

/// Keys of 16 to 200 bytes, bodies of up to 64 KiB.
fn any_case(random: &mut Random, pool: &Bytes) -> Case {
    let length = random.below((64 << 10) + 1);
    let start = random.below(pool.len() - length);
    let key_length = 16 + random.below(185);
    Case::random(random, key_length, pool.slice(start..start + length))
}

/// Bodies that end within two bytes of a block's edge, where padding is decided; keys as long as a block, or nearly so.
fn case_at_an_edge(random: &mut Random, pool: &Bytes) -> Case {
    // 55 and 56 bytes are where the length still fits into the last block, and where it does not.
    let edge = [0, 55, 64][random.below(3)] + 64 * random.below(40);
    let length = (edge + random.below(5)).saturating_sub(2);
    let key_length = [16, 32, 55, 56, 63, 64, 65, 127, 128, 129][random.below(10)];
    Case::random(random, key_length, pool.slice(..length))
}

fn differences(
    count: usize,
    case: fn(&mut Random, &Bytes) -> Case,
    tag_of: impl Fn(&[u8], &[u8]) -> [u8; 32],
) -> usize {
    let mut random = Random::new(seed());
    let pool = Bytes::from(random.bytes(1 << 20));
    (0..count).filter(|_| !case(&mut random, &pool).agrees(&tag_of)).count()
}

#[test]
fn a_second_implementation_agrees_on_a_hundred_thousand_bodies() {
    let count = repetitions(100_000);
    let found = differences(count, any_case, by_ring);
    println!("differential: seed {:#x}, {count} random keys and bodies, {found} differences", seed());
    assert_eq!(found, 0);
}

#[test]
fn a_second_implementation_agrees_around_the_edges_of_blocks() {
    let found = differences(1000, case_at_an_edge, by_ring);
    println!("differential: seed {:#x}, 1000 bodies around block edges, {found} differences", seed());
    assert_eq!(found, 0);
}

#[test]
fn an_implementation_with_a_small_mistake_would_be_found_out() {
    type Mistaken = fn(&[u8], &[u8]) -> [u8; 32];
    let mistaken: [(&str, Mistaken); 3] = [
        ("cuts the key at a block", |key, body| by_ring(&key[..key.len().min(64)], body)),
        ("forgets the last byte of a whole block", |key, body| {
            let length = body.len() - usize::from(!body.is_empty() && body.len() % 64 == 0);
            by_ring(key, &body[..length])
        }),
        ("does not hash a key of 65 bytes", |key, body| {
            by_ring(if key.len() == 65 { &key[..64] } else { key }, body)
        }),
    ];
    for (what, tag_of) in mistaken {
        let found = differences(1000, case_at_an_edge, tag_of);
        println!("differential: one that {what}: {found} differences in 1000");
        assert!(found > 0);
    }
}
