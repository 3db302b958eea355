//! The chat of a message of a history.

use crate::event::{Text, UserId, WaId, macros::object};

object! {
    /// The chat of a message of a history.
    ///
    /// ```json
    /// {"id": "16505551234", "context": {"wa_id": "16505551234", "user_id": "US.13491208655302741918", "username": "kerry"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history>
    #[derive(Clone, Debug, PartialEq)]
    pub struct HistoryThread {
        /// The user's phone number. Absent if the user hides it.
        pub id: Option<WaId>,
        /// The user's identifiers. Sent since 2026.
        pub context: Option<HistoryThreadUser>,
    }
}

impl HistoryThread {
    /// A thread, if it has a user.
    pub(crate) fn new(id: Option<WaId>, context: Option<HistoryThreadUser>) -> Option<Self> {
        (id.is_some() || context.is_some()).then_some(Self { id, context })
    }
}

object! {
    /// The user of a chat.
    ///
    /// ```json
    /// {"wa_id": "16505551234", "user_id": "US.13491208655302741918", "username": "kerry"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct HistoryThreadUser {
        /// The phone number. Absent if the user hides it.
        pub wa_id: Option<WaId>,
        /// The business-scoped ID.
        pub user_id: Option<UserId>,
        /// The ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// The username, with or without a leading `@`.
        pub username: Option<Text>,
    }
}
