//! Why JSON could not be read, told without a word of what was in it.

use std::fmt;

use serde::Deserialize;
use serde_json::{de::StrRead, error::Category};
use serde_path_to_error::{Deserializer, Track};

type Tracked<'a, 'de> = Deserializer<'a, 'a, &'a mut serde_json::Deserializer<StrRead<'de>>>;

/// Why a body, or a part of one, could not be read.
///
/// A delivery that was verified and yields this error is no notification of the platform: a request that someone signed by hand, or a stored
/// payload that was cut short. Nothing below the envelope ever fails a whole delivery.
///
/// The message names the place and what was expected there. It never holds a value, because values are message texts
/// and phone numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    problem: String,
}

impl DecodeError {
    pub(crate) fn malformed(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }

    /// The error without the value that it is about. No `From`: that would make serde_json a part of what is public.
    pub(crate) fn of_json(error: &serde_json::Error) -> Self {
        Self::malformed("", describe(error))
    }

    /// Reads `raw`, keeping track of the path.
    pub(crate) fn locate<'de, T: Deserialize<'de>>(raw: &'de str) -> Result<T, Self> {
        Self::locate_with(raw, |deserializer| T::deserialize(deserializer))
    }

    pub(crate) fn locate_with<'de, T>(
        raw: &'de str,
        read: impl FnOnce(Tracked<'_, 'de>) -> Result<T, serde_json::Error>,
    ) -> Result<T, Self> {
        let mut track = Track::new();
        let mut deserializer = serde_json::Deserializer::from_str(raw);
        read(Tracked::new(&mut deserializer, &mut track)).map_err(|error| {
            let path = track.path().to_string();
            let problem = describe(&error);
            // An object that was read on its own says where in it the problem is, in the words of `Display`.
            match problem.strip_prefix('`').and_then(|rest| rest.split_once("`: ")) {
                Some((inner, problem)) => Self::malformed(format!("{path}.{inner}"), problem),
                None => Self::malformed(if path == "." { String::new() } else { path }, problem),
            }
        })
    }

    /// Where the problem is, in the notation `interactive.list_reply.title` or `contacts[1].phones`; empty for the value as a whole.
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

/// The error's message without the value that serde puts into it.
fn describe(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Data => without_value(&error.to_string()),
        Category::Syntax | Category::Io => {
            format!("not JSON at line {} column {}", error.line(), error.column())
        }
        Category::Eof => "the JSON ends too early".to_owned(),
    }
}

/// Makes `invalid type: string "…", expected a number at line 1 column 2` into `expected a number, got a string`.
fn without_value(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    let invalid = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match invalid.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((value, expected)) => {
            let kind: String = value.chars().take_while(|c| c.is_ascii_alphabetic() || *c == ' ').collect();
            format!("expected {expected}, got {}", kind.trim_end())
        }
        // `unknown variant` and `unknown field` of a caller's own type
        None if message.starts_with("unknown ") => {
            message.split('`').next().unwrap_or_default().trim_end().to_owned()
        }
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_never_repeats_the_value_it_is_about() {
        for (raw, said) in [
            (r#""+1 650 555 1234, expected \" canary""#, "expected u64, got string"),
            ("16505551234.5", "expected u64, got floating point"),
            ("-16505551234", "expected u64, got integer"),
            ("true", "expected u64, got boolean"),
            ("[16505551234]", "expected u64, got sequence"),
        ] {
            assert_eq!(DecodeError::locate::<u64>(raw).unwrap_err().to_string(), said);
        }
        let error = DecodeError::locate::<Vec<u64>>(r#"[1, "16505551234"]"#).unwrap_err();
        assert_eq!(error.to_string(), "`[1]`: expected u64, got string");
        let error = DecodeError::locate::<u64>(r#"16505551234x"#.get(..0).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "the JSON ends too early");
    }
}
