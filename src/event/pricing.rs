//! What messages cost.

use crate::event::{
    Text, Timestamp,
    macros::{object, open_string},
};

object! {
    /// What a message costs.
    ///
    /// ```json
    /// {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "marketing"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing>
    pub struct Pricing {
        /// Whether the message is billed. The platform has announced that it will go; see [`kind`](Self::kind).
        pub billable: Option<bool>,
        /// What is counted: messages or conversations.
        pub pricing_model: Option<PricingModel>,
        /// Whether and why the message is free.
        #[serde(rename = "type")]
        pub kind: Option<PricingType>,
        /// The rate that applies.
        pub category: Option<PricingCategory>,
    }
}

open_string! {
    /// What is counted for billing.
    pub enum PricingModel {
        /// Per message, since July 2025.
        PerMessage = "PMP",
        /// Per conversation, until then.
        ConversationBased = "CBP",
        /// Per notification, until 2022.
        NotificationBased = "NBP",
    }
}

open_string! {
    /// Whether and why a message is free.
    pub enum PricingType {
        /// It is billed.
        Regular = "regular",
        /// It is free as part of customer service.
        FreeCustomerService = "free_customer_service",
        /// It is free because the user came from an ad.
        FreeEntryPoint = "free_entry_point",
        /// It is free as part of customer service in a group.
        FreeGroupCustomerService = "free_group_customer_service",
    }
}

open_string! {
    /// The rate that applies to a message or a conversation.
    pub enum PricingCategory {
        /// Authentication templates.
        Authentication = "authentication",
        /// Authentication templates at the international rate.
        AuthenticationInternational = "authentication_international",
        /// The same, with a hyphen, as some payloads spell it.
        AuthenticationInternationalHyphen = "authentication-international",
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
    /// The conversation that a message was billed in, until messages were billed one by one.
    ///
    /// ```json
    /// {"id": "c5d7b8a0", "expiration_timestamp": "1750350173", "origin": {"type": "referral_conversion"}}
    /// ```
    pub struct Conversation {
        /// The conversation's identifier.
        pub id: Option<Text>,
        /// When it ends; in `sent` alone.
        pub expiration_timestamp: Option<Timestamp>,
        /// What opened it.
        pub origin: Option<ConversationOrigin>,
        /// What the message costs, in published samples of group messages; elsewhere it stands in the status.
        pub pricing: Option<Pricing>,
    }
}

object! {
    /// What opened a conversation.
    pub struct ConversationOrigin {
        /// The rate that applied.
        #[serde(rename = "type")]
        pub kind: Option<PricingCategory>,
    }
}
