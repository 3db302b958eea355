//! The hours in which a phone number can be called.

use super::SettingStatus;
use crate::event::{
    Text,
    macros::{object, open_string},
};

object! {
    /// The hours in which a business phone number can be called.
    ///
    /// ```json
    /// {"status": "ENABLED", "timezone_id": "America/Manaus",
    ///  "weekly_operating_hours": [{"day_of_week": "MONDAY", "open_time": "0400", "close_time": "1020"}],
    ///  "holiday_schedule": [{"date": "2026-01-01", "start_time": "0000", "end_time": "2359"}]}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallHours {
        /// Whether the hours apply. If not, the number can be called at any time.
        pub status: Option<SettingStatus>,
        /// The time zone of all times in this object, by its name in the IANA database.
        pub timezone_id: Option<Text>,
        /// The hours of each day of the week.
        pub weekly_operating_hours: Vec<OperatingHours>,
        /// Days with different hours.
        pub holiday_schedule: Vec<HolidayHours>,
    }
}

object! {
    /// The hours of a day of the week.
    ///
    /// ```json
    /// {"day_of_week": "MONDAY", "open_time": "0400", "close_time": "1020"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct OperatingHours {
        /// The day.
        pub day_of_week: Option<DayOfWeek>,
        /// The start, as `HHMM`.
        pub open_time: Option<Text>,
        /// The end, as `HHMM`.
        pub close_time: Option<Text>,
    }
}

open_string! {
    /// A day of the week.
    pub enum DayOfWeek {
        /// Monday.
        Monday = "MONDAY",
        /// Tuesday.
        Tuesday = "TUESDAY",
        /// Wednesday.
        Wednesday = "WEDNESDAY",
        /// Thursday.
        Thursday = "THURSDAY",
        /// Friday.
        Friday = "FRIDAY",
        /// Saturday.
        Saturday = "SATURDAY",
        /// Sunday.
        Sunday = "SUNDAY",
    }
}

object! {
    /// The hours of a holiday.
    ///
    /// ```json
    /// {"date": "2026-01-01", "start_time": "0000", "end_time": "2359"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct HolidayHours {
        /// The day, as `YYYY-MM-DD`.
        pub date: Option<Text>,
        /// The start, as `HHMM`.
        pub start_time: Option<Text>,
        /// The end, as `HHMM`.
        pub end_time: Option<Text>,
    }
}
