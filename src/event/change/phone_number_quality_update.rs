//! The field `phone_number_quality_update`: the throughput and the messaging limit of a phone number.

use crate::event::{
    DisplayPhoneNumber,
    content::Payload,
    macros::{object, open_string},
    messaging_limit::MessagingLimit,
};

object! {
    /// A change of a phone number's throughput, messaging limit or, in older deliveries, quality.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "event": "ONBOARDING", "max_daily_conversations_per_business": "TIER_250"}
    /// ```
    ///
    /// It comes when a number is registered and when its throughput is raised. Until February 2026 it told the limit of each number,
    /// in [`current_limit`](Self::current_limit); since then, the limit of the business.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_quality_update>
    pub struct PhoneNumberQualityUpdate {
        /// The business phone number.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// What happened.
        pub event: PhoneNumberQualityEvent,
        /// The limit that the number had; until February 2026.
        pub old_limit: Option<MessagingLimit>,
        /// The limit that the number has now; until February 2026. `TIER_NOT_SET` means that it was never used.
        pub current_limit: Option<MessagingLimit>,
        /// How many users the business as a whole may write to first within 24 hours.
        pub max_daily_conversations_per_business: Option<MessagingLimit>,
    }
}

impl Payload for PhoneNumberQualityUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }

    fn display_phone_number(&self) -> Option<&str> {
        self.display_phone_number.as_ref().map(DisplayPhoneNumber::as_str)
    }
}

open_string! {
    /// What happened to a phone number's throughput, limit or quality.
    pub enum PhoneNumberQualityEvent {
        /// The number was registered.
        Onboarding = "ONBOARDING",
        /// The number may send faster.
        ThroughputUpgrade = "THROUGHPUT_UPGRADE",
        /// The limit is lower; in older deliveries.
        Downgrade = "DOWNGRADE",
        /// The quality is low; in older deliveries.
        Flagged = "FLAGGED",
        /// The quality is no longer low; in older deliveries.
        Unflagged = "UNFLAGGED",
        /// The limit is higher; in older deliveries.
        Upgrade = "UPGRADE",
    }
}
