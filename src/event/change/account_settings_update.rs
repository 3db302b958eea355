//! The field `account_settings_update`: the settings of a phone number were changed.

use crate::event::{
    PhoneNumberId, RawJson, Text, Timestamp,
    content::Payload,
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
        pub messaging_product: Option<Text>,
        /// When the settings were changed.
        pub timestamp: Timestamp,
        /// Which settings were changed.
        #[serde(rename = "type")]
        pub kind: AccountSettingsType,
        /// The settings of a business phone number.
        pub phone_number_settings: Option<PhoneNumberSettings>,
    }
}

impl Payload for AccountSettingsUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.kind.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn phone_number_id(&self) -> Option<&PhoneNumberId> {
        self.phone_number_settings.as_ref()?.phone_number_id.as_ref()
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
        pub phone_number_id: Option<PhoneNumberId>,
        /// How the number can be called.
        pub calling: Option<CallingSettings>,
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
        pub status: Option<SettingStatus>,
        /// Whether users see the call button.
        pub call_icon_visibility: Option<CallIconVisibility>,
        /// Whether a user who calls is asked to allow a call back.
        pub callback_permission_status: Option<SettingStatus>,
        /// When it can be called.
        pub call_hours: Option<CallHours>,
        /// Where calls go by SIP.
        pub sip: Option<SipSettings>,
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
        pub status: Option<SettingStatus>,
        /// The time zone of all times here, by its name in the IANA database.
        pub timezone_id: Option<Text>,
        /// The hours of each day of the week.
        pub weekly_operating_hours: Vec<OperatingHours>,
        /// Days with hours of their own.
        pub holiday_schedule: Vec<HolidayHours>,
    }
}

object! {
    /// The hours of a day of the week.
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
    pub struct HolidayHours {
        /// The day, as `YYYY-MM-DD`.
        pub date: Option<Text>,
        /// The start, as `HHMM`.
        pub start_time: Option<Text>,
        /// The end, as `HHMM`.
        pub end_time: Option<Text>,
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
        pub status: Option<SettingStatus>,
        /// The servers.
        pub servers: Vec<SipServer>,
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
        pub hostname: Option<Text>,
        /// Its port; if none is told, the port that SIP over TLS uses.
        pub port: Option<i64>,
        /// An object of names and texts of the business's own, which the platform adds to the user part of its requests.
        pub request_uri_user_params: Option<RawJson>,
    }
}
