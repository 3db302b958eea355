//! The calling settings of a phone number.

use super::{CallHours, SettingStatus, SipSettings, VoicemailSettings};
use crate::event::{
    Text, Timestamp,
    account_update::RestrictionType,
    macros::{object, open_string},
};

object! {
    /// The calling settings of a business phone number.
    ///
    /// Any of the members may be missing.
    ///
    /// ```json
    /// {"status": "ENABLED", "call_icon_visibility": "DEFAULT", "callback_permission_status": "ENABLED",
    ///  "srtp_key_exchange_protocol": "DTLS", "sip": {"status": "DISABLED"}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallingSettings {
        /// Whether calling is enabled.
        pub status: Option<SettingStatus>,
        /// Whether users see the call button.
        pub call_icon_visibility: Option<CallIconVisibility>,
        /// The countries in which users see the call button.
        pub call_icons: Option<CallIcons>,
        /// Whether a user who calls is asked for the permission to call back.
        pub callback_permission_status: Option<SettingStatus>,
        /// The hours in which the number can be called.
        pub call_hours: Option<CallHours>,
        /// The codecs of calls.
        pub audio: Option<CallAudio>,
        /// Whether video calls are enabled.
        pub video: Option<CallVideo>,
        /// The voicemail settings.
        pub voicemail: Option<VoicemailSettings>,
        /// Current restrictions on calling.
        pub restrictions: Option<CallingRestrictions>,
        /// The protocol that exchanges the keys of the media streams.
        pub srtp_key_exchange_protocol: Option<SrtpKeyExchange>,
        /// The SIP servers that calls are sent to.
        pub sip: Option<SipSettings>,
    }
}

open_string! {
    /// The visibility of the call button.
    pub enum CallIconVisibility {
        /// Visible (the default).
        Default = "DEFAULT",
        /// Hidden everywhere.
        DisableAll = "DISABLE_ALL",
        /// Hidden in the chat.
        HideInChat = "HIDE_IN_CHAT",
    }
}

object! {
    /// The countries in which users see the call button.
    ///
    /// ```json
    /// {"restrict_to_user_countries": ["US", "BR"]}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallIcons {
        /// The two-letter codes of the countries. Empty if the button is not restricted to countries.
        pub restrict_to_user_countries: Vec<Text>,
    }
}

object! {
    /// The codecs of calls.
    ///
    /// ```json
    /// {"additional_codecs": ["PCMA", "PCMU"]}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallAudio {
        /// The codecs that are offered beside Opus.
        pub additional_codecs: Vec<AudioCodec>,
    }
}

open_string! {
    /// A codec that is offered beside Opus.
    pub enum AudioCodec {
        /// G.711 A-law.
        Pcma = "PCMA",
        /// G.711 μ-law.
        Pcmu = "PCMU",
    }
}

object! {
    /// The setting for video calls.
    ///
    /// ```json
    /// {"status": "DISABLED"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallVideo {
        /// Whether video calls are enabled.
        pub status: Option<SettingStatus>,
    }
}

object! {
    /// Current restrictions on calling.
    ///
    /// ```json
    /// {"restrictions_list": [{"type": "RESTRICTED_BUSINESS_INITIATED_CALLING", "expiration": 1754072386}]}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallingRestrictions {
        /// The restrictions.
        pub restrictions_list: Vec<CallingRestriction>,
    }
}

object! {
    /// A restriction on calling.
    ///
    /// ```json
    /// {"type": "RESTRICTED_BUSINESS_INITIATED_CALLING", "reason": "Negative feedback", "expiration": 1754072386}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallingRestriction {
        /// The restricted action.
        #[serde(rename = "type")]
        pub kind: RestrictionType,
        /// The reason.
        pub reason: Option<Text>,
        /// When the restriction ends. Absent if the restriction has no end.
        pub expiration: Option<Timestamp>,
    }
}

open_string! {
    /// The protocol that exchanges the keys of the media streams.
    pub enum SrtpKeyExchange {
        /// DTLS (the default).
        Dtls = "DTLS",
        /// SDES: the keys are in the session description.
        Sdes = "SDES",
    }
}
