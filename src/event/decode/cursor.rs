//! A place in a delivery's JSON, which moves on with every value that is read.
//!
//! Each byte is read once: the objects and arrays around the items are walked here, and every item is read by `serde_json`
//! where it stands. What cannot be read is gone back to and skipped, so that it costs nobody but itself.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, de::IgnoredAny};

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
            let name = self.name()?;
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

    /// The name of a member.
    fn name(&mut self) -> Result<Cow<'a, str>, Refused> {
        let start = self.at() + 1;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).ok_or(Refused)?;
        if self.peek() == Some(b'"') && rest.get(end) == Some(&b'"') {
            self.at = start + end + 1;
            return self.text.get(start..start + end).map(Cow::Borrowed).ok_or(Refused);
        }
        self.next().map(|json::Text(name)| name)
    }

    /// Reads a value by serde's rules.
    fn next<T: Deserialize<'a>>(&mut self) -> Result<T, Refused> {
        let rest = self.text.get(self.at..).ok_or(Refused)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<T>();
        let value = values.next().and_then(Result::ok).ok_or(Refused)?;
        self.at += values.byte_offset();
        Ok(value)
    }

    /// Passes a value without reading it, and gives its text.
    pub(crate) fn skip(&mut self) -> Result<&'a str, Refused> {
        let start = self.at();
        self.next::<IgnoredAny>()?;
        Ok(self.since(start))
    }

    /// Reads a value, mended first where a lone surrogate would cost it.
    pub(crate) fn read<T: Member>(&mut self) -> Result<T, Refused> {
        let start = self.at();
        let mut value = match self.next() {
            Ok(Alone(value)) => value,
            Err(Refused) => {
                let mended = json::mend_surrogates(self.skip()?).ok_or(Refused)?;
                T::read_alone(&mut serde_json::Deserializer::from_str(&mended)).map_err(|_| Refused)?
            }
        };
        value.keep_raw(self.since(start));
        Ok(value)
    }

    /// Reads a value that is left out where it is malformed.
    pub(crate) fn read_or_skip<T: Member + Default>(&mut self) -> Result<T, Refused> {
        let start = self.at();
        self.read().or_else(|Refused| {
            self.rewind(start);
            self.skip().map(|_| T::default())
        })
    }
}

/// A member where serde asks for `Deserialize`.
struct Alone<T>(T);

impl<'de, T: Member> Deserialize<'de> for Alone<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_alone(deserializer).map(Self)
    }
}
