//! Reading the members of an answer. A member that is malformed counts as absent.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The value of a member, with the leniency of the event model.
pub(super) fn read<T: DeserializeOwned>(object: &Value, name: &str) -> Option<T> {
    let value = object.get(name).filter(|value| !value.is_null() && *value != "")?;
    T::deserialize(value).ok()
}

/// A string, or a number as one.
pub(super) fn text(object: &Value, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A number, or a string that is one.
pub(super) fn integer(object: &Value, name: &str) -> Option<i64> {
    text(object, name)?.trim().parse().ok()
}

/// `true` or `false`, or a string that is one of them.
pub(super) fn flag(object: &Value, name: &str) -> Option<bool> {
    match object.get(name)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}

/// The elements of a list; nothing if the list is absent.
pub(super) fn list<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The elements of a list that are strings or numbers.
pub(super) fn texts(object: &Value, name: &str) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    list(object, name).iter().filter_map(text).collect()
}
