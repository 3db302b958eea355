//! The field `smb_app_state_sync`: the contacts of the WhatsApp Business app, for numbers that also use it.

use crate::event::{
    Text, Timestamp, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A contact of the WhatsApp Business app that was added, changed or removed.
    ///
    /// Sent for all contacts after a number that also uses the app was connected, and for each change from
    /// then on.
    ///
    /// ```json
    /// {"type": "contact", "contact": {"full_name": "Kerry Fisher", "first_name": "Kerry", "phone_number": "16505551234"},
    ///  "action": "add", "metadata": {"timestamp": "1739321024"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_app_state_sync>
    pub struct StateSync {
        /// What it is about.
        #[serde(rename = "type")]
        pub kind: StateSyncType,
        /// The contact.
        pub contact: Option<SyncedContact>,
        /// What happened to it.
        pub action: StateSyncAction,
        /// When it happened.
        pub metadata: Option<StateSyncMetadata>,
    }
}

impl Payload for StateSync {
    fn kind(&self) -> Option<&str> {
        Some(self.action.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        self.metadata.as_ref()?.timestamp
    }
}

open_string! {
    /// What a piece of the app's state is.
    pub enum StateSyncType {
        /// An entry of the address book.
        Contact = "contact",
    }
}

open_string! {
    /// What happened to a piece of the app's state.
    pub enum StateSyncAction {
        /// It was added, or changed.
        Add = "add",
        /// It was removed.
        Remove = "remove",
    }
}

object! {
    /// An entry of the address book of the WhatsApp Business app, as the business wrote it.
    ///
    /// ```json
    /// {"full_name": "Kerry Fisher", "first_name": "Kerry", "phone_number": "16505551234"}
    /// ```
    pub struct SyncedContact {
        /// The full name. Missing for contacts that were removed.
        pub full_name: Option<Text>,
        /// The first name. Missing for contacts that were removed.
        pub first_name: Option<Text>,
        /// The phone number. It may be missing since 2026.
        pub phone_number: Option<WaId>,
        /// The user's business-scoped ID, since 2026.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// The username, with or without a leading `@`.
        pub username: Option<Text>,
    }
}

object! {
    /// When a piece of the app's state changed.
    pub struct StateSyncMetadata {
        /// The time of the change.
        pub timestamp: Option<Timestamp>,
        /// The number of the change, in a published model.
        pub version: Option<i64>,
    }
}
