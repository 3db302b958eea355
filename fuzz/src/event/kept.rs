//! Whether everything in a notification is written back, or named as something that is not.

use std::collections::HashSet;

use serde_json::Value;
use whatsapp_webhook::UnrecognizedReason;

/// Panics where a leaf of `body` is neither in `back` nor named, or where `back` says what `body` does not.
pub(super) fn check(body: &Value, back: &Value, unrecognized: &[(String, UnrecognizedReason)]) {
    // What is new is lost, and what is malformed may be; all else is kept raw, or as it came.
    let may_be_lost = |reason: &UnrecognizedReason| {
        matches!(reason, UnrecognizedReason::Member | UnrecognizedReason::Malformed(_))
    };
    let named = unrecognized.iter().filter(|(_, reason)| may_be_lost(reason));
    let mut walk =
        Walk { named: named.map(|(pointer, _)| pointer.as_str()).collect(), pointer: String::new() };
    walk.compare(body, Some(back)).unwrap_or_else(|problem| panic!("{problem}"));
}

struct Walk<'a> {
    named: HashSet<&'a str>,
    pointer: String,
}

impl Walk<'_> {
    fn compare(&mut self, one: &Value, back: Option<&Value>) -> Result<(), String> {
        if back.is_none() && self.is_excused(one) {
            return Ok(());
        }
        match (one, back) {
            (Value::Object(members), Some(Value::Object(written))) => {
                for (name, member) in members {
                    self.below(name, |walk| walk.compare(member, written.get(name)))?;
                }
                let mut invented = written.iter().filter(|(name, _)| !members.contains_key(*name));
                match invented.find(|(_, member)| !says_nothing(member)) {
                    Some((name, _)) => Err(format!("{name} in {} is invented", self.pointer)),
                    None => Ok(()),
                }
            }
            (Value::Array(elements), Some(Value::Array(written))) => {
                // Elements that say nothing may be left out, and those that are named too; the others then move up.
                let mut written = written.iter().filter(|element| !says_nothing(element)).peekable();
                for (index, element) in
                    elements.iter().enumerate().filter(|(_, element)| !says_nothing(element))
                {
                    self.below(&index.to_string(), |walk| {
                        let outcome = walk.compare(element, written.peek().copied());
                        if outcome.is_ok() {
                            written.next();
                        }
                        if walk.is_excused(element) { Ok(()) } else { outcome }
                    })?;
                }
                match written.next() {
                    Some(_) => Err(format!("an element of {} is invented", self.pointer)),
                    None => Ok(()),
                }
            }
            (one, Some(back)) if says_the_same(one, back) => Ok(()),
            (one, Some(back)) => Err(format!("{one} at {} became {back}", self.pointer)),
            (one, None) => Err(format!("{one} at {} is lost, and nothing names it", self.pointer)),
        }
    }

    /// Whether nothing needs to be written for this: it says nothing, or all that it says is named.
    fn is_excused(&mut self, one: &Value) -> bool {
        if self.named.contains(self.pointer.as_str()) || says_nothing(one) {
            return true;
        }
        match one {
            Value::Object(members) => {
                members.iter().all(|(name, member)| self.below(name, |walk| walk.is_excused(member)))
            }
            Value::Array(elements) => elements
                .iter()
                .enumerate()
                .all(|(index, element)| self.below(&index.to_string(), |walk| walk.is_excused(element))),
            _ => false,
        }
    }

    fn below<T>(&mut self, name: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let result = visit(self);
        self.pointer.truncate(length);
        result
    }
}

/// `null`, `""`, and what holds nothing else, are absence.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.iter().all(says_nothing),
        Value::Object(members) => members.values().all(says_nothing),
        _ => false,
    }
}

/// Numbers come as strings and strings as numbers, and `1.0` is `1`; an open string has one spelling.
fn says_the_same(one: &Value, other: &Value) -> bool {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let is_scalar = |value: &Value| !value.is_array() && !value.is_object();
    if !is_scalar(one) || !is_scalar(other) {
        return says_nothing(one) && says_nothing(other);
    }
    let (one, other) = (plain(one), plain(other));
    let number = |text: &str| text.parse::<f64>().ok();
    one.eq_ignore_ascii_case(&other) || number(&one).is_some_and(|one| Some(one) == number(&other))
}
