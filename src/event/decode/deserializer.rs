//! The cursor as a deserializer of serde's, which the members of an item are read through.
//!
//! Objects, arrays, `null` and plain strings are nearly all that the platform sends, and are read here. Whatever else comes
//! (numbers, booleans, strings with escapes) is left to `serde_json`, at the place where it stands.

use std::fmt;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

use super::cursor::{Cursor, Refused};

impl<'de> Deserializer<'de> for &mut Cursor<'de> {
    type Error = Refused;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.peek() {
            Some(b'"') => match self.plain_string() {
                Some(text) => visitor.visit_borrowed_str(text),
                None => self.by_serde_json(|deserializer| deserializer.deserialize_any(visitor)),
            },
            Some(b'{') => self.inside(|cursor| {
                let mut members = Parts::new(cursor, b'}');
                let value = visitor.visit_map(&mut members)?;
                members.end()?;
                Ok(value)
            }),
            Some(b'[') => self.inside(|cursor| {
                let mut elements = Parts::new(cursor, b']');
                let value = visitor.visit_seq(&mut elements)?;
                elements.end()?;
                Ok(value)
            }),
            _ if self.pass_null() => visitor.visit_unit(),
            _ => self.by_serde_json(|deserializer| deserializer.deserialize_any(visitor)),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.pass_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.skip()?;
        visitor.visit_unit()
    }

    /// How `serde_json` hands out the text of a value, by a name that only it knows.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.by_serde_json(|deserializer| deserializer.deserialize_newtype_struct(name, visitor))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier
    }
}

/// The members of an object or the elements of an array, while they are handed to serde.
struct Parts<'a, 'de> {
    cursor: &'a mut Cursor<'de>,
    close: u8,
    is_first: bool,
    is_open: bool,
}

impl<'a, 'de> Parts<'a, 'de> {
    /// The parts that stand behind the bracket that was passed, up to the one that closes it.
    #[inline]
    fn new(cursor: &'a mut Cursor<'de>, close: u8) -> Self {
        Self { cursor, close, is_first: true, is_open: true }
    }

    /// Whether there is another one, in front of which the cursor then stands.
    #[inline]
    fn next(&mut self) -> Result<bool, Refused> {
        self.is_open = self.cursor.next_part(self.close, self.is_first)?;
        self.is_first = false;
        Ok(self.is_open)
    }

    /// Checks that all were visited.
    #[inline]
    fn end(self) -> Result<(), Refused> {
        if self.is_open { Err(Refused) } else { Ok(()) }
    }
}

impl<'de> MapAccess<'de> for &mut Parts<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        if !self.next()? {
            return Ok(None);
        }
        let name = self.cursor.name()?;
        seed.deserialize((&*name).into_deserializer()).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        seed.deserialize(&mut *self.cursor)
    }
}

impl<'de> SeqAccess<'de> for &mut Parts<'_, 'de> {
    type Error = Refused;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refused> {
        if self.next()? { seed.deserialize(&mut *self.cursor).map(Some) } else { Ok(None) }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not of the shape that was asked for")
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    /// What is wrong is said when somebody asks; see `Item::diagnose`.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
