//! JSON text taken apart without reading what is inside: the members of an object, the elements of an array.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor},
    ser::Error as _,
};
use serde_json::{Error, value::RawValue};

/// Calls `each` with the name and the text of every member of the object `raw`.
pub(crate) fn members<'a>(raw: &'a str, each: impl FnMut(&str, &'a str)) -> Result<(), Error> {
    struct Members<F>(F);

    impl<'a, F: FnMut(&str, &'a str)> Visitor<'a> for Members<F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<(), A::Error> {
            while let Some((name, value)) = map.next_entry::<Text<'a>, &'a RawValue>()? {
                self.0(&name.0, value.get());
            }
            Ok(())
        }
    }

    let mut deserializer = serde_json::Deserializer::from_str(raw);
    deserializer.deserialize_map(Members(each))?;
    deserializer.end()
}

/// Calls `each` with the text of every element of the array `raw`.
pub(crate) fn elements<'a>(raw: &'a str, each: impl FnMut(&'a str)) -> Result<(), Error> {
    struct Elements<F>(F);

    impl<'a, F: FnMut(&'a str)> Visitor<'a> for Elements<F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'a>>(mut self, mut sequence: A) -> Result<(), A::Error> {
            while let Some(element) = sequence.next_element::<&'a RawValue>()? {
                self.0(element.get());
            }
            Ok(())
        }
    }

    let mut deserializer = serde_json::Deserializer::from_str(raw);
    deserializer.deserialize_seq(Elements(each))?;
    deserializer.end()
}

/// The bytes of `part`, shared with the body that it is a part of; copied if it is none.
pub(crate) fn share(part: &str, body: &Bytes) -> Bytes {
    let start = part.as_ptr().addr().checked_sub(body.as_ptr().addr());
    match start.map(|start| start..start + part.len()) {
        Some(range) if range.end <= body.len() => body.slice(range),
        _ => Bytes::copy_from_slice(part.as_bytes()),
    }
}

/// The text of one member of the object `raw`.
pub(crate) fn member<'a>(raw: &'a str, wanted: &str) -> Option<&'a str> {
    let mut found = None;
    members(raw, |name, value| {
        if name == wanted {
            found = Some(value);
        }
    })
    .ok()?;
    found
}

/// The JSON string `raw`, or nothing where it is anything else.
pub(crate) fn text(raw: &str) -> Option<Cow<'_, str>> {
    serde_json::from_str::<Text<'_>>(raw).ok().map(|text| text.0)
}

/// What stands between the quotes of the JSON string `raw`, escapes and all.
pub(crate) fn plain_text(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// Writes JSON text as it came.
pub(crate) fn write_raw<S: Serializer>(raw: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_str::<&RawValue>(raw).map_err(S::Error::custom)?.serialize(serializer)
}

/// A JSON string, borrowed where it has no escapes.
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

/// The text with every lone surrogate escape made a replacement character, or nothing where it has none.
///
/// An emoji that was cut in half arrives as one escape of a pair (`\ud83d`). No Rust string can hold it, and it must not
/// cost the message.
pub(crate) fn mend_surrogates(raw: &str) -> Option<String> {
    let mut mended = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = raw.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        let escape = raw.get(at..).unwrap_or_default();
        at += match surrogate(escape) {
            None => 2,
            Some(Half::High) if escape.get(6..).and_then(surrogate) == Some(Half::Low) => 12,
            Some(_) => {
                mended.push_str(raw.get(done..at)?);
                mended.push_str("\\ufffd");
                done = at + 6;
                6
            }
        };
    }
    (done > 0).then(|| mended + raw.get(done..).unwrap_or_default())
}

#[derive(PartialEq)]
enum Half {
    High,
    Low,
}

/// Which half of a pair the text starts with, if it starts with the escape of a surrogate.
fn surrogate(text: &str) -> Option<Half> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(Half::High),
        0xdc00..=0xdfff => Some(Half::Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lone_surrogates_are_mended() {
        for whole in [r#""a""#, r#""\ud83d\ude00 \n \\ud83d""#, r#""\u00e4""#] {
            assert_eq!(mend_surrogates(whole), None, "{whole}");
        }
        for (broken, mended) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""a\ud83d\n\ud83d\ude00\udc00b""#, r#""a\ufffd\n\ud83d\ude00\ufffdb""#),
            (r#""\\\ud83d\u00e4""#, r#""\\\ufffd\u00e4""#),
        ] {
            assert_eq!(mend_surrogates(broken).as_deref(), Some(mended));
        }
    }

    #[test]
    fn the_last_of_two_members_with_one_name_counts() {
        assert_eq!(member(r#"{"a":1,"a":2}"#, "a"), Some("2"));
    }
}
