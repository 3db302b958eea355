//! An item array: each element is read on its own, so that a bad one costs nobody but itself.

use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    audit::Audit,
    chunks::{self, Chunks},
    cursor::{Cursor, Refused},
    json,
    member::Member,
};
use crate::event::{UnknownReason, UnrecognizedReason};

/// An element of an item array.
pub(crate) trait Item: Serialize + Sized {
    /// Reads one element into `place`.
    fn read_into(cursor: &mut Cursor<'_>, place: &mut Option<Self>) -> Result<(), Refused>;

    /// Reads one element.
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Refused> {
        let mut place = None;
        Self::read_into(cursor, &mut place)?;
        place.ok_or(Refused)
    }

    /// Why `read_into` refused the element. Asked for seldom, so nothing of it is stored.
    fn diagnose(raw: &str) -> UnknownReason;

    /// What an element is whose kind is not modelled.
    const NEW: UnrecognizedReason = UnrecognizedReason::Type;

    /// Reports whatever this version does not know in an element that did decode.
    fn audit(raw: &str, audit: &mut Audit<'_>);
}

/// An item that is one object and holds no further items.
pub(crate) trait Leaf: Member + Serialize {}

impl<T: Leaf> Item for T {
    fn read_into(cursor: &mut Cursor<'_>, place: &mut Option<Self>) -> Result<(), Refused> {
        cursor.read(place)?;
        if place.as_ref().is_none_or(Member::is_absent) { Err(Refused) } else { Ok(()) }
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
    known: Chunks<T>,
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

impl<T: Item> Items<T> {
    /// Reads the array that comes next. Something else in its place is kept as if it were the only element.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Refused> {
        if cursor.peek() == Some(b'[') {
            return Self::read_array(cursor);
        }
        let start = cursor.at();
        let whole = Run { first: 0, count: 1, start: 0, end: cursor.skip()?.len() };
        let raw = cursor.share_since(start);
        let kept = Kept { raw, runs: vec![whole], not_an_array: true };
        Ok(Self { known: Chunks::default(), kept: (kept.raw != "null").then(|| Box::new(kept)) })
    }

    fn read_array(cursor: &mut Cursor<'_>) -> Result<Self, Refused> {
        let array = cursor.at();
        let mut known = Chunks::default();
        let mut runs: Vec<Run> = Vec::new();
        let mut index = 0;
        cursor.elements(|cursor| {
            let start = cursor.at();
            let mut place = None;
            match read_plausible(cursor, &mut place) {
                Ok(()) => place.into_iter().for_each(|item| known.push(item)),
                Err(Refused) => {
                    cursor.rewind(start);
                    let end = start - array + cursor.skip()?.len();
                    match runs.last_mut() {
                        Some(run) if run.first + run.count == index => {
                            run.count += 1;
                            run.end = end;
                        }
                        last => {
                            if last.is_none() {
                                runs.reserve_exact(1); // one bad element is rare, and a second one rarer
                            }
                            runs.push(Run { first: index, count: 1, start: start - array, end });
                        }
                    }
                }
            }
            index += 1;
            Ok(())
        })?;
        known.shrink();
        let kept = (!runs.is_empty())
            .then(|| Box::new(Kept { raw: cursor.share_since(array), runs, not_an_array: false }));
        Ok(Self { known, kept })
    }

    /// Reports what this version does not know in each element of the array that `raw` is.
    pub(crate) fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.array(raw, |element, audit| match T::read(&mut Cursor::new(element, audit.body())) {
            Ok(_) => T::audit(element, audit),
            Err(_) => audit.kept(T::diagnose(element), T::NEW),
        });
    }
}

/// Reads an element. Every item is an object with members; a million of anything else need no parser to be refused.
fn read_plausible<T: Item>(cursor: &mut Cursor<'_>, place: &mut Option<T>) -> Result<(), Refused> {
    if cursor.peek() == Some(b'{') && !cursor.is_empty_object() {
        T::read_into(cursor, place)
    } else {
        Err(Refused)
    }
}

impl<T> Items<T> {
    pub(crate) fn known(&self) -> chunks::Iter<'_, T> {
        self.known.iter()
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
        Self { known: Chunks::default(), kept: None }
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
    known: chunks::Iter<'a, T>,
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
        let mut cursor = Cursor::of_text(self.raw.get(run.start..run.end)?);
        let element = cursor.skip().ok()?;
        run.first += 1;
        run.count -= 1;
        if run.count == 0 {
            self.run = self.runs.next().copied();
        } else {
            cursor.pass(b',');
            run.start += cursor.at();
        }
        Some(element)
    }
}

impl<T> Default for Iter<'_, T> {
    fn default() -> Self {
        Self { known: chunks::Iter::default(), index: 0, raw: "", runs: [].iter(), run: None }
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
