//! Why JSON could not be decoded, without the value that is to blame.

use std::fmt;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::error::Category;

use super::json;

/// Why a body, or a part of one, could not be decoded.
///
/// A verified body that yields this error is not a WhatsApp notification: a request that someone signed by hand, a notification
/// of another Meta product, or a stored payload that was cut short. Nothing below the envelope ever fails a whole
/// notification.
///
/// The message names the place and what was expected there. It never holds a value, because values are message texts
/// and phone numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DecodeError {
    path: String,
    problem: String,
}

impl DecodeError {
    pub(crate) fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }

    /// The value that starts at `at` of JSON text is not what was expected there.
    pub(crate) fn expected(what: &str, text: &str, at: usize) -> Self {
        Self::new("", format!("expected {what}, got {}", kind_at(text, at)))
    }

    pub(crate) fn with_path(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// The text is not JSON; `serde_json` says where.
    pub(crate) fn of_broken_json(text: &str) -> Self {
        match serde_json::from_str::<IgnoredAny>(text) {
            Err(error) => Self::of_serde_json(&error),
            Ok(_) => Self::new("", "not JSON"),
        }
    }

    /// Deserializes JSON into a type of the caller's.
    pub(crate) fn deserialize<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, Self> {
        serde_json::from_str(json).map_err(|error| match error.classify() {
            Category::Data => Self::new(path_at(json, &error), without_value(&error.to_string())),
            _ => Self::of_serde_json(&error),
        })
    }

    fn of_serde_json(error: &serde_json::Error) -> Self {
        Self::new(
            "",
            match error.classify() {
                Category::Eof => "the JSON ends too early".to_owned(),
                _ => format!("not JSON at line {} column {}", error.line(), error.column()),
            },
        )
    }

    /// Where the problem is, as in `interactive.list_reply.title` or `contacts[1].phones`; empty for the value as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.problem)
        } else {
            write!(f, "`{}`: {}", self.path, self.problem)
        }
    }
}

impl std::error::Error for DecodeError {}

/// Names the kind of JSON value that starts at `at`.
pub(crate) fn kind_at(text: &str, at: usize) -> &'static str {
    match text.as_bytes().get(at) {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// The path of the value that `serde_json` had read when it gave up.
fn path_at(json: &str, error: &serde_json::Error) -> String {
    let lines = json.split_inclusive('\n').take(error.line().saturating_sub(1));
    let target = (lines.map(str::len).sum::<usize>() + error.column()).saturating_sub(1);
    let (mut path, mut at) = (String::new(), json::white_space(json.as_bytes(), 0));
    loop {
        let is_around = |value: usize| value <= target && target < json::end(json.as_bytes(), value);
        let inner = json::members(json, at).find(|member| is_around(member.value));
        if let Some(member) = inner {
            path += if path.is_empty() { "" } else { "." };
            path += &member.name();
            at = member.value;
        } else if let Some((index, element)) =
            json::elements(json, at).enumerate().find(|(_, at)| is_around(*at))
        {
            path += &format!("[{index}]");
            at = element;
        } else {
            return path;
        }
    }
}

/// Makes `invalid type: string "…", expected a number at line 1 column 2` into `expected a number, got string`.
fn without_value(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    let invalid = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match invalid.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((value, expected)) => {
            let kind: String = value.chars().take_while(|c| c.is_ascii_alphabetic() || *c == ' ').collect();
            format!("expected {expected}, got {}", kind.trim_end())
        }
        // `missing field` names a member of the caller's type; all other messages may quote the value.
        None if message.starts_with("missing field ") => message.to_owned(),
        None if message.starts_with("unknown ") || message.starts_with("duplicate ") => {
            message.split('`').next().unwrap_or_default().trim_end().to_owned()
        }
        None => "the value is not valid for the type".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_never_repeats_the_value_it_is_about() {
        for (json, message) in [
            (r#""+1 650 555 1234, expected \" canary""#, "expected u64, got string"),
            ("16505551234.5", "expected u64, got floating point"),
            ("-16505551234", "expected u64, got integer"),
            ("true", "expected u64, got boolean"),
            ("[16505551234]", "expected u64, got sequence"),
            ("", "the JSON ends too early"),
            ("16505551234x", "not JSON at line 1 column 12"),
        ] {
            let error = DecodeError::deserialize::<u64>(json).unwrap_err().to_string();
            assert_eq!(error, message);
        }
    }

    #[test]
    fn an_error_names_the_path_in_a_type_of_the_callers() {
        #[derive(Debug, serde::Deserialize)]
        struct Weather {
            #[expect(dead_code, reason = "it is only read")]
            days: Vec<std::collections::BTreeMap<String, u8>>,
        }

        for (json, message) in [
            (r#"{"days": [{}, {"a": 1, "wind": "16505551234"}]}"#, "`days[1].wind`: expected u8, got string"),
            ("{\n \"days\":\n[{\"wind\": -1}]}", "`days[0].wind`: expected u8, got integer"),
            (r#"{"day": []}"#, "missing field `days`"),
        ] {
            assert_eq!(DecodeError::deserialize::<Weather>(json).unwrap_err().to_string(), message);
        }
    }
}
