//! A second look at a delivery's JSON, for what the types do not know.

use std::fmt::Write as _;

use bytes::Bytes;

use super::{
    json,
    member::{self, Member},
    scalar::Scalar,
};
use crate::event::{DecodeError, UnknownReason, Unrecognized, UnrecognizedReason};

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
            self.report(UnrecognizedReason::Malformed(DecodeError::of_json(&error)));
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
        match member::decode::<T>(raw) {
            Ok(_) => T::audit(raw, self),
            Err(_) => self.kept(UnknownReason::malformed::<T>(raw), UnrecognizedReason::Type),
        }
    }

    pub(crate) fn unknown_member(&mut self) {
        self.report(UnrecognizedReason::Member);
    }

    /// Reports something that was kept raw; `new` is what it is if its kind is not modelled.
    pub(crate) fn kept(&mut self, reason: UnknownReason, new: UnrecognizedReason) {
        self.report(match reason {
            UnknownReason::NotModeled => new,
            UnknownReason::Malformed(error) => UnrecognizedReason::Malformed(error),
        });
    }

    pub(crate) fn report(&mut self, reason: UnrecognizedReason) {
        self.found.push(Unrecognized::new(self.pointer.clone(), reason));
    }
}
