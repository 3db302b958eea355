//! Objects whose member `type` names the member that holds their content, as in `{"type": "text", "text": {…}}`.

use serde::ser::SerializeMap;

use super::{Problem, Reader};
use crate::event::{
    DecodeError, Unknown, UnknownReason, UnrecognizedReason,
    json::{self, Member},
};

/// An enum with a variant for each `type`; the macro `tagged!` implements it.
pub(crate) trait Tagged: Sized {
    /// The usual name of the `type` that has this name, if this version knows it.
    fn usual_name(name: &str) -> Option<&'static str>;

    /// Reads the content of a `type`, which the reader found under the name.
    fn read_content(kind: &'static str, name: &str, reader: &mut Reader<'_>) -> Result<Self, Problem>;

    /// What a `type` means that comes without its content; none where the content is required.
    fn without_content(kind: &'static str) -> Option<Self>;

    fn from_unknown(unknown: Unknown) -> Self;

    fn as_unknown(&self) -> Option<&Unknown>;

    #[cfg(test)]
    fn describe(description: &mut crate::event::description::Description);

    /// Writes `type`, and the content under its name.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Gathers the members of an object that tell its content, until all of them came by.
///
/// `type` may stand behind the content, and both may come twice, in which case the last one counts. So the places are
/// noted, and the content is read at the end.
pub(crate) struct Tag<C> {
    /// Where the object starts.
    start: usize,
    /// The value of the last `type`.
    kind: Option<usize>,
    /// The last member with the name of a content, and earlier ones.
    content: Option<usize>,
    earlier: Vec<u32>,
    /// The usual name of the last `type`, and what became of the last content if it stood behind that.
    usual: Option<&'static str>,
    read: Option<Result<C, Problem>>,
    /// How many elements of lists were read before that content.
    elements: u32,
    /// How much the watch had noted before the object.
    notes: usize,
}

impl<C: Tagged> Tag<C> {
    /// Begins with the object at the reader's position.
    pub(crate) fn new(reader: &Reader<'_>) -> Self {
        let notes = reader.watch.as_ref().map_or(0, super::Watch::len);
        Self {
            start: reader.at,
            kind: None,
            content: None,
            earlier: Vec::new(),
            usual: None,
            read: None,
            elements: 0,
            notes,
        }
    }

    /// Takes `type`, or a member with the name of a content.
    pub(crate) fn take(&mut self, name: &str, reader: &mut Reader<'_>) -> bool {
        if name == "type" {
            self.kind = Some(reader.at);
            self.usual = json::string(reader.text, reader.at).and_then(|kind| C::usual_name(&kind));
            self.forget(reader);
        } else if let Some(usual) = C::usual_name(name) {
            self.earlier.extend(self.content.replace(reader.member).and_then(|at| u32::try_from(at).ok()));
            self.forget(reader);
            // Most often `type` stands before the content, which is then read in passing.
            if self.usual == Some(usual) && reader.watch.is_none() && reader.peek() != Some(b'n') {
                let start = reader.at;
                self.elements = reader.elements;
                let content = C::read_content(usual, name, reader);
                let is_read = content.is_ok();
                self.read = Some(content);
                if is_read {
                    return true;
                }
                reader.at = start;
            }
        } else {
            return false;
        }
        reader.skip();
        true
    }

    /// Forgets a content that was read, since another one counts.
    fn forget(&mut self, reader: &mut Reader<'_>) {
        if self.read.take().is_some() {
            reader.elements = self.elements;
        }
    }

    /// Reads the content. The reader is behind the object, and is there again afterwards.
    pub(crate) fn read(mut self, reader: &mut Reader<'_>) -> Result<C, Problem> {
        if let Some(content) = self.read.take() {
            return content;
        }
        let end = reader.at;
        let content = self.find_content(reader, end);
        reader.at = end;
        content
    }

    fn find_content(&self, reader: &mut Reader<'_>, end: usize) -> Result<C, Problem> {
        let kind = match self.kind {
            Some(at) => {
                reader.at = at;
                reader.optional_text("type")?
            }
            None => None,
        };
        let text = reader.text;
        let member = |at: usize| json::first_member(text, at).ok();
        let content = self.content.and_then(member);
        let usual = match &kind {
            Some(name) => match C::usual_name(name) {
                Some(usual) => usual,
                None => return Ok(self.unknown(reader, end, name, UnknownReason::not_modeled)),
            },
            // Without a `type`, the content tells.
            None => {
                content.and_then(|content| C::usual_name(&content.name())).ok_or(Problem::Missing("type"))?
            }
        };
        let earlier = || self.earlier.iter().filter_map(|at| member(*at as usize));
        let is_content = |member: &Member<'_>| C::usual_name(&member.name()) == Some(usual);
        let found = content.filter(is_content).or_else(|| earlier().rfind(is_content));
        if reader.watch.is_some() {
            let others: Vec<_> = earlier().chain(content).filter(|member| !is_content(member)).collect();
            for member in others {
                reader.at = member.value;
                reader.unknown_member(&member.name());
            }
        }
        if let Some(member) = found.filter(|member| text.as_bytes().get(member.value) != Some(&b'n')) {
            reader.at = member.value;
            return C::read_content(usual, &member.name(), reader);
        }
        let kind = kind.unwrap_or(usual.into());
        Ok(C::without_content(usual).unwrap_or_else(|| self.unknown(reader, end, &kind, missing_content)))
    }

    /// The content of an object that is kept raw as a whole.
    #[cold]
    fn unknown(
        &self,
        reader: &mut Reader<'_>,
        end: usize,
        kind: &str,
        explain: fn(&str) -> UnknownReason,
    ) -> C {
        let raw = reader.text.get(self.start..end).unwrap_or_default();
        if let Some(watch) = &mut reader.watch {
            match explain(raw) {
                UnknownReason::NotModeled => watch.note_instead(UnrecognizedReason::Type, self.notes),
                UnknownReason::Malformed(error) => watch.note(UnrecognizedReason::Malformed(error)),
            }
        }
        C::from_unknown(Unknown::new(kind.to_owned(), raw, explain))
    }
}

fn missing_content(raw: &str) -> UnknownReason {
    let kind = json::member(raw, 0, "type").and_then(|at| json::string(raw, at)).unwrap_or_default();
    UnknownReason::Malformed(DecodeError::new(kind, "the member that `type` names is missing"))
}
