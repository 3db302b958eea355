//! What a message refers to, and who its sender is.

use crate::event::{CatalogId, GroupId, MessageId, Text, Timestamp, WaId, macros::object};

object! {
    /// What a message refers to: the message that it answers, the product that it asks about, or that it was forwarded.
    ///
    /// ```json
    /// {"from": "15550783881", "id": "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text>
    pub struct Context {
        /// Who wrote the message that is answered: the business's own number, if it was the business.
        pub from: Option<WaId>,
        /// The message that is answered, or the call for which a permission is given.
        pub id: Option<MessageId>,
        /// Whether the message was forwarded up to five times.
        pub forwarded: Option<bool>,
        /// Whether the message was forwarded more than five times.
        pub frequently_forwarded: Option<bool>,
        /// The product from whose page the user wrote.
        pub referred_product: Option<ReferredProduct>,
        /// On-Premises: the group of the message that is answered.
        pub group_id: Option<GroupId>,
        /// On-Premises: the users that a group message mentions.
        pub mentions: Vec<WaId>,
    }
}

object! {
    /// A product of a catalog that a message refers to.
    pub struct ReferredProduct {
        /// The catalog.
        pub catalog_id: Option<CatalogId>,
        /// The product's identifier in the catalog, chosen by the business.
        pub product_retailer_id: Option<Text>,
    }
}

object! {
    /// The state of a user's identity, On-Premises and in older Cloud payloads; nowadays `identity_key_hash`.
    pub struct Identity {
        /// Whether the business acknowledged the identity.
        pub acknowledged: Option<bool>,
        /// When the identity came to be. The wire counts milliseconds.
        pub created_timestamp: Option<Timestamp>,
        /// The identity's hash.
        pub hash: Option<Text>,
    }
}
