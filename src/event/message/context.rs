//! The context of a message, and the identity of its sender.

use crate::event::{CatalogId, GroupId, MessageId, Text, Timestamp, UserId, WaId, macros::object};

object! {
    /// The context of a message: the message that it replies to, the product that it asks about, or that it was forwarded.
    ///
    /// Every member may be missing. The author of the quoted message is named by `from`, or since July 2026 by `from_user_id`
    /// where the number is hidden.
    ///
    /// ```json
    /// {"from": "15550783881", "id": "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text>
    #[doc(alias = "context")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Context {
        /// The phone number of the author of the quoted message: the business's own number, if the business wrote it.
        pub from: Option<WaId>,
        /// The business-scoped ID of the author of the quoted message, since July 2026.
        pub from_user_id: Option<UserId>,
        /// The author's ID across linked business portfolios, since July 2026.
        pub from_parent_user_id: Option<UserId>,
        /// The quoted message, or the call that a permission was requested for.
        pub id: Option<MessageId>,
        /// Whether the message was forwarded up to five times.
        pub forwarded: Option<bool>,
        /// Whether the message was forwarded more than five times.
        pub frequently_forwarded: Option<bool>,
        /// The product from whose page the user wrote.
        pub referred_product: Option<ReferredProduct>,
        /// The group of the quoted message, On-Premises.
        pub group_id: Option<GroupId>,
        /// The users that a group message mentions, On-Premises.
        pub mentions: Vec<WaId>,
    }
}

object! {
    /// A product of a catalog that a message refers to.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ReferredProduct {
        /// The catalog.
        pub catalog_id: Option<CatalogId>,
        /// The product's identifier in the catalog, chosen by the business.
        pub product_retailer_id: Option<Text>,
    }
}

object! {
    /// The state of a user's identity, On-Premises and in older Cloud API payloads.
    ///
    /// Newer payloads have [`Contact::identity_key_hash`](crate::event::Contact::identity_key_hash) instead.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Identity {
        /// Whether the business acknowledged the identity.
        pub acknowledged: Option<bool>,
        /// When the identity was created. Sent in milliseconds.
        pub created_timestamp: Option<Timestamp>,
        /// The identity's hash.
        pub hash: Option<Text>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_author_of_a_quoted_message_is_named_by_user_ids() {
        let context: Context = serde_json::from_str(
            r#"{"from_user_id": "BR.81234567890123456", "from_parent_user_id": "BR.ENT.7000000000000000009",
                "id": "wamid.A"}"#,
        )
        .unwrap();
        assert_eq!(context.from, None);
        assert_eq!(context.from_user_id.unwrap(), "BR.81234567890123456");
        assert_eq!(context.from_parent_user_id.unwrap(), "BR.ENT.7000000000000000009");
    }
}
