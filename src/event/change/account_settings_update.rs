//! The field `account_settings_update`: changes of the settings of a phone number.

mod call_hours;
mod calling;
mod sip;
mod voicemail;

use crate::event::{
    PhoneNumberId, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

pub use self::{call_hours::*, calling::*, sip::*, voicemail::*};

object! {
    /// A change of settings. So far, Meta documents only the calling settings of a business phone number.
    ///
    /// Sent when the settings were changed through the API or in WhatsApp Manager. The entry has no time; the update has.
    ///
    /// ```json
    /// {"messaging_product": "whatsapp", "timestamp": "1671644824", "type": "phone_number_settings",
    ///  "phone_number_settings": {"phone_number_id": "106540352242922", "calling": {"status": "ENABLED"}}}
    /// ```
    ///
    /// Field: `account_settings_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings>
    #[doc(alias = "account_settings_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct AccountSettingsUpdate {
        /// The product: `whatsapp`.
        pub messaging_product: Option<Text>,
        /// When the settings were changed.
        pub timestamp: Timestamp,
        /// The kind of the changed settings.
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
    /// The kind of the changed settings.
    pub enum AccountSettingsType {
        /// The settings of a business phone number: [`AccountSettingsUpdate::phone_number_settings`].
        ///
        /// Meta sends the value in lower case and in upper case.
        PhoneNumberSettings = "phone_number_settings",
    }
}

object! {
    /// The settings of a business phone number.
    ///
    /// ```json
    /// {"phone_number_id": "106540352242922", "calling": {"status": "ENABLED", "call_icon_visibility": "DEFAULT"}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct PhoneNumberSettings {
        /// The identifier of the phone number.
        pub phone_number_id: Option<PhoneNumberId>,
        /// The calling settings. Absent or `null` where they did not change.
        pub calling: Option<CallingSettings>,
    }
}

open_string! {
    /// The status of a setting.
    pub enum SettingStatus {
        /// Enabled.
        Enabled = "ENABLED",
        /// Disabled.
        Disabled = "DISABLED",
    }
}
