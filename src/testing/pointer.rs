//! JSON that a test changes by pointers.

use serde::Serialize;
use serde_json::{Map, Value};

/// Turns a value into JSON.
#[track_caller]
#[expect(clippy::panic, reason = "a mistake in a test should fail that test")]
pub(super) fn to_json(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| panic!("the value is not JSON: {error}"))
}

/// Puts a value where a pointer of RFC 6901 leads, and adds the objects that are missing on the way.
#[track_caller]
#[expect(clippy::panic, reason = "a mistake in a test should fail that test")]
pub(super) fn set(json: &mut Value, pointer: &str, value: Value) {
    let Some(path) = pointer.strip_prefix('/') else {
        panic!("the pointer `{pointer}` does not begin with a slash");
    };
    let mut place = json;
    for token in path.split('/') {
        let token = token.replace("~1", "/").replace("~0", "~");
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        let next = match place {
            Value::Object(members) => Some(members.entry(token).or_insert(Value::Null)),
            Value::Array(elements) => token.parse().ok().and_then(|index: usize| elements.get_mut(index)),
            _ => None,
        };
        let Some(next) = next else { panic!("the pointer `{pointer}` leads nowhere") };
        place = next;
    }
    *place = value;
}
