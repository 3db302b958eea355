//! Secrets and personal data are planted, and looked for wherever text comes out.

#[cfg(feature = "dedup")]
mod dedup;
mod events;
#[cfg(feature = "graph")]
mod graph;
#[cfg(feature = "inbox")]
mod inbox;
mod requests;
#[cfg(feature = "testing")]
mod testing;
mod types;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use form_urlencoded::byte_serialize;

/// So much of a value, in bytes, is a leak.
const PIECE: usize = 8;

/// A value that must not come out.
pub(crate) struct Canary {
    name: &'static str,
    /// Each piece of it, in each way of writing it.
    forms: Vec<(&'static str, String)>,
}

impl Canary {
    pub(crate) fn new(name: &'static str, value: &str) -> Self {
        let mut forms = Vec::new();
        let mut piece = String::new();
        for c in value.chars() {
            piece.push(c);
            if piece.len() >= PIECE {
                forms.extend(written(&std::mem::take(&mut piece)));
            }
        }
        assert!(!forms.is_empty(), "{name} is too short to be looked for");
        Self { name, forms }
    }
}

/// The ways in which a text may be written.
fn written(text: &str) -> Vec<(&'static str, String)> {
    let bytes = text.as_bytes();
    let each = |write: fn(&u8) -> String, between| bytes.iter().map(write).collect::<Vec<_>>().join(between);
    let debug = format!("{text:?}");
    let mut forms = vec![
        ("as it is", text.to_owned()),
        ("in upper case", text.to_uppercase()),
        ("in lower case", text.to_lowercase()),
        ("in hex", each(|byte| format!("{byte:02x}"), "")),
        ("in upper-case hex", each(|byte| format!("{byte:02X}"), "")),
        ("escaped by Debug", debug[1..debug.len() - 1].to_owned()),
        ("escaped as ASCII", bytes.escape_ascii().to_string()),
        ("escaped as characters", text.escape_default().to_string()),
        ("escaped as JSON", each(|byte| format!("\\u{byte:04x}"), "")),
        ("percent-encoded as in a form", byte_serialize(bytes).collect()),
        ("percent-encoded", each(|byte| format!("%{byte:02X}"), "")),
        ("percent-encoded in lower case", each(|byte| format!("%{byte:02x}"), "")),
        // Lists are looked for without the white space between their elements.
        ("as a list of bytes", each(u8::to_string, ",")),
        ("as a list of bytes in hex", each(|byte| format!("{byte:x}"), ",")),
        ("as a list of bytes in upper-case hex", each(|byte| format!("{byte:X}"), ",")),
        ("backwards", text.chars().rev().collect()),
    ];
    // What stands before a text shifts its base64; the digits at both ends are its neighbors' as well.
    for before in 0..3 {
        let shifted = [&vec![0; before], bytes].concat();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let digits = engine.encode(&shifted);
            let whole = (before * 8).div_ceil(6)..shifted.len() * 8 / 6;
            forms.push(("in base64", digits[whole].to_owned()));
        }
    }
    forms.sort_by(|(_, one), (_, other)| one.cmp(other));
    forms.dedup_by(|(_, one), (_, other)| one == other);
    forms
}

/// Which canaries are in the text, and how they are written.
pub(crate) fn found<'a>(canaries: impl IntoIterator<Item = &'a Canary>, text: &str) -> Vec<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut found = Vec::new();
    for canary in canaries {
        let forms = canary.forms.iter().filter(|(_, form)| text.contains(form) || compact.contains(form));
        found.extend(forms.map(|(how, _)| format!("{} {how}", canary.name)));
    }
    found.sort();
    found.dedup();
    found
}

/// The message of an error and of all that caused it, as shown and as debugged.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut said = format!("{error} {error:?} {error:#?}");
    if let Some(source) = error.source() {
        said += &chain(source);
    }
    said
}

#[test]
fn a_value_is_found_however_it_is_written() {
    let value = "s3cr\u{e9}t \"Value\"\n+ more";
    let canary = [Canary::new("the value", value)];
    let bytes = value.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    for text in [
        format!("before{value}after"),
        format!("{value:?}"),
        format!("{:?}", Some([value])),
        format!("{bytes:?}"),
        format!("{bytes:#?}"),
        format!("{bytes:02x?}"),
        format!("{bytes:#X?}").replace("0x", ""),
        format!("{}", bytes.escape_ascii()),
        format!("{:?}", bytes::Bytes::from(value)),
        hex.clone(),
        hex.to_uppercase(),
        STANDARD_NO_PAD.encode(bytes),
        STANDARD_NO_PAD.encode(format!("user:{value}")),
        URL_SAFE_NO_PAD.encode(format!("me:{value}:me")),
        byte_serialize(bytes).collect(),
        value.chars().rev().collect(),
        value.chars().take(9).collect(),
        serde_json::to_string(value).unwrap(),
    ] {
        assert!(!found(&canary, &text).is_empty(), "not found in {text}");
    }
    let nothing = found(&canary, "the value is <24 bytes> of secret, value and more");
    assert!(nothing.is_empty(), "{nothing:?}");
}
