//! Points in time.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize, Serializer};

use crate::event::read::{self, Problem, Read, Reader};

/// A point in time between the years 1970 and 9999.
///
/// Meta sends seconds since 1970 as a string of digits (messages, statuses) or as a number (account and template fields), and in
/// places ISO 8601 text; a few senders count milliseconds. All of these are read. `Display` writes RFC 3339, and `Serialize` a
/// string of digits.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use whatsapp_webhook::event::Timestamp;
///
/// let sent: Timestamp = serde_json::from_str(r#""1749416383""#)?;
/// assert_eq!(sent.as_secs(), 1749416383);
/// assert_eq!(sent.to_string(), "2025-06-08T20:59:43Z");
/// assert_eq!(SystemTime::from(sent), SystemTime::UNIX_EPOCH + Duration::from_secs(1749416383));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    milliseconds: u64,
}

/// The count from which on a number is milliseconds. As seconds it would be past the year 5000.
const MILLISECONDS_FROM: u64 = 100_000_000_000;

/// The first millisecond of the year 10000.
const END: u64 = 253_402_300_800_000;

impl Timestamp {
    /// Returns the number of whole seconds since 1970-01-01 00:00:00 UTC.
    #[must_use]
    pub fn as_secs(self) -> u64 {
        self.milliseconds / 1000
    }

    /// Returns the point in time as a `SystemTime`.
    #[must_use]
    pub fn as_system_time(self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(self.milliseconds)
    }

    /// Returns the time from this point to `now`; zero if this point is later.
    #[must_use]
    pub fn age_at(self, now: SystemTime) -> Duration {
        now.duration_since(self.as_system_time()).unwrap_or_default()
    }

    fn from_count(count: u64) -> Option<Self> {
        let milliseconds = if count < MILLISECONDS_FROM { count * 1000 } else { count };
        (milliseconds < END).then_some(Self { milliseconds })
    }

    fn from_text(text: &str) -> Option<Self> {
        if let Ok(count) = text.parse()
            && !text.starts_with('+')
        {
            return Self::from_count(count);
        }
        milliseconds_of_iso(text).filter(|count| *count < END).map(|milliseconds| Self { milliseconds })
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.as_system_time()
    }
}

/// Converts with a precision of milliseconds. Times before 1970 become 1970, and times after 9999 the end of 9999.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self { milliseconds: u64::try_from(since.as_millis()).unwrap_or(END).min(END - 1) }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, milliseconds) = (self.as_secs(), self.milliseconds % 1000);
        let (year, month, day) = date(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if milliseconds > 0 {
            write!(f, ".{milliseconds:03}")?;
        }
        f.write_str("Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Read for Timestamp {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.parse("seconds since 1970, or a time in ISO 8601", Self::from_text)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.milliseconds.is_multiple_of(1000) || self.milliseconds < MILLISECONDS_FROM {
            serializer.collect_str(&self.as_secs())
        } else {
            serializer.collect_str(&self.milliseconds)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::deserialize(deserializer)
    }
}

/// Reads `2026-04-19T13:59:20+0000`, also with the offset `Z`, `+00:00` or none.
fn milliseconds_of_iso(text: &str) -> Option<u64> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.splitn(3, '-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (clock, offset) = match time.find(['+', '-', 'Z']) {
        Some(at) => (time.get(..at)?, offset_seconds(time.get(at..)?)?),
        None => (time, 0),
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut clock = clock.splitn(3, ':').map(number);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let valid = (1970..10_000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let valid = valid && (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    let milliseconds = number(format!("{fraction:0<3}").get(..3)?)?;
    if valid { (seconds * 1000 + milliseconds).try_into().ok() } else { None }
}

/// Reads a number of at most nine digits, without a sign.
fn number(digits: &str) -> Option<i64> {
    let valid = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| valid)
}

fn offset_seconds(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.get(1..)?.replace(':', "");
    let number = number(&digits).filter(|_| digits.len() == 4)?;
    Some(sign * (number / 100 * 3600 + number % 100 * 60))
}

/// Days in the proleptic Gregorian calendar, counted in years that start on March 1.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

/// The year, month and day of a day since 1970, the reverse of [`days_since_1970`].
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Timestamp, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn every_spelling_of_a_time_is_read() {
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
            let written = serde_json::to_string(&timestamp).unwrap();
            assert_eq!(read(&written).unwrap(), timestamp, "{json}");
        }
    }

    #[test]
    fn a_value_that_is_no_time_is_an_error() {
        for json in [
            "\"\"",
            "null",
            "-1",
            "1.5",
            "\"soon\"",
            "\"12 \"",
            "\"+12\"",
            "18446744073709551615",
            "\"99999999999999999999\"",
            "true",
            "\"2026-13-01T00:00:00Z\"",
            "\"2026-01-01T00:00:00.éZ\"",
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_time_prints_as_rfc_3339() {
        for (json, text) in [
            ("0", "1970-01-01T00:00:00Z"),
            ("951782400", "2000-02-29T00:00:00Z"),
            ("1749416383", "2025-06-08T20:59:43Z"),
            ("1749416383123", "2025-06-08T20:59:43.123Z"),
            ("\"9999-12-31T23:59:59Z\"", "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(read(json).unwrap().to_string(), text);
            assert_eq!(read(&format!("\"{text}\"")).unwrap(), read(json).unwrap());
        }
    }

    #[test]
    fn every_day_prints_as_it_is_read() {
        for day in (0..2_932_896_u64).step_by(97) {
            let time = Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400));
            assert_eq!(read(&format!("\"{time}\"")).unwrap(), time);
        }
    }

    #[test]
    fn milliseconds_and_seconds_of_one_moment_are_equal() {
        assert_eq!(read("1749416383000").unwrap(), read("\"1749416383\"").unwrap());
        assert!(read("1749416383001").unwrap() > read("1749416383").unwrap());
    }

    #[test]
    fn a_system_time_out_of_range_becomes_the_nearest_time() {
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(Timestamp::from(before).as_secs(), 0);
        let after = SystemTime::UNIX_EPOCH + Duration::from_secs(300_000_000_000);
        assert_eq!(Timestamp::from(after).to_string(), "9999-12-31T23:59:59.999Z");
    }
}
