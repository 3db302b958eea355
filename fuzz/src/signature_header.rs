//! Any values of the signature header with any body: accepted is the one that is right, to the byte.

use std::sync::LazyLock;

use bytes::Bytes;
use http::{HeaderValue, Request};
use http_body_util::Full;
use sha2::{Digest, Sha256};
use whatsapp_webhook::{AppSecret, WhatsAppWebhookLayer, signature};

use crate::{
    input::Input,
    support::{SECRET, layer, secret, send_now},
};

/// Checks the layer, and the function for places without one.
pub fn run(data: &[u8]) {
    check(data, accepts);
}

/// Panics unless `accepts` says the same of the headers and the body in `data` as an HMAC computed here.
pub fn check(data: &[u8], accepts: impl Fn(&[HeaderValue], &Bytes) -> bool) {
    let mut input = Input::new(data);
    let shape = input.byte();
    let (count, from_right) = (shape & 3, shape & 4 != 0);
    let texts: Vec<Vec<Edit>> = Vec::from_iter((0..count).map(|_| edits(&mut input, from_right)));
    let body = Bytes::copy_from_slice(input.rest());
    let right = format!("sha256={}", hex(&hmac(SECRET.as_bytes(), &body))).into_bytes();
    let start = if from_right { right.as_slice() } else { b"" };
    let Ok(headers) = texts
        .iter()
        .map(|edits| HeaderValue::from_bytes(&edited(start, edits)))
        .collect::<Result<Vec<_>, _>>()
    else {
        return;
    };
    let expected = matches!(headers.as_slice(), [one] if one.as_bytes() == right);
    assert_eq!(accepts(&headers, &body), expected, "{headers:?} {body:?}");
}

/// What the crate says: whether the body comes through the layer. What does not is a 401.
pub fn accepts(headers: &[HeaderValue], body: &Bytes) -> bool {
    static LAYER: LazyLock<WhatsAppWebhookLayer> = LazyLock::new(layer);
    static APP_SECRET: LazyLock<AppSecret> = LazyLock::new(secret);
    let mut request = Request::post("/").body(Full::new(body.clone())).unwrap();
    for header in headers {
        request.headers_mut().append(signature::X_HUB_SIGNATURE_256, header.clone());
    }
    let answer = send_now(&LAYER, request);
    let accepted = match answer.seen {
        Some(seen) => seen.body == *body && seen.verified.body() == body,
        None => false,
    };
    assert_eq!(answer.status, if accepted { 200 } else { 401 });
    if let [header] = headers {
        assert_eq!(signature::verify(&APP_SECRET, header, body).is_ok(), accepted);
    }
    accepted
}

/// One change of a header's text.
enum Edit {
    Replace(usize, u8),
    Insert(usize, u8),
    Remove(usize),
    Truncate(usize),
    Append(Vec<u8>),
}

fn edits(input: &mut Input<'_>, from_right: bool) -> Vec<Edit> {
    if !from_right {
        return vec![Edit::Append(input.short_slice().to_vec())];
    }
    let count = input.below(4);
    Vec::from_iter((0..count).map(|_| match input.below(5) {
        0 => Edit::Replace(input.byte().into(), input.byte()),
        1 => Edit::Insert(input.byte().into(), input.byte()),
        2 => Edit::Remove(input.byte().into()),
        3 => Edit::Truncate(input.byte().into()),
        _ => Edit::Append(input.short_slice().to_vec()),
    }))
}

fn edited(start: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut text = start.to_vec();
    for edit in edits {
        match *edit {
            Edit::Replace(at, byte) if at < text.len() => text[at] = byte,
            Edit::Insert(at, byte) if at <= text.len() => text.insert(at, byte),
            Edit::Remove(at) if at < text.len() => _ = text.remove(at),
            Edit::Truncate(length) => text.truncate(length),
            Edit::Append(ref bytes) => text.extend(bytes),
            _ => {}
        }
    }
    text
}

/// HMAC as RFC 2104 writes it, for keys of up to a block.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Inputs to begin with: the right header, each way to alter it, and headers of all kinds.
pub fn seeds() -> Vec<Vec<u8>> {
    let body: &[u8] = b"{\"object\":\"whatsapp_business_account\"}";
    let mut seeds: Vec<Vec<u8>> = [
        &[5, 0][..],               // right
        &[6, 0, 0],                // right, twice
        &[4],                      // none
        &[5, 1, 0, 0, b'S'],       // another letter case
        &[5, 1, 0, 70, b'0'],      // another last digit
        &[5, 1, 0, 7, b'F'],       // an upper-case digit, or another one
        &[5, 1, 1, 0, b' '],       // a space in front
        &[5, 1, 1, 7, b' '],       // a space after the prefix
        &[5, 1, 4, 1, b' '],       // a space behind
        &[5, 1, 2, 70],            // a digit too few
        &[5, 1, 1, 71, b'0'],      // a digit too many
        &[5, 1, 3, 39],            // half of it
        &[5, 1, 3, 7],             // the prefix alone
        &[5, 2, 3, 0, 4, 1, b'x'], // something else
    ]
    .map(|start| [start, body].concat())
    .into();
    for header in ["", "sha256=", "sha1=0000000000000000000000000000000000000000", "\u{e4}"] {
        seeds.push([&[1, header.len() as u8], header.as_bytes(), body].concat());
    }
    // The spellings that depend on the digits: upper case everywhere, for many bodies.
    for body in 0..16_u8 {
        let position = 7 + 4 * body;
        seeds.push(vec![5, 1, 0, position, b'A' + body % 6, body]);
        seeds.push(vec![5, 1, 0, position, b'a' + body % 6, body]);
    }
    seeds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hmac_computed_here_is_what_openssl_says() {
        // printf '{}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        let said = "b326604c0dc7364c8b688556189c0a510e5150cd4628736be814c7c9898f899d";
        assert_eq!(hex(&hmac(SECRET.as_bytes(), b"{}")), said);
    }
}
