//! Decimal numbers whose text matters, such as prices.

use std::fmt;

use serde::Serializer;

use super::decode::scalar::Scalar;
use crate::macros::{scalar, serde_through_member};

/// A decimal number as it was written, such as the price `7.99`.
///
/// The platform sends prices and the like as numbers or as strings. The text is kept, so that no cent is lost on the way to
/// the decimal type of your choice; [`as_f64`](Self::as_f64) is there for everything else.
///
/// ```
/// use whatsapp_webhook::event::Decimal;
///
/// let price: Decimal = serde_json::from_str("7.99")?;
/// assert_eq!(price.as_str(), "7.99");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Decimal {
    text: Box<str>,
    quoted: bool,
}

impl Decimal {
    /// The number's digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number, as precisely as an `f64` can hold it.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<number>")
    }
}

impl Scalar for Decimal {
    const EXPECTED: &'static str = "a number, also as a string";

    fn from_text(text: &str) -> Option<Self> {
        let number: f64 = text.parse().ok()?;
        number.is_finite().then(|| Self { text: text.into(), quoted: true })
    }

    fn from_integer(number: i128) -> Option<Self> {
        Some(Self { text: number.to_string().into(), quoted: false })
    }

    fn from_float(number: f64) -> Option<Self> {
        Some(Self { text: format!("{number:?}").into(), quoted: false })
    }

    fn serialize_scalar<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.quoted {
            serializer.serialize_str(&self.text)
        } else if let Ok(whole) = self.text.parse::<i64>() {
            serializer.serialize_i64(whole)
        } else if let Ok(whole) = self.text.parse::<u64>() {
            serializer.serialize_u64(whole)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }

    fn fmt_scalar(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

scalar!(Decimal);
serde_through_member!(Decimal);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_leaves_as_it_came() {
        for json in ["7.99", "\"7.99\"", "30", "\"30\"", "30.0", "-1", "0.1", "18446744073709551615"] {
            let number: Decimal = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), json);
            assert_eq!(number.as_str(), json.trim_matches('"'));
        }
        for json in ["\"\"", "\"NaN\"", "\"a\"", "null", "true", "[]"] {
            assert!(serde_json::from_str::<Decimal>(json).is_err(), "{json}");
        }
    }
}
