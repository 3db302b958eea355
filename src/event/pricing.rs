//! Pricing of messages.

use crate::event::{
    Text, Timestamp,
    macros::{object, open_string},
};

object! {
    /// The pricing of a message.
    ///
    /// Sent in `sent` statuses, and in one of `delivered` and `read`. Every member may be missing.
    ///
    /// ```json
    /// {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "marketing"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing>
    #[doc(alias = "pricing")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Pricing {
        /// Whether the message is billed. Meta has announced its removal; use [`kind`](Self::kind).
        pub billable: Option<bool>,
        /// The unit of billing: messages or conversations.
        pub pricing_model: Option<PricingModel>,
        /// Whether and why the message is free.
        #[serde(rename = "type")]
        pub kind: Option<PricingType>,
        /// A finer type, since 2026.
        pub subtype: Option<PricingSubtype>,
        /// The rate that applies.
        pub category: Option<PricingCategory>,
    }
}

open_string! {
    /// The unit of billing.
    pub enum PricingModel {
        /// Billing per message, since July 2025.
        PerMessage = "PMP",
        /// Billing per conversation, until July 2025.
        ConversationBased = "CBP",
        /// Billing per notification, until 2022.
        NotificationBased = "NBP",
    }
}

open_string! {
    /// The reason why a message is billed or free.
    pub enum PricingType {
        /// Billed at the regular rate.
        Regular = "regular",
        /// Free as part of customer service.
        FreeCustomerService = "free_customer_service",
        /// Free because the user came from an ad.
        FreeEntryPoint = "free_entry_point",
        /// Free as part of customer service in a group.
        FreeGroupCustomerService = "free_group_customer_service",
    }
}

open_string! {
    /// A finer type of pricing than [`PricingType`].
    pub enum PricingSubtype {
        /// Exempt from a charge that otherwise applies.
        PaidExempt = "paid_exempt",
    }
}

open_string! {
    /// The rate that applies to a message or a conversation.
    pub enum PricingCategory {
        /// Authentication templates.
        Authentication = "authentication",
        /// Authentication templates at the international rate.
        AuthenticationInternational = "authentication_international" | "authentication-international",
        /// Marketing templates.
        Marketing = "marketing",
        /// Marketing templates through the Marketing Messages API.
        MarketingLite = "marketing_lite",
        /// Messages after a click on an ad.
        ReferralConversion = "referral_conversion",
        /// Customer service.
        Service = "service",
        /// Utility templates.
        Utility = "utility",
        /// Marketing templates to a group.
        GroupMarketing = "group_marketing",
        /// Utility templates to a group.
        GroupUtility = "group_utility",
        /// Customer service in a group.
        GroupService = "group_service",
        /// Conversations that the user began, until 2023.
        UserInitiated = "user_initiated",
        /// Conversations that the business began, until 2023.
        BusinessInitiated = "business_initiated",
    }
}

object! {
    /// The conversation that a message was billed in.
    ///
    /// Sent until messages were billed one by one (July 2025), and since then for free entry points. Every member may be missing.
    ///
    /// ```json
    /// {"id": "c5d7b8a0", "expiration_timestamp": "1750350173", "origin": {"type": "referral_conversion"}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct Conversation {
        /// The conversation's identifier.
        pub id: Option<Text>,
        /// When the conversation ends. Present in `sent` statuses only.
        pub expiration_timestamp: Option<Timestamp>,
        /// The origin of the conversation.
        pub origin: Option<ConversationOrigin>,
        /// The pricing, in published samples of group messages. Other payloads have it in [`Status::pricing`](super::Status::pricing).
        pub pricing: Option<Pricing>,
    }
}

object! {
    /// The origin of a conversation.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ConversationOrigin {
        /// The rate that applied.
        #[serde(rename = "type")]
        pub kind: Option<PricingCategory>,
    }
}
