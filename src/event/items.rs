//! An item array: each element is read on its own, so that a bad one costs nobody but itself.

use bytes::Bytes;
use serde::{Serialize, Serializer};
use serde_json::{Error, value::RawValue};

use super::{
    json,
    member::Member,
    unknown::UnknownReason,
    unrecognized::{Audit, UnrecognizedReason},
};

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
        let item: T = decode_leaf(raw)?;
        if item.is_absent() { Err(serde::de::Error::custom("nothing is in it")) } else { Ok(item) }
    }

    fn diagnose(raw: &str) -> UnknownReason {
        UnknownReason::malformed::<T>(raw)
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        <T as Member>::audit(raw, audit);
    }
}

/// Reads one object, mended first where a lone surrogate would cost it.
pub(crate) fn decode_leaf<T: Member>(raw: &str) -> Result<T, Error> {
    let read = |raw: &str| T::read(&mut serde_json::Deserializer::from_str(raw));
    read(raw).or_else(|error| match json::mend_surrogates(raw) {
        Some(mended) => read(&mended),
        None => Err(error),
    })
}

/// The elements of an item array, in wire order: those that could be read, and the text of the others.
#[derive(Clone)]
pub(crate) struct Items<T> {
    known: Vec<T>,
    /// Boxed, because nearly every array has none and there are arrays everywhere.
    #[expect(clippy::box_collection, reason = "8 bytes instead of 24")]
    kept: Option<Box<Vec<Run>>>,
    /// Set where something else came in the array's place. It is kept as if it were the only element.
    not_an_array: bool,
}

/// Neighbouring elements that could not be read. A run costs the same for one element as for a million.
#[derive(Clone)]
struct Run {
    first: usize,
    count: usize,
    /// From the start of the first element to the end of the last one, commas included.
    raw: Bytes,
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
            let kept = vec![Run { first: 0, count: 1, raw: json::share(raw, body) }];
            Self { known: Vec::new(), kept: (raw != "null").then(|| Box::new(kept)), not_an_array: true }
        })
    }

    fn decode_array(raw: &str, body: &Bytes) -> Result<Self, Error> {
        let mut items = Self::default();
        if raw.len() > COUNTED_FROM {
            items.known.reserve_exact(count_plausible::<T>(raw)?);
        }
        let mut index = 0;
        let mut bad: Option<BadRun> = None;
        json::elements(raw, |element| {
            match T::decode(element, body) {
                Ok(item) => {
                    items.keep(bad.take(), raw, body);
                    items.push(item);
                }
                Err(_) => {
                    let start = json::offset(raw, element);
                    let run = bad.get_or_insert(BadRun { first: index, count: 0, start, end: start });
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

    fn keep(&mut self, run: Option<BadRun>, raw: &str, body: &Bytes) {
        if let Some(BadRun { first, count, start, end }) = run {
            let raw = json::share(raw.get(start..end).unwrap_or_default(), body);
            self.kept.get_or_insert_default().push(Run { first, count, raw });
        }
    }

    /// Reports what this version does not know in each element of the array that `raw` is.
    pub(crate) fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.array(raw, |element, audit| match T::decode(element, audit.body()) {
            Ok(_) => T::audit(element, audit),
            Err(_) => audit.report(match T::diagnose(element) {
                UnknownReason::NotModeled => T::NEW,
                UnknownReason::Malformed(error) => UnrecognizedReason::Malformed(error),
            }),
        });
    }
}

#[derive(Clone, Copy)]
struct BadRun {
    first: usize,
    count: usize,
    start: usize,
    end: usize,
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
        let mut runs = self.kept.as_deref().map(Vec::as_slice).unwrap_or_default().iter();
        let run = runs.next().map(OpenRun::new);
        Iter { known: self.known.iter(), runs, run, index: 0 }
    }
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self { known: Vec::new(), kept: None, not_an_array: false }
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
            Some(only) if self.not_an_array => Written(only).serialize(serializer),
            _ => serializer.collect_seq(self.iter().map(Written)),
        }
    }
}

/// The elements of an item array in wire order.
pub(crate) struct Iter<'a, T> {
    known: std::slice::Iter<'a, T>,
    runs: std::slice::Iter<'a, Run>,
    /// The next run that was kept, less what was handed out of it.
    run: Option<OpenRun<'a>>,
    index: usize,
}

#[derive(Clone)]
struct OpenRun<'a> {
    next: usize,
    left: usize,
    rest: &'a str,
}

impl<T> Default for Iter<'_, T> {
    fn default() -> Self {
        Self { known: [].iter(), runs: [].iter(), run: None, index: 0 }
    }
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self { known: self.known.clone(), runs: self.runs.clone(), run: self.run.clone(), index: self.index }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = Element<'a, T>;

    fn next(&mut self) -> Option<Self::Item> {
        let element = match self.run.as_mut().filter(|run| run.next == self.index) {
            Some(run) => {
                let raw = run.take()?;
                if run.left == 0 {
                    self.run = self.runs.next().map(OpenRun::new);
                }
                Element::Kept(raw)
            }
            None => Element::Known(self.known.next()?),
        };
        self.index += 1;
        Some(element)
    }
}

impl<'a> OpenRun<'a> {
    fn new(run: &'a Run) -> Self {
        Self { next: run.first, left: run.count, rest: std::str::from_utf8(&run.raw).unwrap_or_default() }
    }

    fn take(&mut self) -> Option<&'a str> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<&'a RawValue>();
        let raw = values.next()?.ok()?.get();
        let rest = self.rest.get(values.byte_offset()..)?.trim_start();
        self.rest = rest.strip_prefix(',').unwrap_or(rest);
        self.next += 1;
        self.left -= 1;
        Some(raw)
    }
}
