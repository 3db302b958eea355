//! The field `business_capability_update`: limits of a business.

use crate::event::{content::Payload, macros::object, messaging_limit::MessagingLimit};

object! {
    /// The messaging limit of a business, and how many phone numbers it may have.
    ///
    /// Sent when an account is created and when one of its limits changes. Any of the members may be missing.
    ///
    /// ```json
    /// {"max_daily_conversations_per_business": "TIER_2K", "max_phone_numbers_per_waba": 25}
    /// ```
    ///
    /// Field: `business_capability_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_capability_update>
    #[doc(alias = "business_capability_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct BusinessCapabilityUpdate {
        /// The messaging limit of each phone number. Sent until February 2026.
        pub max_daily_conversation_per_phone: Option<MessagingLimit>,
        /// The messaging limit of the business as a whole.
        pub max_daily_conversations_per_business: Option<MessagingLimit>,
        /// The largest number of phone numbers of the business. Sent while the messaging limit is 250 users.
        pub max_phone_numbers_per_business: Option<i64>,
        /// The largest number of phone numbers of each account. Sent once the messaging limit is higher.
        pub max_phone_numbers_per_waba: Option<i64>,
    }
}

impl Payload for BusinessCapabilityUpdate {}
