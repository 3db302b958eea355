//! A place in a delivery's JSON, which moves on with every value that is read.
//!
//! Each byte is read once: the objects and arrays around the items are walked here, and every item is read by serde where it
//! stands, through [`super::deserializer`]. What cannot be read is gone back to and skipped, so that it costs nobody but itself.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::de::StrRead;

use super::{json, member::Member};

/// A place in JSON text.
pub(crate) struct Cursor<'a> {
    body: &'a Bytes,
    text: &'a str,
    at: usize,
    /// How many objects and arrays the place is in.
    depth: usize,
}

/// How deep objects and arrays may stand in each other; as deep as `serde_json` allows.
const DEEPEST: usize = 127;

/// A value was not of the shape that was asked for, or no JSON; [`Cursor::skip`] can tell the two apart.
#[derive(Debug)]
pub(crate) struct Refused;

static NO_BODY: Bytes = Bytes::new();

impl<'a> Cursor<'a> {
    /// The beginning of `text`, which is a part of the delivery `body`.
    pub(crate) fn new(text: &'a str, body: &'a Bytes) -> Self {
        Self { body, text, at: 0, depth: 0 }
    }

    /// The beginning of text that is no part of a delivery.
    pub(crate) fn of_text(text: &'a str) -> Self {
        Self::new(text, &NO_BODY)
    }

    /// Where the next value, or whatever else comes next, starts.
    #[inline]
    pub(crate) fn at(&mut self) -> usize {
        self.peek();
        self.at
    }

    /// Goes back to a place that was passed.
    pub(crate) fn rewind(&mut self, at: usize) {
        self.at = at;
    }

    /// What stands from a place that was passed up to here.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The same as bytes, shared with the delivery.
    pub(crate) fn share_since(&self, start: usize) -> Bytes {
        json::share(self.since(start), self.body)
    }

    /// The next byte that is no white space.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        match self.text.as_bytes().get(self.at) {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.peek_behind_white_space(),
        }
    }

    #[cold]
    fn peek_behind_white_space(&mut self) -> Option<u8> {
        let rest = self.rest().trim_start_matches([' ', '\n', '\t', '\r']);
        self.at = self.text.len() - rest.len();
        rest.bytes().next()
    }

    /// Passes the next byte if it is this one.
    #[inline]
    pub(crate) fn pass(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Whether an object comes next that has no members, as far as a look without parsing tells.
    pub(crate) fn is_empty_object(&mut self) -> bool {
        self.peek();
        self.text.get(self.at..).is_some_and(|rest| rest.starts_with("{}"))
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), Refused> {
        if self.pass(byte) { Ok(()) } else { Err(Refused) }
    }

    /// Checks that nothing follows.
    pub(crate) fn end(&mut self) -> Result<(), Refused> {
        if self.peek().is_none() { Ok(()) } else { Err(Refused) }
    }

    /// Passes `null` if it comes next.
    #[inline]
    pub(super) fn pass_null(&mut self) -> bool {
        let found = self.peek() == Some(b'n') && self.rest().starts_with("null");
        self.at += if found { "null".len() } else { 0 };
        found
    }

    /// Passes the bracket that opens an object or array, and reads what is in it.
    #[inline]
    pub(super) fn inside<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.at += 1;
        self.depth += 1;
        let value = if self.depth > DEEPEST { Err(Refused) } else { read(self) };
        self.depth -= 1;
        value
    }

    /// Goes to the next part of an object or array, if there is one; otherwise passes the bracket that closes it.
    #[inline]
    pub(super) fn next_part(&mut self, close: u8, is_first: bool) -> Result<bool, Refused> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.at += 1;
                Ok(true)
            }
            Some(_) if is_first => Ok(true),
            _ => Err(Refused),
        }
    }

    /// Visits the members of an object. `each` must read or skip exactly one value.
    #[inline]
    pub(crate) fn members(
        &mut self,
        mut each: impl FnMut(&str, &mut Self) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        if self.peek() != Some(b'{') {
            return Err(Refused);
        }
        self.inside(|cursor| {
            let mut is_first = true;
            while cursor.next_part(b'}', is_first)? {
                is_first = false;
                let name = cursor.name()?;
                each(&name, cursor)?;
            }
            Ok(())
        })
    }

    /// Visits the elements of an array. `each` must read or skip exactly one value.
    #[inline]
    pub(crate) fn elements(
        &mut self,
        mut each: impl FnMut(&mut Self) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        if self.peek() != Some(b'[') {
            return Err(Refused);
        }
        self.inside(|cursor| {
            let mut is_first = true;
            while cursor.next_part(b']', is_first)? {
                is_first = false;
                each(cursor)?;
            }
            Ok(())
        })
    }

    /// Reads the name of a member, and passes the colon behind it.
    #[inline(always)]
    pub(super) fn name(&mut self) -> Result<Cow<'a, str>, Refused> {
        let name = self.string()?;
        self.expect(b':')?;
        Ok(name)
    }

    /// Reads a string, borrowed where it has no escapes.
    #[inline(always)]
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Refused> {
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.string_with_escapes(),
        }
    }

    #[cold]
    fn string_with_escapes(&mut self) -> Result<Cow<'a, str>, Refused> {
        self.by_serde_json(|deserializer| json::Text::deserialize(deserializer)).map(|json::Text(text)| text)
    }

    /// Reads a string that has no escapes, if one comes next.
    #[inline(never)]
    pub(super) fn plain_string(&mut self) -> Option<&'a str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let rest = self.text.get(self.at + 1..)?;
        let length = plain_length(rest.as_bytes());
        let (text, behind) = rest.split_at_checked(length)?;
        behind.starts_with('"').then(|| {
            self.at += length + 2;
            text
        })
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads a value, or a string of any kind, as `serde_json` does.
    pub(super) fn by_serde_json<T>(
        &mut self,
        read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'a>>) -> serde_json::Result<T>,
    ) -> Result<T, Refused> {
        let mut deserializer = serde_json::Deserializer::from_str(self.rest());
        let value = read(&mut deserializer).map_err(|_| Refused)?;
        // A stream of further values is the one thing that tells how far the deserializer came.
        self.at += deserializer.into_iter::<IgnoredAny>().byte_offset();
        Ok(value)
    }

    /// Passes a value without reading it, and gives its text.
    pub(crate) fn skip(&mut self) -> Result<&'a str, Refused> {
        let start = self.at();
        if self.plain_string().is_none() {
            self.by_serde_json(|deserializer| IgnoredAny::deserialize(deserializer))?;
        }
        Ok(self.since(start))
    }

    /// Reads a value into `place`, mended first where a lone surrogate would cost it.
    pub(crate) fn read<T: Member>(&mut self, place: &mut Option<T>) -> Result<(), Refused> {
        let start = self.at();
        if T::read_alone(&mut *self, place).is_err() {
            self.rewind(start);
            let mended = json::mend_surrogates(self.skip()?).ok_or(Refused)?;
            T::read_alone(&mut Cursor::of_text(&mended), place)?;
        }
        if let Some(value) = place {
            value.keep_raw(self.since(start));
        }
        Ok(())
    }

    /// Reads a value that is left out where it is malformed.
    pub(crate) fn read_or_skip<T: Member + Default>(&mut self) -> Result<T, Refused> {
        let start = self.at();
        let mut place = None;
        if self.read(&mut place).is_err() {
            self.rewind(start);
            self.skip()?;
        }
        Ok(place.unwrap_or_default())
    }
}

/// How many bytes of a string come before a quote, an escape, or what must not stand in a string.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    for word in bytes.as_chunks().0 {
        let special = special_bytes(u64::from_le_bytes(*word));
        if special != 0 {
            return length + special.trailing_zeros() as usize / 8;
        }
        length += size_of::<u64>();
    }
    plain_length_at_the_end(bytes, length)
}

#[cold]
fn plain_length_at_the_end(bytes: &[u8], length: usize) -> usize {
    let rest = bytes.iter().skip(length);
    length + rest.take_while(|byte| !matches!(byte, b'"' | b'\\' | ..b' ')).count()
}

/// Eight bytes at a time: the first of them that ends plain text has its highest bit set; those behind it say nothing.
#[inline]
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHEST: u64 = ONES << 7;
    let quote = word ^ (ONES * b'"' as u64);
    let escape = word ^ (ONES * b'\\' as u64);
    let is_zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let is_control = word.wrapping_sub(ONES * b' ' as u64) & !word;
    (is_zero(quote) | is_zero(escape) | is_control) & HIGHEST
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strings of every length around a word's, with each character that ends plain text or nearly does at each place.
    #[test]
    fn a_string_is_what_serde_json_takes_it_for() {
        for character in ['"', '\\', '\0', '\u{1f}', ' ', '!', '#', '[', ']', '\u{7f}', '\u{80}', 'é', '😀']
        {
            for place in 0..20 {
                for behind in [0, 1, 9] {
                    let text =
                        ["\"", &"x".repeat(place), character.encode_utf8(&mut [0; 4]), &"\"z".repeat(behind)]
                            .concat();
                    let mut cursor = Cursor::of_text(&text);
                    let mut theirs = serde_json::Deserializer::from_str(&text).into_iter::<String>();
                    match theirs.next().and_then(Result::ok) {
                        Some(string) => {
                            assert_eq!(cursor.string().unwrap(), string, "{text}");
                            assert_eq!(cursor.at, theirs.byte_offset(), "{text}");
                        }
                        None => assert!(cursor.string().is_err(), "{text}"),
                    }
                }
            }
        }
    }

    #[test]
    fn any_json_is_read_as_serde_json_reads_it() {
        for text in [
            r#"{"a":[1,-2.5,true,false,null,"x","\u00e4",[],{}],"\n":{"b":{}},"":" "}"#,
            " [ 1 , { \"a\" : null } ,\n\t\r[ ] ] ",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\":1,}",
            "{,}",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "[",
            "{",
            "[1",
            "{\"a\":1",
            "]",
            "nul",
            "nulll",
            "[null",
            "tru",
            "1 1",
            "\"",
            "\"\\\"",
            "",
        ] {
            let mut cursor = Cursor::of_text(text);
            let ours =
                serde_json::Value::deserialize(&mut cursor).and_then(|value| cursor.end().map(|()| value));
            assert_eq!(ours.ok(), serde_json::from_str(text).ok(), "{text}");
        }
    }

    #[test]
    fn nesting_ends_where_serde_json_ends_it() {
        for depth in [1, 127, 128, 129] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            let ours = serde_json::Value::deserialize(&mut Cursor::of_text(&text));
            assert_eq!(ours.is_ok(), serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{depth}");
        }
    }
}
