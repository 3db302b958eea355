//! The field `phone_number_quality_update`: the throughput and the messaging limit of a phone number.

use crate::event::{
    DisplayPhoneNumber,
    content::Payload,
    macros::{object, open_string},
    messaging_limit::MessagingLimit,
};

object! {
    /// A change of a phone number's throughput, messaging limit or, in older notifications, quality.
    ///
    /// Sent when a number is registered and when its throughput is upgraded. Until February 2026 the update had the limit of the
    /// number, in [`current_limit`](Self::current_limit); since then, the limit of the business.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "event": "ONBOARDING", "max_daily_conversations_per_business": "TIER_250"}
    /// ```
    ///
    /// Field: `phone_number_quality_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_quality_update>
    #[doc(alias = "phone_number_quality_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct PhoneNumberQualityUpdate {
        /// The business phone number.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// The event.
        pub event: PhoneNumberQualityEvent,
        /// The previous limit of the number. Sent until February 2026.
        pub old_limit: Option<MessagingLimit>,
        /// The current limit of the number. Sent until February 2026; `TIER_NOT_SET` for a number that was never used.
        pub current_limit: Option<MessagingLimit>,
        /// The messaging limit of the business as a whole.
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
    /// The event of a [`PhoneNumberQualityUpdate`].
    pub enum PhoneNumberQualityEvent {
        /// The number was registered.
        Onboarding = "ONBOARDING",
        /// The throughput was upgraded.
        ThroughputUpgrade = "THROUGHPUT_UPGRADE",
        /// The limit was lowered; in older notifications.
        Downgrade = "DOWNGRADE",
        /// The quality is low; in older notifications.
        Flagged = "FLAGGED",
        /// The quality is no longer low; in older notifications.
        Unflagged = "UNFLAGGED",
        /// The limit was raised; in older notifications.
        Upgrade = "UPGRADE",
    }
}
