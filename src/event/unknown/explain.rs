//! Reasons why a part of a notification around the items was kept raw.

use super::UnknownReason;
use crate::event::{DecodeError, json};

fn malformed(path: &str, problem: &str) -> UnknownReason {
    UnknownReason::Malformed(DecodeError::new(path, problem))
}

pub(crate) fn not_an_array(raw: &str) -> UnknownReason {
    UnknownReason::Malformed(DecodeError::expected("an array", raw, 0))
}

pub(crate) fn not_an_object(raw: &str) -> UnknownReason {
    UnknownReason::Malformed(DecodeError::expected("an object", raw, 0))
}

pub(crate) fn missing_entry(_: &str) -> UnknownReason {
    malformed("", "missing member `entry`")
}

pub(crate) fn malformed_entry(raw: &str) -> UnknownReason {
    if raw.starts_with('{') { malformed("", "missing member `changes`") } else { not_an_object(raw) }
}

pub(crate) fn malformed_change(raw: &str) -> UnknownReason {
    match (json::member(raw, 0, "field"), json::member(raw, 0, "value")) {
        _ if !raw.starts_with('{') => not_an_object(raw),
        (None, _) => malformed("", "missing member `field`"),
        (_, None) => malformed("", "missing member `value`"),
        (Some(field), _) => {
            UnknownReason::Malformed(DecodeError::expected("a string", raw, field).with_path("field"))
        }
    }
}

pub(crate) fn malformed_standby(raw: &str) -> UnknownReason {
    let standby = json::member(raw, 0, "standby").unwrap_or_default();
    UnknownReason::Malformed(DecodeError::expected("an object", raw, standby).with_path("standby"))
}

pub(crate) fn malformed_chunk(raw: &str) -> UnknownReason {
    if raw.starts_with('{') {
        malformed("", "the chunk has neither threads nor errors nor progress")
    } else {
        not_an_object(raw)
    }
}

pub(crate) fn malformed_thread(raw: &str) -> UnknownReason {
    if raw.starts_with('{') { malformed("", "missing member `messages`") } else { not_an_object(raw) }
}
