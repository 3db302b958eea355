//! The voicemail of a phone number.

use super::SettingStatus;
use crate::event::{
    MediaId,
    macros::{object, open_string},
};

object! {
    /// The voicemail settings.
    ///
    /// ```json
    /// {"status": "ENABLED", "triggers": ["REJECT", "TIMEOUT"], "audio": {"default": {"timeout_seconds": 20}}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct VoicemailSettings {
        /// Whether voicemail is enabled.
        pub status: Option<SettingStatus>,
        /// The events after which a caller can leave a message.
        pub triggers: Vec<VoicemailTrigger>,
        /// The announcements.
        pub audio: Option<VoicemailAudio>,
    }
}

open_string! {
    /// An event after which a caller can leave a voice message.
    pub enum VoicemailTrigger {
        /// The business rejected the call.
        Reject = "REJECT",
        /// The business did not answer in time.
        Timeout = "TIMEOUT",
    }
}

object! {
    /// The announcements of a voicemail.
    ///
    /// ```json
    /// {"default": {"announcement_media_id": "1002764438271669", "timeout_seconds": 20}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct VoicemailAudio {
        /// The announcement that callers hear by default.
        pub default: Option<VoicemailAnnouncement>,
    }
}

object! {
    /// The announcement of a voicemail.
    ///
    /// ```json
    /// {"announcement_media_id": "1002764438271669", "timeout_seconds": 20}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct VoicemailAnnouncement {
        /// The identifier of the audio file, which Meta sends as a number.
        pub announcement_media_id: Option<MediaId>,
        /// The ring time before the announcement, in seconds.
        pub timeout_seconds: Option<i64>,
    }
}
