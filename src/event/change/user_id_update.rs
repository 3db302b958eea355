//! The field `user_id_update`: users whose business-scoped ID changed.

use crate::event::{Text, Timestamp, User, UserId, WaId, content::Payload, macros::object};

object! {
    /// A user whose business-scoped ID changed, for instance because the phone number did.
    ///
    /// Sent since 2026. Store the user under the current ID from then on.
    ///
    /// ```json
    /// {"wa_id": "16505551234", "detail": "Kerry has another ID now", "timestamp": "1750030073",
    ///  "user_id": {"previous": "US.13491208655302741918", "current": "US.20837465019283746501"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_id_update>
    pub struct UserIdUpdate {
        /// The user's phone number. Missing where the user hides it.
        pub wa_id: Option<WaId>,
        /// The change in a sentence.
        pub detail: Option<Text>,
        /// The business-scoped ID, before and after.
        pub user_id: UserIdChange,
        /// The ID across linked business portfolios, before and after.
        pub parent_user_id: Option<UserIdChange>,
        /// When it changed.
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
    /// A user's ID, before and after.
    ///
    /// ```json
    /// {"previous": "US.13491208655302741918", "current": "US.20837465019283746501"}
    /// ```
    pub struct UserIdChange {
        /// The ID that the user had.
        pub previous: Option<UserId>,
        /// The ID that the user has now.
        pub current: UserId,
    }
}
