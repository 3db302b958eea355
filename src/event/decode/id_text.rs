//! What an identifier is made of: its text, and whether it came as a number.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
    ops::Deref,
};

use serde::Serializer;

/// The text of an identifier, written back as a number if it came as one. Two are the same if their texts are.
///
/// A number's digits are kept with `BARE` behind them, so that no identifier is longer for it; no text ends with it. `T` holds
/// the text: a `ShortText` needs no memory of its own for 16 bytes and less, and is half as long again as a box in its place.
#[derive(Clone)]
pub(crate) struct IdText<T = Box<str>>(T);

/// Stands behind the digits of what came as a number.
const BARE: char = '\u{1}';

impl<T: AsRef<str> + for<'a> From<&'a str>> IdText<T> {
    /// An identifier that came as text; none where it cannot be one.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        (!text.is_empty() && !text.ends_with(BARE)).then(|| Self(text.into()))
    }

    pub(crate) fn of_number(number: i128) -> Self {
        Self(format!("{number}{BARE}").as_str().into())
    }

    pub(crate) fn serialize_id<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.as_ref();
        match text.strip_suffix(BARE) {
            None => serializer.serialize_str(text),
            Some(digits) => match digits.parse() {
                Ok(number) => serializer.serialize_u64(number),
                Err(_) => serializer.serialize_i64(digits.parse().unwrap_or_default()),
            },
        }
    }
}

impl<T: AsRef<str>> Deref for IdText<T> {
    type Target = str;

    fn deref(&self) -> &str {
        let text = self.0.as_ref();
        text.strip_suffix(BARE).unwrap_or(text)
    }
}

impl<T: for<'a> From<&'a str>> From<&str> for IdText<T> {
    fn from(text: &str) -> Self {
        Self(text.trim_end_matches(BARE).into())
    }
}

impl<T: AsRef<str>> PartialEq for IdText<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: AsRef<str>> Eq for IdText<T> {}

impl<T: AsRef<str>> PartialOrd for IdText<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: AsRef<str>> Ord for IdText<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

/// As of the text alone, so that a map can be asked by it.
impl<T: AsRef<str>> Hash for IdText<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use crate::event::{MessageId, WaId, decode::short_text::ShortText};

    #[test]
    fn an_identifier_leaves_as_it_came() {
        for json in
            ["16505551234", "\"16505551234\"", "18446744073709551615", "-1", "0", "\"x\"", "\"\\u0001x\""]
        {
            let id: WaId = serde_json::from_str(json).unwrap();
            assert_eq!(id.as_str(), json.trim_matches('"').replace("\\u0001", "\u{1}"));
            assert_eq!(serde_json::to_string(&id).unwrap(), json);
            assert_eq!(String::from(id.clone()), id.as_str());
        }
    }

    #[test]
    fn its_form_is_no_part_of_what_it_is() {
        let number: WaId = serde_json::from_str("17").unwrap();
        assert_eq!(number, WaId::from("17"));
        assert_eq!(format!("{number} {number:?}"), "17 <2 bytes>");
        assert_eq!(HashMap::from([(number, 1)]).get("17"), Some(&1));
    }

    #[test]
    fn no_text_passes_for_a_number() {
        assert!(serde_json::from_str::<WaId>("\"17\\u0001\"").is_err());
        for id in [WaId::from("17\u{1}"), WaId::from("17\u{1}\u{1}".to_owned())] {
            assert_eq!(serde_json::to_string(&id).unwrap(), "\"17\"");
        }
    }

    #[test]
    fn it_is_no_longer_than_its_text() {
        assert_eq!(size_of::<Option<MessageId>>(), size_of::<Box<str>>());
        assert_eq!(size_of::<Option<WaId>>(), size_of::<ShortText>());
    }
}
