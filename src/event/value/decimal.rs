//! Exact decimal numbers, such as prices.

use std::{cmp::Ordering, fmt, hash::Hash, str::FromStr};

use serde::{Deserialize, Serialize, Serializer};

use crate::event::read::{self, Problem, Read, Reader};

/// An exact decimal number, such as the price `7.99`.
///
/// Meta sends prices as numbers or as strings. The digits are kept, so that the conversion to a decimal type of your choice is
/// exact: [`minor_units`](Self::minor_units) returns cents, [`as_str`](Self::as_str) the digits, and [`as_f64`](Self::as_f64) the
/// nearest `f64`. Numbers compare by value: `30`, `"30"` and `30.0` are equal.
///
/// ```
/// use whatsapp_webhook::event::Decimal;
///
/// let price: Decimal = serde_json::from_str("7.99")?;
/// assert_eq!(price.as_str(), "7.99");
/// assert_eq!(price.minor_units(2), Some(799));
/// assert!(price < "8".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Decimal(Box<str>);

/// The error of parsing a [`Decimal`] from text that is not a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NotADecimal;

impl Decimal {
    /// Returns the number as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the nearest `f64`.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Returns the number in its smallest units: cents for two decimals.
    ///
    /// `None` where the number has more decimals than that, or does not fit.
    #[must_use]
    pub fn minor_units(&self, decimals: u8) -> Option<i64> {
        let parts = Parts::of(&self.0);
        let zeros = parts.exponent.checked_add(decimals.into())?;
        let zeros = usize::try_from(zeros).ok().filter(|zeros| *zeros < 20)?;
        let number: i64 =
            format!("{:0<width$}", parts.digits, width = parts.digits.len() + zeros).parse().ok()?;
        Some(if parts.is_negative { -number } else { number })
    }

    fn from_text(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        (plain && text.parse::<f64>().is_ok_and(f64::is_finite)).then(|| Self(text.into()))
    }
}

/// A number as digits without leading and trailing zeros, times a power of ten. Zero has the digit `0` and the exponent 0.
#[derive(PartialEq, Eq, Hash)]
struct Parts {
    is_negative: bool,
    digits: String,
    exponent: i64,
}

impl Parts {
    fn of(text: &str) -> Self {
        let unsigned = text.trim_start_matches(['-', '+']);
        let (number, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let all = [whole, fraction].concat();
        let digits = all.trim_start_matches('0').trim_end_matches('0');
        if digits.is_empty() {
            return Self { is_negative: false, digits: "0".to_owned(), exponent: 0 };
        }
        let trailing = all.len() - all.trim_end_matches('0').len();
        let shift =
            i64::try_from(trailing).unwrap_or_default() - i64::try_from(fraction.len()).unwrap_or_default();
        Self {
            is_negative: text.starts_with('-'),
            digits: digits.to_owned(),
            // A number that does not fit is too small for `f64` as well: larger numbers are no decimals.
            exponent: exponent.parse::<i64>().unwrap_or(i64::MIN).saturating_add(shift),
        }
    }

    /// The position of the first digit, counted from the decimal point.
    fn magnitude(&self) -> i64 {
        self.exponent.saturating_add(i64::try_from(self.digits.len()).unwrap_or(i64::MAX))
    }

    fn cmp_absolute(&self, other: &Self) -> Ordering {
        match (self.digits == "0", other.digits == "0") {
            (false, false) => {
                self.magnitude().cmp(&other.magnitude()).then_with(|| self.digits.cmp(&other.digits))
            }
            (is_zero, other_is_zero) => other_is_zero.cmp(&is_zero),
        }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        Parts::of(&self.0) == Parts::of(&other.0)
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        Parts::of(&self.0).hash(state);
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, other) = (Parts::of(&self.0), Parts::of(&other.0));
        match (one.is_negative, other.is_negative) {
            (false, false) => one.cmp_absolute(&other),
            (true, true) => other.cmp_absolute(&one),
            (is_negative, other_is_negative) => other_is_negative.cmp(&is_negative),
        }
    }
}

impl FromStr for Decimal {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        Self::from_text(text).ok_or(NotADecimal)
    }
}

impl fmt::Display for NotADecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal number: write it as in `7.99`")
    }
}

impl std::error::Error for NotADecimal {}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Hides the digits: what a user orders, and at what price.
impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<number>")
    }
}

impl Read for Decimal {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.parse("a number", Self::from_text)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = self.as_f64();
        if let Ok(whole) = self.0.parse::<i64>() {
            serializer.serialize_i64(whole)
        } else if Self::from_text(&number.to_string()).as_ref() == Some(self) {
            serializer.serialize_f64(number)
        } else {
            serializer.serialize_str(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Decimal {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_number_is_written_with_its_value() {
        for (json, written) in [
            ("7.99", "7.99"),
            ("\"7.99\"", "7.99"),
            ("30", "30"),
            ("\"30\"", "30"),
            ("30.0", "30.0"),
            ("-1", "-1"),
            ("0.1", "0.1"),
            ("-0", "0"),
            ("123456789012345678901234567890.5", "\"123456789012345678901234567890.5\""),
        ] {
            let number = read(json);
            assert_eq!(number.as_str(), json.trim_matches('"'));
            assert_eq!(serde_json::to_string(&number).unwrap(), written);
            assert_eq!(read(written), number);
        }
        for json in ["\"\"", "\"NaN\"", "\"inf\"", "\"a\"", "null", "true", "[]", "1e999"] {
            assert!(serde_json::from_str::<Decimal>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn numbers_compare_by_value() {
        let ascending = [
            "-1e9", "-30.5", "-30", "-0.1", "0", "1e-9", "0.1", "0.11", "1", "7.99", "10", "30", "30.01",
            "1e9",
        ];
        for (index, one) in ascending.iter().enumerate() {
            for (other_index, other) in ascending.iter().enumerate() {
                assert_eq!(
                    one.parse::<Decimal>().unwrap().cmp(&other.parse().unwrap()),
                    index.cmp(&other_index),
                    "{one} {other}"
                );
            }
        }
        for (one, other) in [("30", "30.0"), ("0", "-0.00"), ("1e2", "100"), ("0.50", ".5"), ("+1", "1")] {
            assert_eq!(one.parse::<Decimal>().unwrap(), other.parse().unwrap());
        }
    }

    #[test]
    fn minor_units_are_exact_or_none() {
        for (text, decimals, units) in [
            ("7.99", 2, Some(799)),
            ("7.9", 2, Some(790)),
            ("7.999", 2, None),
            ("-0.01", 2, Some(-1)),
            ("1e3", 0, Some(1000)),
            ("0", 2, Some(0)),
            ("92233720368547758.08", 2, None),
            ("1e300", 2, None),
        ] {
            assert_eq!(text.parse::<Decimal>().unwrap().minor_units(decimals), units, "{text}");
        }
    }
}
