//! Points in time, which the platform writes in three ways.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use serde::Serializer;

use super::decode::scalar::Scalar;
use crate::macros::{scalar, serde_through_member};

/// A point in time, in seconds since 1970-01-01 00:00:00 UTC.
///
/// The platform sends it as a string of digits (messages, statuses), as a number (account and template fields), and in
/// places as ISO 8601 text; a few senders count milliseconds. All are read, and written back as they came.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use whatsapp_webhook::event::Timestamp;
///
/// let sent: Timestamp = serde_json::from_str(r#""1749416383""#)?;
/// assert_eq!(sent.as_secs(), 1749416383);
/// assert_eq!(SystemTime::from(sent), SystemTime::UNIX_EPOCH + Duration::from_secs(1749416383));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Timestamp(Repr);

#[derive(Clone)]
enum Repr {
    Number(u64),
    Digits(u64),
    Iso(Box<(u64, Box<str>)>),
}

/// Larger counts are milliseconds: in seconds they would lie past the year 5000.
const MILLISECONDS_FROM: u64 = 100_000_000_000;

/// The first second of the year 10000. Later ones are no times but garbage.
const END: u64 = 253_402_300_800;

impl Timestamp {
    fn count(&self) -> u64 {
        match &self.0 {
            Repr::Number(count) | Repr::Digits(count) => *count,
            Repr::Iso(iso) => iso.0,
        }
    }

    /// Whole seconds since 1970-01-01 00:00:00 UTC.
    #[must_use]
    pub fn as_secs(&self) -> u64 {
        let count = self.count();
        if count < MILLISECONDS_FROM { count } else { count / 1000 }
    }

    /// The point in time as the standard library has it.
    #[must_use]
    pub fn as_system_time(&self) -> SystemTime {
        let count = self.count();
        let since =
            if count < MILLISECONDS_FROM { Duration::from_secs(count) } else { Duration::from_millis(count) };
        SystemTime::UNIX_EPOCH + since
    }

    /// How long ago it was at a point in time; zero if it is still to come.
    #[must_use]
    pub fn age_at(&self, now: SystemTime) -> Duration {
        now.duration_since(self.as_system_time()).unwrap_or_default()
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.as_system_time()
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.as_system_time() == other.as_system_time()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_system_time().cmp(&other.as_system_time())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_secs().fmt(f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Scalar for Timestamp {
    const EXPECTED: &'static str = "seconds since 1970, as a string of digits or a number";

    fn from_text(text: &str) -> Option<Self> {
        if let Some(count) = text.parse().ok().filter(|_| !text.starts_with('+')) {
            return in_range(&count).then_some(Self(Repr::Digits(count)));
        }
        let seconds = seconds_of_iso(text).filter(in_range)?;
        Some(Self(Repr::Iso(Box::new((seconds, text.into())))))
    }

    fn from_integer(number: i128) -> Option<Self> {
        let count = number.try_into().ok().filter(in_range)?;
        Some(Self(Repr::Number(count)))
    }

    fn serialize_scalar<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Number(count) => serializer.serialize_u64(*count),
            Repr::Digits(count) => serializer.collect_str(count),
            Repr::Iso(iso) => serializer.serialize_str(&iso.1),
        }
    }

    fn fmt_scalar(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

scalar!(Timestamp);
serde_through_member!(Timestamp);

fn in_range(count: &u64) -> bool {
    let seconds = if *count < MILLISECONDS_FROM { *count } else { *count / 1000 };
    seconds < END
}

/// Reads `2026-04-19T13:59:20+0000`, with `Z`, `+00:00` or nothing for the offset as well.
fn seconds_of_iso(text: &str) -> Option<u64> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let (clock, offset) = match time.find(['+', '-', 'Z']) {
        Some(at) => (time.get(..at)?, offset_seconds(time.get(at..)?)?),
        None => (time, 0),
    };
    let mut clock = clock.split('.').next()?.splitn(3, ':').map(str::parse::<i64>);
    let (hour, minute, second) = (clock.next()?.ok()?, clock.next()?.ok()?, clock.next()?.ok()?);
    let valid = (1970..10_000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let valid = valid && (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    if valid { seconds.try_into().ok() } else { None }
}

fn offset_seconds(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.get(1..)?.replace(':', "");
    let number: i64 = digits
        .parse()
        .ok()
        .filter(|_| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(sign * (number / 100 * 3600 + number % 100 * 60))
}

/// Days in the proleptic Gregorian calendar, counted in years that start on March 1.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Timestamp, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn every_spelling_of_a_time_is_read_and_written_back_as_it_came() {
        for (json, seconds) in [
            ("\"1749416383\"", 1_749_416_383),
            ("1749416383", 1_749_416_383),
            ("\"1749416383123\"", 1_749_416_383),
            ("\"2026-04-19T13:59:20+0000\"", 1_776_607_160),
            ("\"2026-04-19T13:59:20Z\"", 1_776_607_160),
            ("\"2026-04-19T15:29:20.5+01:30\"", 1_776_607_160),
            ("\"2000-02-29T23:59:59-00:01\"", 951_868_859),
            ("0", 0),
        ] {
            let timestamp = read(json).unwrap_or_else(|error| panic!("{json}: {error}"));
            assert_eq!(timestamp.as_secs(), seconds, "{json}");
            assert_eq!(serde_json::to_string(&timestamp).unwrap(), json);
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for json in [
            "\"\"",
            "null",
            "-1",
            "1.5",
            "\"soon\"",
            "\"12 \"",
            "18446744073709551615",
            "\"99999999999999999999\"",
            "true",
            "\"2026-13-01T00:00:00Z\"",
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn milliseconds_and_seconds_of_one_moment_compare() {
        assert_eq!(read("1749416383000").unwrap(), read("\"1749416383\"").unwrap());
        assert!(read("1749416383001").unwrap() > read("1749416383").unwrap());
    }
}
