//! The users that a change is about: senders of messages, and recipients of statuses.

use crate::event::{Text, UserId, WaId, macros::object};

object! {
    /// A WhatsApp user that a change is about.
    ///
    /// Sent beside messages for their senders, and since April 2026 beside statuses for their recipients. Contacts are a list of their
    /// own on the wire; [`Update::contact`](crate::Update::contact) finds the one that belongs to an update, by identifier.
    ///
    /// ```json
    /// {"profile": {"name": "Kerry Fisher", "username": "kerry"}, "wa_id": "16505551234", "user_id": "US.13491208655302741918"}
    /// ```
    ///
    /// Any member may be missing: the profile beside statuses, the number (`wa_id`) where the user hides it behind a username, the
    /// other members before 2026.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages>
    #[doc(alias = "contacts")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Contact {
        /// The user's public profile.
        pub profile: Option<Profile>,
        /// The user's phone number. May differ from the message's `from` in Brazil, Mexico and Argentina, by one digit.
        pub wa_id: Option<WaId>,
        /// The user's business-scoped ID, since March 2026.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios, such as `US.ENT.11815799212886844830`.
        pub parent_user_id: Option<UserId>,
        /// A hash that changes with the user's identity (a new phone, a new installation). Present if the identity check is enabled.
        pub identity_key_hash: Option<Text>,
    }
}

object! {
    /// The public profile of a WhatsApp user.
    ///
    /// The user chooses all of it, so it does not prove an identity. Every member may be missing.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Profile {
        /// The display name.
        pub name: Option<Text>,
        /// The username, with or without a leading `@`, since 2026. Missing for users without one.
        pub username: Option<Text>,
        /// The two-letter code of the user's country, in payloads of early 2026.
        pub country_code: Option<Text>,
    }
}
