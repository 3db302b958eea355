//! An item array: each element is read on its own, so that a bad one costs nobody but itself.

use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Error, value::RawValue};

use super::{
    audit::Audit,
    json,
    member::{self, Member},
};
use crate::event::{UnknownReason, UnrecognizedReason};

/// An element of an item array.
pub(crate) trait Item: Serialize + Sized {
    /// Reads one element; `body` is the delivery that `raw` is a part of.
    fn decode(raw: &str, body: &Bytes) -> Result<Self, Error>;

    /// Why `decode` refused the element. Asked for seldom, so nothing of it is stored.
    fn diagnose(raw: &str) -> UnknownReason;

    /// What an element is whose kind is not modelled.
    const NEW: UnrecognizedReason = UnrecognizedReason::Type;

    /// Reports whatever this version does not know in an element that did decode.
    fn audit(raw: &str, audit: &mut Audit<'_>);
}

/// An item that is one object and holds no further items.
pub(crate) trait Leaf: Member + Serialize {}

impl<T: Leaf> Item for T {
    fn decode(raw: &str, _: &Bytes) -> Result<Self, Error> {
        let item: T = member::decode(raw)?;
        if item.is_absent() { Err(serde::de::Error::custom("nothing is in it")) } else { Ok(item) }
    }

    fn diagnose(raw: &str) -> UnknownReason {
        UnknownReason::malformed::<T>(raw)
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        <T as Member>::audit(raw, audit);
    }
}

/// The elements of an item array, in wire order: those that could be read, and the text of the others.
#[derive(Clone)]
pub(crate) struct Items<T> {
    known: Vec<T>,
    /// Boxed, because nearly every array has none.
    kept: Option<Box<Kept>>,
}

/// The elements of an array that could not be read.
#[derive(Clone)]
struct Kept {
    /// The array as it came.
    raw: Bytes,
    runs: Vec<Run>,
    /// Set where something else came in the array's place. It is kept as if it were the only element.
    not_an_array: bool,
}

/// Neighbouring elements that could not be read. A run costs the same for one element as for a million.
#[derive(Clone, Copy)]
struct Run {
    first: usize,
    count: usize,
    /// Where the first element starts in the array's text, and where the last one ends.
    start: usize,
    end: usize,
}

/// What stands at one place of an item array.
#[derive(Clone, Copy)]
pub(crate) enum Element<'a, T> {
    Known(&'a T),
    Kept(&'a str),
}

/// Longer arrays are counted before they are read, because a growing list holds up to three times what it needs.
const COUNTED_FROM: usize = 64 * 1024;

impl<T: Item> Items<T> {
    pub(crate) fn decode(raw: &str, body: &Bytes) -> Self {
        Self::decode_array(raw, body).unwrap_or_else(|_| {
            let whole = vec![Run { first: 0, count: 1, start: 0, end: raw.len() }];
            let kept = Kept { raw: json::share(raw, body), runs: whole, not_an_array: true };
            Self { known: Vec::new(), kept: (raw != "null").then(|| Box::new(kept)) }
        })
    }

    fn decode_array(raw: &str, body: &Bytes) -> Result<Self, Error> {
        let mut items = Self::default();
        if raw.len() > COUNTED_FROM {
            items.known.reserve_exact(count_plausible::<T>(raw)?);
        }
        let mut index = 0;
        let mut bad: Option<Run> = None;
        json::elements(raw, |element| {
            // Every item is an object with members; a million of anything else need no parser to be refused.
            let is_plausible = element.starts_with('{') && element != "{}";
            match is_plausible.then(|| T::decode(element, body)) {
                Some(Ok(item)) => {
                    items.keep(bad.take(), raw, body);
                    items.push(item);
                }
                _ => {
                    let start = json::offset(raw, element);
                    let run = bad.get_or_insert(Run { first: index, count: 0, start, end: start });
                    run.count += 1;
                    run.end = start + element.len();
                }
            }
            index += 1;
        })?;
        items.keep(bad, raw, body);
        let spare = items.known.capacity() - items.known.len();
        if spare > (items.known.len() / 4).max(1) {
            items.known.shrink_to_fit();
        }
        Ok(items)
    }

    fn push(&mut self, item: T) {
        if self.known.capacity() == 0 {
            self.known.reserve_exact(1); // most arrays have one element
        }
        self.known.push(item);
    }

    fn keep(&mut self, run: Option<Run>, raw: &str, body: &Bytes) {
        let Some(run) = run else { return };
        match &mut self.kept {
            Some(kept) => kept.runs.push(run),
            None => {
                self.kept =
                    Some(Box::new(Kept { raw: json::share(raw, body), runs: vec![run], not_an_array: false }))
            }
        }
    }

    /// Reports what this version does not know in each element of the array that `raw` is.
    pub(crate) fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.array(raw, |element, audit| match T::decode(element, audit.body()) {
            Ok(_) => T::audit(element, audit),
            Err(_) => audit.kept(T::diagnose(element), T::NEW),
        });
    }
}

/// How many elements have text enough that keeping room for each cannot cost nine times the array.
fn count_plausible<T>(raw: &str) -> Result<usize, Error> {
    let mut count = 0;
    json::elements(raw, |element| count += usize::from(element.len() >= size_of::<T>() / 9))?;
    Ok(count)
}

impl<T> Items<T> {
    pub(crate) fn known(&self) -> &[T] {
        &self.known
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.known.is_empty() && self.kept.is_none()
    }

    pub(crate) fn iter(&self) -> Iter<'_, T> {
        let kept = self.kept.as_deref();
        let raw = kept.map(|kept| std::str::from_utf8(&kept.raw).unwrap_or_default()).unwrap_or_default();
        let runs = kept.map(|kept| kept.runs.as_slice()).unwrap_or_default().iter();
        Iter { known: self.known.iter(), index: 0, raw, runs, run: None }.with_next_run()
    }
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self { known: Vec::new(), kept: None }
    }
}

impl<T: Serialize> Serialize for Items<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Written<'a, T>(Element<'a, T>);

        impl<T: Serialize> Serialize for Written<'_, T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.0 {
                    Element::Known(item) => item.serialize(serializer),
                    Element::Kept(raw) => json::write_raw(raw, serializer),
                }
            }
        }

        match self.iter().next() {
            Some(only) if self.kept.as_ref().is_some_and(|kept| kept.not_an_array) => {
                Written(only).serialize(serializer)
            }
            _ => serializer.collect_seq(self.iter().map(Written)),
        }
    }
}

impl<T: Serialize> Items<T> {
    /// Writes the array as the member `name`, unless it is empty.
    pub(crate) fn write_as<M: SerializeMap>(&self, name: &str, map: &mut M) -> Result<(), M::Error> {
        if self.is_empty() { Ok(()) } else { map.serialize_entry(name, self) }
    }
}

/// The elements of an item array in wire order.
pub(crate) struct Iter<'a, T> {
    known: std::slice::Iter<'a, T>,
    index: usize,
    raw: &'a str,
    runs: std::slice::Iter<'a, Run>,
    /// The next run, less what was handed out of it.
    run: Option<Run>,
}

impl<'a, T> Iter<'a, T> {
    fn with_next_run(mut self) -> Self {
        self.run = self.runs.next().copied();
        self
    }

    /// The next element of the run, if it is the run's turn.
    fn next_kept(&mut self) -> Option<&'a str> {
        let run = self.run.as_mut().filter(|run| run.first == self.index)?;
        let rest = self.raw.get(run.start..run.end)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&'a RawValue>();
        let element = values.next()?.ok()?.get();
        run.first += 1;
        run.count -= 1;
        if run.count == 0 {
            self.run = self.runs.next().copied();
        } else {
            let behind = rest.get(values.byte_offset()..)?;
            run.start += values.byte_offset() + behind.find(',')? + 1;
        }
        Some(element)
    }
}

impl<T> Default for Iter<'_, T> {
    fn default() -> Self {
        Self { known: [].iter(), index: 0, raw: "", runs: [].iter(), run: None }
    }
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self {
            known: self.known.clone(),
            index: self.index,
            raw: self.raw,
            runs: self.runs.clone(),
            run: self.run,
        }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = Element<'a, T>;

    fn next(&mut self) -> Option<Element<'a, T>> {
        let element = match self.next_kept() {
            Some(raw) => Element::Kept(raw),
            None => Element::Known(self.known.next()?),
        };
        self.index += 1;
        Some(element)
    }
}
