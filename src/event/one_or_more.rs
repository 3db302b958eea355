//! Members that come as one value or as a list of them.

use std::{fmt, marker::PhantomData, ops::Deref};

use serde::{
    Deserializer, Serializer,
    de::{self, SeqAccess, Visitor, value::SeqAccessDeserializer},
};

use super::decode::{audit::Audit, member::Member, scalar::Scalar};

/// One value, or a list of them: the platform sends either. It reads as a slice, and is written back as it
/// came.
#[derive(Clone, PartialEq, Eq)]
pub struct OneOrMore<T> {
    values: Box<[T]>,
    listed: bool,
}

impl<T> Deref for OneOrMore<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.values
    }
}

impl<T: fmt::Debug> fmt::Debug for OneOrMore<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.values.fmt(f)
    }
}

impl<T: Scalar + Member> Member for OneOrMore<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMoreVisitor<T>(PhantomData<T>);

        impl<'de, T: Scalar + Member> Visitor<'de> for OneOrMoreVisitor<T> {
            type Value = OneOrMore<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}, or an array of such", T::EXPECTED)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(OneOrMore { values: T::from_text(text).into_iter().collect(), listed: false })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Self::Value, A::Error> {
                let values = Member::read(SeqAccessDeserializer::new(elements))?;
                Ok(OneOrMore { values, listed: true })
            }
        }

        deserializer.deserialize_any(OneOrMoreVisitor(PhantomData))
    }

    fn is_absent(&self) -> bool {
        self.values.is_empty()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &*self.values {
            [one] if !self.listed => one.write(serializer),
            _ => self.values.write(serializer),
        }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.values.show(f)
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        if raw.starts_with('[') { <Box<[T]>>::audit(raw, audit) } else { T::audit(raw, audit) }
    }
}
