//! News about a user.

use crate::event::{
    Text, UserId, WaId,
    macros::{object, open_string},
};

object! {
    /// News about a user: a changed phone number, a changed identity, a changed business-scoped ID.
    ///
    /// ```json
    /// {"body": "User A changed from 16505551234 to 12195555358", "type": "user_changed_number", "wa_id": "12195555358"}
    /// ```
    ///
    /// A message of this kind comes without contacts. Its sender is the user as they were.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system>
    pub struct System {
        /// The news in a sentence, with invisible direction marks (U+200E) around names.
        pub body: Option<Text>,
        /// What happened.
        #[serde(rename = "type")]
        pub kind: Option<SystemType>,
        /// The user's new number.
        pub wa_id: Option<WaId>,
        /// The user's new number, before Graph v12; [`new_number`](Self::new_number) reads either.
        pub new_wa_id: Option<WaId>,
        /// The hash of the user's new identity.
        pub identity: Option<Text>,
        /// The user's old number.
        pub customer: Option<WaId>,
        /// On-Premises: the user whose identity changed.
        pub user: Option<WaId>,
        /// The user's new business-scoped ID.
        pub user_id: Option<UserId>,
        /// The user's new ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
    }
}

impl System {
    /// The user's new number, whichever member has it.
    #[must_use]
    pub fn new_number(&self) -> Option<&WaId> {
        self.wa_id.as_ref().or(self.new_wa_id.as_ref())
    }
}

open_string! {
    /// What happened to a user.
    pub enum SystemType {
        /// The phone number changed.
        UserChangedNumber = "user_changed_number",
        /// The phone number changed; spelled so in older payloads.
        CustomerChangedNumber = "customer_changed_number",
        /// The identity changed (a new phone, a reinstallation).
        CustomerIdentityChanged = "customer_identity_changed",
        /// The identity changed; spelled so On-Premises.
        UserIdentityChanged = "user_identity_changed",
        /// The business-scoped ID changed, since 2026.
        UserChangedUserId = "user_changed_user_id",
    }
}
