//! Text that is short nearly always, and then needs no memory of its own.

use std::str;

/// Text of which up to 16 bytes stand in the value itself: a phone number, or an identifier of digits.
///
/// A library's small string would do the same. Theirs are laid out as bytes, and a processor waits whenever such a value is
/// moved just after it was made; here the parts are words.
#[derive(Clone)]
pub(crate) struct ShortText(Repr);

#[derive(Clone)]
#[repr(u64)]
enum Repr {
    /// With zeros behind it.
    Here(Words),
    Boxed(Box<str>),
}

/// Two machine words.
#[derive(Clone, Copy)]
#[repr(align(8))]
struct Words([u8; 16]);

impl From<&str> for ShortText {
    fn from(text: &str) -> Self {
        let mut words = Words([0; 16]);
        Self(match words.0.get_mut(..text.len()) {
            Some(start) if !text.ends_with('\0') => {
                start.copy_from_slice(text.as_bytes());
                Repr::Here(words)
            }
            _ => Repr::Boxed(text.into()),
        })
    }
}

impl AsRef<str> for ShortText {
    fn as_ref(&self) -> &str {
        match &self.0 {
            Repr::Here(Words(bytes)) => str::from_utf8(bytes).unwrap_or_default().trim_end_matches('\0'),
            Repr::Boxed(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_every_length_comes_back() {
        for length in 0..40 {
            let text = "Grüße 0123456789".chars().cycle().take(length).collect::<String>();
            let short = ShortText::from(text.as_str());
            assert_eq!(short.as_ref(), text);
            assert_eq!(matches!(short.0, Repr::Here(_)), text.len() <= 16, "{text}");
        }
    }

    #[test]
    fn zeros_at_the_end_are_text() {
        for text in ["\0", "1\0", "\0\0\0"] {
            assert_eq!(ShortText::from(text).as_ref(), text);
        }
    }

    #[test]
    fn it_has_three_words_and_room_to_be_absent() {
        assert_eq!(size_of::<Option<ShortText>>(), 24);
    }
}
