//! The field `business_capability_update`: how much a business may do.

use crate::event::{content::Payload, macros::object, messaging_limit::MessagingLimit};

object! {
    /// How many users a business may write to, and how many phone numbers it may have, now that this has changed.
    ///
    /// ```json
    /// {"max_daily_conversations_per_business": "TIER_2K", "max_phone_numbers_per_waba": 25}
    /// ```
    ///
    /// It comes when an account is made and whenever one of its limits changes. Any of the members may be missing.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_capability_update>
    pub struct BusinessCapabilityUpdate {
        /// How many users each phone number may write to first within 24 hours; until February 2026.
        pub max_daily_conversation_per_phone: Option<MessagingLimit>,
        /// How many users the business as a whole may write to first within 24 hours.
        pub max_daily_conversations_per_business: Option<MessagingLimit>,
        /// How many phone numbers the business may have; while its numbers may write to 250 users each.
        pub max_phone_numbers_per_business: Option<i64>,
        /// How many phone numbers each of its accounts may have; once its numbers may write to more.
        pub max_phone_numbers_per_waba: Option<i64>,
    }
}

impl Payload for BusinessCapabilityUpdate {}
