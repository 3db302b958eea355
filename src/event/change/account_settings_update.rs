//! The field `account_settings_update`: the settings of a phone number were changed.

use super::Single;
use crate::{
    event::{Content, PhoneNumberId, RawJson, Timestamp, decode::items::Leaf},
    macros::{object, open_string},
};

object! {
    /// A change of settings; so far, of the calling settings of a business phone number.
    ///
    /// ```json
    /// {"messaging_product": "whatsapp", "timestamp": "1671644824", "type": "phone_number_settings",
    ///  "phone_number_settings": {"phone_number_id": "106540352242922", "calling": {"status": "ENABLED"}}}
    /// ```
    ///
    /// It comes when the settings were changed through the API or by hand. The entry has no time; the update has.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings>
    pub struct AccountSettingsUpdate {
        /// The product: `whatsapp`.
        messaging_product: Option<Box<str>>,
        /// When the settings were changed.
        timestamp: Timestamp,
        /// Which settings were changed.
        kind = "type": AccountSettingsType,
        /// The settings of a business phone number.
        phone_number_settings: Option<Box<PhoneNumberSettings>>,
    }
}

impl Leaf for AccountSettingsUpdate {}

impl Single for AccountSettingsUpdate {
    fn content(&self) -> Content<'_> {
        Content::AccountSettingsUpdate(self)
    }
}

open_string! {
    /// Which settings were changed.
    pub enum AccountSettingsType {
        /// Those of a business phone number; see [`AccountSettingsUpdate::phone_number_settings`].
        PhoneNumberSettings = "phone_number_settings",
    }
}

object! {
    /// The settings of a business phone number.
    ///
    /// ```json
    /// {"phone_number_id": "106540352242922", "calling": {"status": "ENABLED", "call_icon_visibility": "DEFAULT"}}
    /// ```
    pub struct PhoneNumberSettings {
        /// The number's identifier.
        phone_number_id: Option<PhoneNumberId>,
        /// How the number can be called.
        calling: Option<Box<CallingSettings>>,
    }
}

object! {
    /// How a business phone number can be called.
    ///
    /// ```json
    /// {"status": "ENABLED", "call_icon_visibility": "DEFAULT", "callback_permission_status": "ENABLED",
    ///  "sip": {"status": "DISABLED"}}
    /// ```
    pub struct CallingSettings {
        /// Whether it can be called at all.
        status: Option<SettingStatus>,
        /// Whether users see the call button.
        call_icon_visibility: Option<CallIconVisibility>,
        /// Whether a user who calls is asked to allow a call back.
        callback_permission_status: Option<SettingStatus>,
        /// When it can be called.
        call_hours: Option<Box<CallHours>>,
        /// Where calls go by SIP.
        sip: Option<Box<SipSettings>>,
    }
}

open_string! {
    /// Whether a setting is on.
    pub enum SettingStatus {
        /// It is on.
        Enabled = "ENABLED",
        /// It is off.
        Disabled = "DISABLED",
    }
}

open_string! {
    /// Whether users see the call button.
    pub enum CallIconVisibility {
        /// They do.
        Default = "DEFAULT",
        /// They see it nowhere.
        DisableAll = "DISABLE_ALL",
        /// They do not see it in the chat.
        HideInChat = "HIDE_IN_CHAT",
    }
}

object! {
    /// When a business phone number can be called.
    ///
    /// ```json
    /// {"status": "ENABLED", "timezone_id": "America/Manaus",
    ///  "weekly_operating_hours": [{"day_of_week": "MONDAY", "open_time": "0400", "close_time": "1020"}],
    ///  "holiday_schedule": [{"date": "2026-01-01", "start_time": "0000", "end_time": "2359"}]}
    /// ```
    pub struct CallHours {
        /// Whether the hours apply. If not, the number can be called at any time.
        status: Option<SettingStatus>,
        /// The time zone of all times here, by its name in the IANA database.
        timezone_id: Option<Box<str>>,
        /// The hours of each day of the week.
        weekly_operating_hours: Box<[OperatingHours]>,
        /// Days with hours of their own.
        holiday_schedule: Box<[HolidayHours]>,
    }
}

object! {
    /// The hours of a day of the week.
    pub struct OperatingHours {
        /// The day.
        day_of_week: Option<DayOfWeek>,
        /// The start, as `HHMM`.
        open_time: Option<Box<str>>,
        /// The end, as `HHMM`.
        close_time: Option<Box<str>>,
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
    pub struct HolidayHours {
        /// The day, as `YYYY-MM-DD`.
        date: Option<Box<str>>,
        /// The start, as `HHMM`.
        start_time: Option<Box<str>>,
        /// The end, as `HHMM`.
        end_time: Option<Box<str>>,
    }
}

object! {
    /// Where calls go by SIP.
    ///
    /// ```json
    /// {"status": "ENABLED", "servers": [{"hostname": "sip.example.com", "port": 5061}]}
    /// ```
    pub struct SipSettings {
        /// Whether they do.
        status: Option<SettingStatus>,
        /// The servers.
        servers: Box<[SipServer]>,
    }
}

object! {
    /// A SIP server.
    ///
    /// ```json
    /// {"hostname": "sip.example.com", "port": 5061, "request_uri_user_params": {"region": "eu"}}
    /// ```
    pub struct SipServer {
        /// Its host name.
        hostname: Option<Box<str>>,
        /// Its port; if none is told, the port that SIP over TLS uses.
        port: Option<i64>,
        /// An object of names and texts of the business's own, which the platform adds to the user part of its requests.
        request_uri_user_params: Option<RawJson>,
    }
}
