//! Bans.

use crate::event::{
    Text,
    macros::{object, open_string},
};

object! {
    /// The state of an account's ban.
    ///
    /// ```json
    /// {"waba_ban_state": "SCHEDULE_FOR_DISABLE", "waba_ban_date": "April 17, 2025"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct BanInfo {
        /// The state.
        pub waba_ban_state: Option<BanState>,
        /// The day, as text such as `April 17, 2025`.
        pub waba_ban_date: Option<Text>,
    }
}

open_string! {
    /// The state of an account's ban.
    pub enum BanState {
        /// The account is banned.
        Disable = "DISABLE",
        /// The ban was lifted.
        Reinstate = "REINSTATE",
        /// The account will be banned.
        ScheduleForDisable = "SCHEDULE_FOR_DISABLE",
    }
}
