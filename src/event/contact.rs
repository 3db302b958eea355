//! The users that a change is about: who sent its messages, or receives what its statuses tell of.

use crate::event::{Text, UserId, WaId, macros::object};

object! {
    /// A WhatsApp user that a change is about: the sender of its messages, or since April 2026 the recipient that its statuses tell of.
    ///
    /// ```json
    /// {"profile": {"name": "Kerry Fisher", "username": "kerry"}, "wa_id": "16505551234", "user_id": "US.13491208655302741918"}
    /// ```
    ///
    /// Any member may be missing: the profile beside statuses, the number (`wa_id`) where the user hides it behind a username, the
    /// rest before 2026. Contacts are a list of their own on the wire; [`Update::contact`](crate::Update::contact) finds the one that belongs to an
    /// update, by identifier.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages>
    pub struct Contact {
        /// What the user shows of themselves.
        pub profile: Option<Profile>,
        /// The user's phone number. It may differ from the message's `from`.
        pub wa_id: Option<WaId>,
        /// The user's business-scoped ID, since March 2026.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios, such as `US.ENT.11815799212886844830`.
        pub parent_user_id: Option<UserId>,
        /// A hash that changes when the user's identity does (a new phone, a reinstallation), if the identity check is switched on.
        pub identity_key_hash: Option<Text>,
    }
}

object! {
    /// What a user shows of themselves in WhatsApp. The user chooses it: it proves nothing about who they are.
    pub struct Profile {
        /// The display name.
        pub name: Option<Text>,
        /// The username, with or without a leading `@`, for users who have one (since 2026).
        pub username: Option<Text>,
        /// The user's country, two letters; in payloads of early 2026.
        pub country_code: Option<Text>,
    }
}
