//! A place in a delivery's JSON, which moves on with every value that is read.
//!
//! Each byte is read once: the objects and arrays around the items are walked here, and every item is read by `serde_json`
//! where it stands. What cannot be read is gone back to and skipped, so that it costs nobody but itself.

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
}

/// A value was not of the shape that was asked for, or no JSON; [`Cursor::skip`] can tell the two apart.
#[derive(Debug)]
pub(crate) struct Refused;

static NO_BODY: Bytes = Bytes::new();

impl<'a> Cursor<'a> {
    /// The beginning of `text`, which is a part of the delivery `body`.
    pub(crate) fn new(text: &'a str, body: &'a Bytes) -> Self {
        Self { body, text, at: 0 }
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
        loop {
            let byte = self.text.as_bytes().get(self.at).copied();
            match byte {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                _ => return byte,
            }
        }
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

    /// Visits the members of an object. `each` must read or skip exactly one value.
    pub(crate) fn members(
        &mut self,
        mut each: impl FnMut(&str, &mut Self) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        self.expect(b'{')?;
        if self.pass(b'}') {
            return Ok(());
        }
        loop {
            let name = self.string()?;
            self.expect(b':')?;
            each(&name, self)?;
            if !self.pass(b',') {
                return self.expect(b'}');
            }
        }
    }

    /// Visits the elements of an array. `each` must read or skip exactly one value.
    pub(crate) fn elements(
        &mut self,
        mut each: impl FnMut(&mut Self) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        self.expect(b'[')?;
        if self.pass(b']') {
            return Ok(());
        }
        loop {
            each(self)?;
            if !self.pass(b',') {
                return self.expect(b']');
            }
        }
    }

    /// Reads a string, borrowed where it has no escapes.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Refused> {
        if self.peek() == Some(b'"') {
            let start = self.at + 1;
            let rest = self.text.get(start..).ok_or(Refused)?;
            for (plain, byte) in rest.bytes().enumerate() {
                if byte == b'"' {
                    self.at = start + plain + 1;
                    return rest.get(..plain).map(Cow::Borrowed).ok_or(Refused);
                }
                if byte == b'\\' || byte < b' ' {
                    break;
                }
            }
        }
        self.next(|deserializer| json::Text::deserialize(deserializer)).map(|json::Text(text)| text)
    }

    /// Reads a value by serde's rules.
    fn next<T>(
        &mut self,
        read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'a>>) -> serde_json::Result<T>,
    ) -> Result<T, Refused> {
        let mut deserializer = serde_json::Deserializer::from_str(self.text.get(self.at..).ok_or(Refused)?);
        let value = read(&mut deserializer).map_err(|_| Refused)?;
        // A stream of further values is the one thing that tells how far the deserializer came.
        self.at += deserializer.into_iter::<IgnoredAny>().byte_offset();
        Ok(value)
    }

    /// Passes a value without reading it, and gives its text.
    pub(crate) fn skip(&mut self) -> Result<&'a str, Refused> {
        let start = self.at();
        self.next(|deserializer| IgnoredAny::deserialize(deserializer))?;
        Ok(self.since(start))
    }

    /// Reads a value into `place`, mended first where a lone surrogate would cost it.
    pub(crate) fn read<T: Member>(&mut self, place: &mut Option<T>) -> Result<(), Refused> {
        let start = self.at();
        if self.next(|deserializer| T::read_alone(deserializer, place)).is_err() {
            let mended = json::mend_surrogates(self.skip()?).ok_or(Refused)?;
            T::read_alone(&mut serde_json::Deserializer::from_str(&mended), place).map_err(|_| Refused)?;
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
