//! The deliveries that are measured: made here, or read from `tests/fixtures`.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each binary measures some of them, and stops on a mistake"
)]

use std::{fs, path::Path};

use bytes::Bytes;

const METADATA: &str =
    r#""metadata":{"display_phone_number":"4930901820","phone_number_id":"200000000000017"}"#;

/// One text message, as a delivery of 545 bytes.
pub(crate) fn text() -> Bytes {
    let body = entries(1, |at| text_entry(at).replace(BODY, &format!("{BODY} Thanks already!")));
    assert_eq!(body.len(), 545);
    body
}

/// As many text messages, each in an entry of its own, of 480 bytes: what comes after an outage.
pub(crate) fn texts(count: usize) -> Bytes {
    entries(count, text_entry)
}

/// As many text messages in one change, with one contact for all.
pub(crate) fn texts_in_one_change(count: usize) -> Bytes {
    one_change(&format!(r#""contacts":[{}],"messages":[{}]"#, contact(0), list(count, text_message)))
}

/// As many text messages in one change, each with a contact of its own.
pub(crate) fn texts_and_contacts(count: usize) -> Bytes {
    one_change(&format!(
        r#""contacts":[{}],"messages":[{}]"#,
        list(count, contact),
        list(count, text_message)
    ))
}

/// As many statuses in one change.
pub(crate) fn statuses(count: usize) -> Bytes {
    one_change(&format!(r#""statuses":[{}]"#, list(count, status)))
}

/// As many messages of a type that nobody knows, in one change.
pub(crate) fn unknown(count: usize) -> Bytes {
    one_change(&format!(
        r#""messages":[{}]"#,
        list(count, |at| text_message(at).replace("\"text\"", "\"hologram\""))
    ))
}

/// As many text messages whose text is a number, in one change.
pub(crate) fn malformed(count: usize) -> Bytes {
    let text = format!(r#"{{"body":"{BODY}"}}"#);
    one_change(&format!(r#""messages":[{}]"#, list(count, |at| text_message(at).replace(&text, "17"))))
}

/// As many messages of the past, in threads of 14: the field `history`.
pub(crate) fn history(count: usize) -> Bytes {
    let past = |at| {
        let message = text_message(at);
        format!(r#"{},"history_context":{{"status":"READ"}}}}"#, message.strip_suffix('}').unwrap())
    };
    let threads = list(count / 14, |thread| {
        format!(r#"{{"id":"{}","messages":[{}]}}"#, number(thread), list(14, |at| past(thread * 14 + at)))
    });
    let chunk =
        format!(r#"{{"metadata":{{"phase":0,"chunk_order":1,"progress":40}},"threads":[{threads}]}}"#);
    delivery(&entry("history", &format!(r#""history":[{chunk}]"#)))
}

/// A file of `tests/fixtures`, as Meta would send it: without white space.
pub(crate) fn fixture(name: &str) -> Bytes {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/{name}.json"));
    let mut in_string = false;
    let mut escaped = false;
    let mut text = fs::read_to_string(path).unwrap();
    text.retain(|c| {
        let keep = in_string || !c.is_ascii_whitespace();
        in_string ^= c == '"' && !escaped;
        escaped = in_string && c == '\\' && !escaped;
        keep
    });
    Bytes::from(text)
}

/// As many bytes that are no JSON, for what does not look at them.
pub(crate) fn bytes(length: usize) -> Bytes {
    Bytes::from(vec![b'x'; length])
}

const BODY: &str = "Hello, is the blue one back in stock? I would take two. Please reply!";

fn text_message(at: usize) -> String {
    format!(
        r#"{{"from":"{}","id":"{}","timestamp":"{}","type":"text","text":{{"body":"{BODY}"}}}}"#,
        number(at),
        wamid(at),
        time(at)
    )
}

fn status(at: usize) -> String {
    format!(
        r#"{{"id":"{}","status":"delivered","timestamp":"{}","recipient_id":"{}","pricing":{{"billable":true,"pricing_model":"PMP","type":"regular","category":"utility"}}}}"#,
        wamid(at),
        time(at),
        number(at)
    )
}

fn contact(at: usize) -> String {
    format!(r#"{{"profile":{{"name":"Ana Prado"}},"wa_id":"{}"}}"#, number(at))
}

fn number(at: usize) -> String {
    format!("55119{at:08}")
}

fn wamid(at: usize) -> String {
    format!("wamid.HBgNNTUxMTk4NzY1MDAwMRUCABIYFDNBQjA4RkQ5{at:08}")
}

fn time(at: usize) -> usize {
    1_767_225_600 + at
}

fn text_entry(at: usize) -> String {
    entry("messages", &format!(r#""contacts":[{}],"messages":[{}]"#, contact(at), text_message(at)))
}

fn entry(field: &str, value: &str) -> String {
    format!(
        r#"{{"id":"300000000000029","changes":[{{"value":{{"messaging_product":"whatsapp",{METADATA},{value}}},"field":"{field}"}}]}}"#
    )
}

fn one_change(value: &str) -> Bytes {
    delivery(&entry("messages", value))
}

fn entries(count: usize, entry: impl Fn(usize) -> String) -> Bytes {
    delivery(&list(count, entry))
}

fn delivery(entries: &str) -> Bytes {
    Bytes::from(format!(r#"{{"object":"whatsapp_business_account","entry":[{entries}]}}"#))
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}
