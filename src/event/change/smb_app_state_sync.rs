//! The field `smb_app_state_sync`: the contacts of the WhatsApp Business app.

use crate::event::{
    Text, Timestamp, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A contact of the WhatsApp Business app that was added, changed or removed.
    ///
    /// Sent for numbers that also use the app: for all contacts after the number was connected, and for each later change.
    ///
    /// ```json
    /// {"type": "contact", "contact": {"full_name": "Kerry Fisher", "first_name": "Kerry", "phone_number": "16505551234"},
    ///  "action": "add", "metadata": {"timestamp": "1739321024"}}
    /// ```
    ///
    /// Field: `smb_app_state_sync`, in `state_sync`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_app_state_sync>
    #[doc(alias = "smb_app_state_sync")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct StateSync {
        /// The kind of the changed item: `contact`.
        #[serde(rename = "type")]
        pub kind: StateSyncType,
        /// The contact.
        pub contact: Option<SyncedContact>,
        /// The change.
        pub action: StateSyncAction,
        /// When the change occurred.
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
    /// The kind of an item of the app's state.
    pub enum StateSyncType {
        /// An entry of the address book.
        Contact = "contact",
    }
}

open_string! {
    /// A change of an item of the app's state.
    pub enum StateSyncAction {
        /// The item was added or changed.
        Add = "add",
        /// The item was removed.
        Remove = "remove",
    }
}

object! {
    /// An entry of the address book of the WhatsApp Business app, as the business entered it.
    ///
    /// ```json
    /// {"full_name": "Kerry Fisher", "first_name": "Kerry", "phone_number": "16505551234"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct SyncedContact {
        /// The full name. Absent for removed contacts.
        pub full_name: Option<Text>,
        /// The first name. Absent for removed contacts.
        pub first_name: Option<Text>,
        /// The phone number. May be absent since 2026.
        pub phone_number: Option<WaId>,
        /// The user's business-scoped ID. Sent since 2026.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// The username, with or without a leading `@`.
        pub username: Option<Text>,
    }
}

object! {
    /// The time and version of a change of the app's state.
    ///
    /// ```json
    /// {"timestamp": "1739321024"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct StateSyncMetadata {
        /// When the change occurred.
        pub timestamp: Option<Timestamp>,
        /// The version of the item. Known from a published model only.
        pub version: Option<i64>,
    }
}
