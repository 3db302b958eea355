//! What in a delivery this version does not know, found by a second look at its JSON.

use std::{fmt, fmt::Write as _};

use bytes::Bytes;

use super::{
    items, json,
    member::{Member, Scalar},
    unknown::UnknownReason,
};

/// One thing that was kept raw or open, or that the types have no place for.
///
/// Nothing of it is lost: [`WebhookEvent::raw`](crate::WebhookEvent::raw) has every byte. Log these to learn that the platform
/// moved on before your users notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrecognized {
    pointer: String,
    reason: UnrecognizedReason,
}

impl Unrecognized {
    /// Where it stands in the body, as a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)), such as
    /// `/entry/0/changes/0/value/messages/1`.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is unrecognized about it.
    #[must_use]
    pub fn reason(&self) -> &UnrecognizedReason {
        &self.reason
    }
}

impl fmt::Display for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.reason)
    }
}

/// What is unrecognized about a part of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnrecognizedReason {
    /// A change whose `field` is not modelled; it was delivered as [`Content::Unknown`](crate::Content::Unknown).
    Field,
    /// A message, interactive reply or the like whose `type` is not modelled; it was delivered as `Unknown` content.
    Type,
    /// A member that the types have no place for.
    Member,
    /// A string outside the documented values; it was delivered as it came.
    Value,
    /// Something of a known kind in the wrong shape; the error says where below the pointer.
    Malformed(super::DecodeError),
}

impl fmt::Display for UnrecognizedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field => f.write_str("unknown field"),
            Self::Type => f.write_str("unknown type"),
            Self::Member => f.write_str("unknown member"),
            Self::Value => f.write_str("unknown value"),
            Self::Malformed(error) => write!(f, "malformed: {error}"),
        }
    }
}

/// A walk over the body's JSON along the types, which collects what they do not know.
pub(crate) struct Audit<'a> {
    body: &'a Bytes,
    pointer: String,
    found: Vec<Unrecognized>,
}

impl<'a> Audit<'a> {
    pub(crate) fn new(body: &'a Bytes) -> Self {
        Self { body, pointer: String::new(), found: Vec::new() }
    }

    pub(crate) fn finish(self) -> Vec<Unrecognized> {
        self.found
    }

    /// The body that every text handed to this walk is a part of.
    pub(crate) fn body(&self) -> &'a Bytes {
        self.body
    }

    /// Visits the members of an object, each with the pointer moved to it.
    pub(crate) fn object(&mut self, raw: &str, mut each: impl FnMut(&str, &str, &mut Self)) {
        if raw == "null" {
            return;
        }
        let visited = json::members(raw, |name, value| {
            let depth = self.pointer.len();
            self.pointer.push('/');
            self.pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            each(name, value, self);
            self.pointer.truncate(depth);
        });
        self.visited(visited);
    }

    /// Visits the elements of an array, each with the pointer moved to it.
    pub(crate) fn array(&mut self, raw: &str, mut each: impl FnMut(&str, &mut Self)) {
        if raw == "null" {
            return;
        }
        let mut index = 0;
        let visited = json::elements(raw, |element| {
            let depth = self.pointer.len();
            let _ = write!(self.pointer, "/{index}");
            each(element, self);
            self.pointer.truncate(depth);
            index += 1;
        });
        self.visited(visited);
    }

    fn visited(&mut self, result: Result<(), serde_json::Error>) {
        if let Err(error) = result {
            self.report(UnrecognizedReason::Malformed(error.into()));
        }
    }

    /// Reads a scalar and reports it if it is an open string with a value that is not known.
    pub(crate) fn scalar<T: Scalar>(&mut self, raw: &str) {
        let known = match json::text(raw) {
            Some(text) => text.is_empty() || T::from_text(&text).is_none_or(|value| value.is_recognized()),
            None => true,
        };
        if !known {
            self.report(UnrecognizedReason::Value);
        }
    }

    /// Audits a part that is read on its own, or reports that it is malformed.
    pub(crate) fn part<T: Member>(&mut self, raw: &str) {
        match items::decode_leaf::<T>(raw) {
            Ok(_) => T::audit(raw, self),
            Err(_) => self.report(UnknownReason::malformed::<T>(raw)),
        }
    }

    pub(crate) fn unknown_member(&mut self) {
        self.report(UnrecognizedReason::Member);
    }

    pub(crate) fn report(&mut self, reason: impl Into<UnrecognizedReason>) {
        self.found.push(Unrecognized { pointer: self.pointer.clone(), reason: reason.into() });
    }
}

impl From<UnknownReason> for UnrecognizedReason {
    fn from(reason: UnknownReason) -> Self {
        match reason {
            UnknownReason::NotModeled => Self::Type,
            UnknownReason::Malformed(error) => Self::Malformed(error),
        }
    }
}
