//! The values that every type is made of: options, lists, numbers and booleans.

#[cfg(test)]
use crate::event::description::Description;

use super::{Problem, Read, Reader};
use crate::event::json;

impl<T: Read> Read for Option<T> {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        if reader.pass_absent() || T::pass_none(reader) { Ok(None) } else { T::read(reader).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    #[cfg(test)]
    fn describe(description: &mut Description) {
        T::describe(description);
    }
}

impl<T: Read> Read for Box<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        T::read(reader).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    #[cfg(test)]
    fn describe(description: &mut Description) {
        T::describe(description);
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        let mut list = Self::new();
        if reader.pass_absent() {
            return Ok(list);
        }
        if reader.peek() != Some(b'[') {
            return Err(reader.expected("an array"));
        }
        reader.at += 1;
        let mut index = 0;
        while let Some(at) = json::next_element(reader.text.as_bytes(), reader.at) {
            reader.at = at;
            reader.count_element()?;
            let element = if reader.watch.is_some() {
                reader.watched(|watch| watch.enter_element(index))?
            } else {
                Option::<T>::read(reader)?
            };
            list.extend(element);
            index += 1;
        }
        reader.at = json::white_space(reader.text.as_bytes(), reader.at) + 1;
        Ok(list)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    #[cfg(test)]
    fn describe(description: &mut Description) {
        T::describe(description);
    }
}

impl Read for bool {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        let word = match reader.peek() {
            Some(b't') => Some(true),
            Some(b'f') => Some(false),
            _ => None,
        };
        match word {
            Some(value) => {
                reader.skip();
                Ok(value)
            }
            None => reader.parse("true or false", |text| text.parse().ok()),
        }
    }
}

impl Read for i64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.parse("a whole number", |text| text.parse().ok())
    }
}

impl Read for f64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.parse("a number", |text| text.parse().ok().filter(|number: &Self| number.is_finite()))
    }
}
