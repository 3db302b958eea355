//! What an identifier is made of: its text, and for some, whether it came as a number.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
    ops::Deref,
};

use serde::Serializer;

/// The text of an identifier.
pub(crate) trait IdText {
    fn of_number(number: i128) -> Self;

    fn serialize_id<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl IdText for Box<str> {
    fn of_number(number: i128) -> Self {
        number.to_string().into()
    }

    fn serialize_id<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// The text of an identifier that is a number in places; it is written back as it came. Two are the same if their digits are.
#[derive(Clone)]
pub(crate) struct NumberText {
    text: Box<str>,
    bare: bool,
}

impl IdText for NumberText {
    fn of_number(number: i128) -> Self {
        Self { text: IdText::of_number(number), bare: true }
    }

    fn serialize_id<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.bare {
            serializer.serialize_str(self)
        } else if let Ok(number) = self.parse() {
            serializer.serialize_u64(number)
        } else {
            serializer.serialize_i64(self.parse().unwrap_or_default())
        }
    }
}

impl Deref for NumberText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl From<&str> for NumberText {
    fn from(text: &str) -> Self {
        Self { text: text.into(), bare: false }
    }
}

impl From<String> for NumberText {
    fn from(text: String) -> Self {
        Self { text: text.into(), bare: false }
    }
}

impl PartialEq for NumberText {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for NumberText {}

impl PartialOrd for NumberText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for NumberText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

/// As of the text alone, so that a map can be asked by it.
impl Hash for NumberText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use crate::event::TemplateId;

    #[test]
    fn an_identifier_that_is_a_number_leaves_as_it_came() {
        for json in ["1689556908129832", "\"1689556908129832\"", "18446744073709551615", "-1", "0", "\"x\""] {
            let id: TemplateId = serde_json::from_str(json).unwrap();
            assert_eq!(id.as_str(), json.trim_matches('"'));
            assert_eq!(serde_json::to_string(&id).unwrap(), json);
        }
    }

    #[test]
    fn its_form_is_no_part_of_what_it_is() {
        let number: TemplateId = serde_json::from_str("17").unwrap();
        assert_eq!(number, TemplateId::from("17"));
        assert_eq!(HashMap::from([(number, 1)]).get("17"), Some(&1));
    }
}
