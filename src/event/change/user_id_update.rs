//! The field `user_id_update`: changes of users' business-scoped IDs.

use crate::event::{Text, Timestamp, User, UserId, WaId, content::Payload, macros::object};

object! {
    /// A change of a user's business-scoped ID, for example after a change of the phone number.
    ///
    /// Sent in 2026, and read for notifications that you stored. Apps can no longer subscribe to the field: Meta now sends the
    /// change as a [`Message`](crate::event::Message) of the type `system`, with the previous identifiers in
    /// [`MessageContent::System`](crate::event::MessageContent::System). Store the user under the current ID from then on.
    ///
    /// ```json
    /// {"wa_id": "16505551234", "detail": "Kerry has another ID now", "timestamp": "1750030073",
    ///  "user_id": {"previous": "US.13491208655302741918", "current": "US.20837465019283746501"}}
    /// ```
    ///
    /// Field: `user_id_update`, in `user_id_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_id_update>
    #[doc(alias = "user_id_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct UserIdUpdate {
        /// The user's phone number. Absent if the user hides it.
        pub wa_id: Option<WaId>,
        /// A human-readable description of the change.
        pub detail: Option<Text>,
        /// The business-scoped ID before and after the change.
        pub user_id: UserIdChange,
        /// The ID across linked business portfolios before and after the change.
        pub parent_user_id: Option<UserIdChange>,
        /// When the ID changed.
        pub timestamp: Timestamp,
    }
}

impl Payload for UserIdUpdate {
    fn kind(&self) -> Option<&str> {
        Some("user_id_update")
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn sender(&self) -> Option<User<'_>> {
        let parent = self.parent_user_id.as_ref().map(|parent| &parent.current);
        User::by_ids(self.wa_id.as_ref(), Some(&self.user_id.current), parent)
    }
}

object! {
    /// A user's ID before and after a change.
    ///
    /// ```json
    /// {"previous": "US.13491208655302741918", "current": "US.20837465019283746501"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct UserIdChange {
        /// The ID before the change.
        pub previous: Option<UserId>,
        /// The ID after the change.
        pub current: UserId,
    }
}
