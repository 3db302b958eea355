//! Reading: one item, from its own text, into a type.
//!
//! Meta leaves members out, sends `null` or `""` for them, and sends numbers as strings and strings as numbers. All of
//! that is handled here and nowhere else, so that a type lists its members and nothing more.

mod content;
mod lenient;
mod problem;
mod watch;

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::value::RawValue;

pub(crate) use self::{
    content::{Tag, Tagged},
    problem::Problem,
    watch::{Notes, Watch, escaped},
};
use super::{DecodeError, UnrecognizedReason, decode_error::kind_at, json};

/// A type that is read from JSON.
pub(crate) trait Read: Sized {
    /// Reads the value at the reader's position, and moves the reader behind it.
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem>;

    /// The value of a member that is absent; `None` where a member of this type is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Moves behind `"NONE"`, where that means absence and is none of the type's values.
    fn pass_none(_: &mut Reader<'_>) -> bool {
        false
    }

    /// Whether the value says nothing, so that it need not be written.
    fn is_absent(&self) -> bool {
        false
    }

    /// Describes the type, and the types of its members.
    #[cfg(test)]
    fn describe(_: &mut super::description::Description) {}
}

/// The most elements that the lists of one item may hold together.
///
/// WhatsApp's own limits are far below (257 contact cards, 30 products). The bound keeps the memory of one item in proportion to
/// the body.
const MOST_ELEMENTS: u32 = 4096;

/// A position in the text of an item, which moves on with every value that is read.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Where the last member started that the reader came to.
    member: usize,
    /// How many elements of lists were read.
    elements: u32,
    watch: Option<Watch>,
}

impl<'a> Reader<'a> {
    /// A reader of the value that starts at `at` in validated JSON text.
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, member: at, elements: 0, watch: None }
    }

    /// A reader that also notes what it does not know, and where it is.
    pub(crate) fn watching(text: &'a str, at: usize) -> Self {
        Self { watch: Some(Watch::default()), ..Self::new(text, at) }
    }

    /// Where the reader is.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Moves back to a place that was passed.
    pub(crate) fn go_back(&mut self, at: usize) {
        self.at = at;
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Describes the value expected at the reader's position and the value found there.
    #[cold]
    pub(crate) fn expected(&self, what: &'static str) -> Problem {
        Problem::Expected(what, kind_at(self.text, self.at))
    }

    /// Moves behind the value at the reader's position, and returns its text.
    #[inline]
    pub(crate) fn skip(&mut self) -> &'a str {
        let start = self.at;
        self.at = json::end(self.text.as_bytes(), start);
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Moves into the object at the reader's position.
    #[inline]
    pub(crate) fn open_object(&mut self) -> Result<(), Problem> {
        if self.peek() != Some(b'{') {
            return Err(self.expected("an object"));
        }
        self.at += 1;
        Ok(())
    }

    /// Moves to the value of the next member of an object, and returns the name; behind the object after its last member.
    #[inline(always)]
    pub(crate) fn next_member(&mut self) -> Option<Cow<'a, str>> {
        let bytes = self.text.as_bytes();
        let mut at = json::white_space(bytes, self.at);
        if bytes.get(at) == Some(&b',') {
            at = json::white_space(bytes, at + 1);
        }
        self.member = at;
        if bytes.get(at) != Some(&b'"') {
            self.at = at + 1;
            return None;
        }
        let end = json::plain_end(bytes, at + 1);
        if bytes.get(end) == Some(&b'"') && bytes.get(end + 1) == Some(&b':') {
            self.at = json::white_space(bytes, end + 2);
            return self.text.get(at + 1..end).map(Cow::Borrowed);
        }
        self.unusual_member()
    }

    /// Moves to the value of a member whose name has escapes, or white space behind it.
    #[cold]
    #[inline(never)]
    fn unusual_member(&mut self) -> Option<Cow<'a, str>> {
        let member = json::first_member(self.text, self.member).ok()?;
        self.at = member.value;
        Some(member.name())
    }

    /// Reads the value of a member; `None` if the value is malformed, and a later member of that name counts instead.
    #[inline]
    pub(crate) fn member<T: Read>(&mut self, name: &str) -> Result<Option<T>, Problem> {
        let start = self.at;
        if self.watch.is_some() {
            return self.watched_member(start, name);
        }
        match T::read(self) {
            Ok(value) => Ok(Some(value)),
            Err(_) if self.is_superseded(start, name) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    #[cold]
    fn watched_member<T: Read>(&mut self, start: usize, name: &str) -> Result<Option<T>, Problem> {
        let place = self.watch.as_ref().map(Watch::place);
        match self.content(name) {
            Ok(value) => Ok(Some(value)),
            Err(_) if self.is_superseded(start, name) => {
                self.watch.iter_mut().zip(place).for_each(|(watch, place)| watch.go_back(place));
                Ok(None)
            }
            Err(problem) => Err(problem),
        }
    }

    /// Reads the value of a member, which is the last of that name.
    #[inline]
    pub(crate) fn content<T: Read>(&mut self, name: &str) -> Result<T, Problem> {
        if self.watch.is_some() {
            return self.watched(|watch| watch.enter_member(name));
        }
        T::read(self)
    }

    /// Moves behind a value, if a later member has the same name.
    #[cold]
    fn is_superseded(&mut self, start: usize, name: &str) -> bool {
        let end = json::end(self.text.as_bytes(), start);
        let mut at = end;
        while let Some(member) = json::next_member(self.text, at) {
            if member.is(name) {
                self.at = end;
                return true;
            }
            at = json::end(self.text.as_bytes(), member.value);
        }
        false
    }

    /// Skips a member that the type does not have.
    pub(crate) fn unknown_member(&mut self, name: &str) {
        if let Some(watch) = &mut self.watch {
            watch.enter_member(name);
            watch.note(UnrecognizedReason::Member);
            watch.leave();
        }
        self.skip();
    }

    /// Reads a value with the watch a level deeper. The watch stays there if reading fails, so that it tells the place.
    #[cold]
    fn watched<T: Read>(&mut self, enter: impl FnOnce(&mut Watch)) -> Result<T, Problem> {
        self.watch.as_mut().map(enter);
        let value = T::read(self)?;
        self.watch.as_mut().map(Watch::leave);
        Ok(value)
    }

    /// Notes that the value which was just read is not one that this version knows.
    pub(crate) fn note(&mut self, reason: UnrecognizedReason) {
        if let Some(watch) = &mut self.watch {
            watch.note(reason);
        }
    }

    /// Moves behind `null` or `""`, if one of them is at the reader's position.
    #[inline]
    pub(crate) fn pass_absent(&mut self) -> bool {
        let length = match self.peek() {
            Some(b'n') => "null".len(),
            Some(b'"') if self.text.as_bytes().get(self.at + 1) == Some(&b'"') => "\"\"".len(),
            _ => return false,
        };
        self.at += length;
        true
    }

    /// Reads a string that has no escapes, if there is one at the reader's position.
    #[inline(always)]
    fn plain_text(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) != Some(&b'"') {
            return None;
        }
        let end = json::plain_end(bytes, self.at + 1);
        if bytes.get(end) != Some(&b'"') {
            return None;
        }
        let text = self.text.get(self.at + 1..end)?;
        self.at = end + 1;
        Some(text)
    }

    /// Whether `"NONE"` is at the reader's position, however it is spelled.
    #[inline]
    pub(crate) fn is_at_none(&self) -> bool {
        let is_possible = matches!(self.text.as_bytes().get(self.at + 1), Some(b'N' | b'\\'));
        is_possible && json::string(self.text, self.at).is_some_and(|text| text == "NONE")
    }

    /// Moves behind a value that is not read.
    pub(crate) fn pass_value(&mut self) -> bool {
        self.skip();
        true
    }

    /// Reads the text of a string or of a number.
    pub(crate) fn text(&mut self, what: &'static str) -> Result<Cow<'a, str>, Problem> {
        match self.plain_text() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.unusual_text(what),
        }
    }

    /// Reads the text of a string with escapes, or of a number.
    #[cold]
    #[inline(never)]
    fn unusual_text(&mut self, what: &'static str) -> Result<Cow<'a, str>, Problem> {
        if let Some((text, end)) = json::string_with_end(self.text, self.at) {
            self.at = end;
            return Ok(text);
        }
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => Ok(Cow::Borrowed(self.skip())),
            _ => Err(self.expected(what)),
        }
    }

    /// Reads the text of a member that may be absent.
    fn optional_text(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, Problem> {
        if self.pass_absent() {
            return Ok(None);
        }
        let text = self.text("a string");
        if let (Err(_), Some(watch)) = (&text, &mut self.watch) {
            watch.enter_member(name);
        }
        text.map(Some)
    }

    /// Reads a string or a number that `parse` understands.
    #[inline]
    pub(crate) fn parse<T>(
        &mut self,
        what: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Problem> {
        let start = self.at;
        let value = match self.plain_text() {
            Some(text) => parse(text),
            None => parse(&self.unusual_text(what)?),
        };
        value.ok_or_else(|| {
            self.at = start;
            self.expected(what)
        })
    }

    pub(crate) fn is_at_array(&self) -> bool {
        self.peek() == Some(b'[')
    }

    /// Counts an element of a list.
    fn count_element(&mut self) -> Result<(), Problem> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS { Err(Problem::TooManyElements) } else { Ok(()) }
    }
}

/// Reads the value at `at` of validated text. Returns it with the position behind it.
#[inline]
pub(crate) fn read_at<T: Read>(text: &str, at: usize) -> Result<(T, usize), Problem> {
    let mut reader = Reader::new(text, at);
    T::read(&mut reader).map(|value| (value, reader.at))
}

/// Reads the value at `at` of validated text, or nothing if it is absent or malformed.
pub(crate) fn read_part<T: Read>(text: &str, at: usize) -> Option<T> {
    Option::<T>::read(&mut Reader::new(text, at)).ok().flatten()
}

/// Why the value at `at` cannot be read as `T`, and what in it is not known.
pub(crate) fn watch<T: Read>(text: &str, at: usize) -> Result<Notes, DecodeError> {
    let mut reader = Reader::watching(text, at);
    let read = T::read(&mut reader);
    let watch = reader.watch.unwrap_or_default();
    match read {
        Ok(value) if value.is_absent() => Err(Problem::Nothing.alone()),
        Ok(_) => Ok(watch.into_notes()),
        Err(problem) => Err(problem.at(&watch)),
    }
}

/// Reads a value for a deserializer of the caller's, which has to be one of JSON.
pub(crate) fn deserialize<'de, T: Read, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    match read_at(raw.get(), 0) {
        Ok((value, _)) => Ok(value),
        Err(problem) => {
            Err(D::Error::custom(watch::<T>(raw.get(), 0).err().unwrap_or_else(|| problem.alone())))
        }
    }
}
