//! What a message refers to, and who its sender is.

use crate::{
    event::{CatalogId, GroupId, MessageId, Timestamp, WaId},
    macros::object,
};

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
        from: Option<WaId>,
        /// The message that is answered, or the call for which a permission is given.
        id: Option<MessageId>,
        /// Whether the message was forwarded up to five times.
        forwarded: Option<bool>,
        /// Whether the message was forwarded more than five times.
        frequently_forwarded: Option<bool>,
        /// The product from whose page the user wrote.
        referred_product: Option<Box<ReferredProduct>>,
        /// On-Premises: the group of the message that is answered.
        group_id: Option<GroupId>,
        /// On-Premises: the users that a group message mentions.
        mentions: Box<[WaId]>,
    }
}

object! {
    /// A product of a catalog that a message refers to.
    pub struct ReferredProduct {
        /// The catalog.
        catalog_id: Option<CatalogId>,
        /// The product's identifier in the catalog, chosen by the business.
        product_retailer_id: Option<Box<str>>,
    }
}

object! {
    /// The state of a user's identity, On-Premises and in older Cloud payloads; nowadays `identity_key_hash`.
    pub struct Identity {
        /// Whether the business acknowledged the identity.
        acknowledged: Option<bool>,
        /// When the identity came to be. The wire counts milliseconds.
        created_timestamp: Option<Timestamp>,
        /// The identity's hash.
        hash: Option<Box<str>>,
    }
}
