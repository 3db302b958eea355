//! The field `user_id_update`: users whose business-scoped ID changed.

use super::item_value::item_value;
use crate::{
    event::{Timestamp, UserId, WaId, decode::items::Leaf},
    macros::object,
};

item_value! {
    /// What a change of the field `user_id_update` holds.
    pub(crate) struct UserIdUpdates {
        user_id_update: UserIdUpdate => UserIdUpdate,
    }
}

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
        wa_id: Option<WaId>,
        /// The change in a sentence.
        detail: Option<Box<str>>,
        /// The business-scoped ID, before and after.
        user_id: Box<UserIdChange>,
        /// The ID across linked business portfolios, before and after.
        parent_user_id: Option<Box<UserIdChange>>,
        /// When it changed.
        timestamp: Timestamp,
    }
}

impl Leaf for UserIdUpdate {}

object! {
    /// A user's ID, before and after.
    ///
    /// ```json
    /// {"previous": "US.13491208655302741918", "current": "US.20837465019283746501"}
    /// ```
    pub struct UserIdChange {
        /// The ID that the user had.
        previous: Option<UserId>,
        /// The ID that the user has now.
        current: UserId,
    }
}
