//! Details of a status change.

use crate::event::{
    Text, Timestamp,
    macros::{object, open_string},
};

object! {
    /// The time at which a template was disabled.
    ///
    /// ```json
    /// {"disable_date": "1751234563"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct TemplateDisableInfo {
        /// When the template was disabled.
        pub disable_date: Option<Timestamp>,
    }
}

object! {
    /// Details of a pause or a lock.
    ///
    /// ```json
    /// {"title": "SECOND_PAUSE", "description": "Paused for six hours."}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct TemplateOtherInfo {
        /// The kind of the pause or lock.
        pub title: Option<TemplateOtherInfoTitle>,
        /// A human-readable description.
        pub description: Option<Text>,
    }
}

open_string! {
    /// The kind of a pause or a lock.
    pub enum TemplateOtherInfoTitle {
        /// The first pause.
        FirstPause = "FIRST_PAUSE",
        /// The second pause.
        SecondPause = "SECOND_PAUSE",
        /// A pause because too many messages were sent too fast.
        RateLimitingPause = "RATE_LIMITING_PAUSE",
        /// The end of a pause.
        Unpause = "UNPAUSE",
        /// The template was disabled.
        Disabled = "DISABLED",
    }
}

object! {
    /// The problem with the format of a template, and a recommendation.
    ///
    /// ```json
    /// {"reason": "Two parameters are adjacent.", "recommendation": "Put a word between them."}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct TemplateRejectionInfo {
        /// A human-readable description of the problem.
        pub reason: Option<Text>,
        /// A human-readable recommendation.
        pub recommendation: Option<Text>,
    }
}
