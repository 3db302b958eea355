//! What is sent: batches of texts and statuses in Meta's shape and in our own words, signed.

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderValue, Method, Request};
use sha2::Sha256;

pub const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub const SIGNATURE: &str = "x-hub-signature-256";

/// How many updates the deliveries of a comparison hold.
pub const UPDATES: [usize; 4] = [1, 10, 196, 5_780];

/// How many statuses one more delivery holds, in one change.
pub const STATUSES: usize = 196;

/// What a notification holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts and statuses by turns, each in a change of its own.
    Mixed,
    /// Statuses, all in one change.
    Statuses,
}

/// A body, and what proves where it is from.
#[derive(Clone)]
pub struct Delivery {
    pub kind: Kind,
    pub updates: usize,
    pub body: Bytes,
    pub tag: [u8; 32],
    /// None if it is not signed.
    header: Option<HeaderValue>,
}

impl Delivery {
    /// With so many updates, each in a change of its own; every second one is a status.
    pub fn new(updates: usize) -> Self {
        Self::with_longer_text(updates, 0)
    }

    /// The same, with so many letters more in the first text.
    pub fn with_longer_text(updates: usize, letters: usize) -> Self {
        let longer = |index| change(index, if index == 0 { letters } else { 0 });
        let changes: Vec<String> = (0..updates).map(longer).collect();
        Self::of_changes(Kind::Mixed, updates, &changes.join(","))
    }

    /// With so many statuses, all in one change.
    pub fn of_statuses(count: usize) -> Self {
        let statuses: Vec<String> = (0..count).map(status_object).collect();
        let change = change_of(&format!(r#""statuses":[{}]"#, statuses.join(",")));
        Self::of_changes(Kind::Statuses, count, &change)
    }

    fn of_changes(kind: Kind, updates: usize, changes: &str) -> Self {
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{changes}]}}]}}"#
        );
        let tag = key().chain_update(&body).finalize().into_bytes().into();
        Self { kind, updates, body: body.into(), tag, header: None }.with_tag(tag)
    }

    /// The same, signed with another secret.
    pub fn forged(&self) -> Self {
        let mut tag = self.tag;
        tag[31] ^= 1;
        self.clone().with_tag(tag)
    }

    /// The same without a signature.
    pub fn unsigned(&self) -> Self {
        Self { header: None, ..self.clone() }
    }

    fn with_tag(self, tag: [u8; 32]) -> Self {
        let header = format!("sha256={}", hex::encode(tag)).try_into().expect("hex digits are visible ASCII");
        Self { tag, header: Some(header), ..self }
    }

    /// The signature, if there is one.
    pub fn header(&self) -> Option<&HeaderValue> {
        self.header.as_ref()
    }

    /// The request that a server would hand over, with its body in one piece.
    pub fn request<B: From<Bytes>>(&self) -> Request<B> {
        let mut request = Request::new(self.body.clone().into());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = "/webhook".parse().expect("it is a path");
        let headers = request.headers_mut();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        headers.insert("content-length", self.body.len().into());
        if let Some(header) = &self.header {
            headers.insert(SIGNATURE, header.clone());
        }
        request
    }
}

/// The state of HMAC-SHA256 after the key.
pub fn key() -> Hmac<Sha256> {
    Hmac::new_from_slice(SECRET.as_bytes()).expect("a key has any length")
}

const NAMES: [&str; 4] = ["Ada Miller", "Jo\\u00e3o Prado", "Kerry Fisher", "Mei"];

/// Escaped as Meta escapes: `\/`, and everything beyond ASCII.
const TEXTS: [&str; 4] = [
    "Hello, is the blue teapot still here? I would pick it up today at seven.",
    "Two tickets for Friday please, as far in front as you can. The code is on https:\\/\\/tickets.example\\/f8, paid now.",
    "Thanks! It came this morning and nothing was broken \\ud83d\\ude42 I will order the other three cups next week.",
    "Can you move my appointment from Tuesday at ten to Thursday? Caf\\u00e9 Sol has moved, so I come from the station.",
];

fn change(index: usize, letters: usize) -> String {
    change_of(&if index.is_multiple_of(2) { message(index, letters) } else { status(index) })
}

fn change_of(value: &str) -> String {
    format!(
        r#"{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"15550783881","phone_number_id":"106540352242922"}},{value}}},"field":"messages"}}"#
    )
}

fn message(index: usize, letters: usize) -> String {
    let (user, id, time) = (user(index), id(index), time(index));
    let name = NAMES[index / 2 % NAMES.len()];
    let text = TEXTS[index / 2 % TEXTS.len()];
    format!(
        r#""contacts":[{{"profile":{{"name":"{name}"}},"wa_id":"{user}"}}],"messages":[{{"from":"{user}","id":"{id}","timestamp":"{time}","text":{{"body":"{text}{}"}},"type":"text"}}]"#,
        "a".repeat(letters)
    )
}

fn status(index: usize) -> String {
    format!(r#""statuses":[{}]"#, status_object(index))
}

fn status_object(index: usize) -> String {
    let (user, id, time) = (user(index), id(index), time(index));
    let status = ["sent", "delivered", "read"][index / 2 % 3];
    format!(
        r#"{{"id":"{id}","status":"{status}","timestamp":"{time}","recipient_id":"{user}","conversation":{{"id":"{:032x}","origin":{{"type":"service"}}}},"pricing":{{"billable":true,"pricing_model":"PMP","category":"service"}}}}"#,
        mixed(index) as u128 * 0x1_0001_0001
    )
}

fn user(index: usize) -> String {
    format!("1650555{:04}", index % 10_000)
}

fn id(index: usize) -> String {
    format!("wamid.HBgLMTY1MDU1NTEyMzQVAgASGBI{:016X}{:016X}AA==", mixed(index), mixed(index + 1))
}

fn time(index: usize) -> usize {
    1_763_800_000 + index
}

/// Different digits for each index.
fn mixed(index: usize) -> u64 {
    (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_are_those_of_the_tables() {
        for (updates, size) in UPDATES.into_iter().zip([545.0, 4_900.0, 94_000.0, 2_770_000.0]) {
            let body = Delivery::new(updates).body;
            assert!(
                (body.len() as f64 / size - 1.0).abs() < 0.02,
                "{updates} updates are {} bytes",
                body.len()
            );
        }
    }
}
