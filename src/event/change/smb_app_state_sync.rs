//! The field `smb_app_state_sync`: the contacts of the WhatsApp Business app, for numbers that also use it.

use super::item_value::item_value;
use crate::{
    event::{Timestamp, UserId, WaId, decode::items::Leaf},
    macros::{object, open_string},
};

item_value! {
    /// What a change of the field `smb_app_state_sync` holds.
    pub(crate) struct AppStateSync {
        state_sync: StateSync => StateSync,
    }
}

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
        kind = "type": StateSyncType,
        /// The contact.
        contact: Option<Box<SyncedContact>>,
        /// What happened to it.
        action: StateSyncAction,
        /// When it happened.
        metadata: Option<Box<StateSyncMetadata>>,
    }
}

impl Leaf for StateSync {}

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
        full_name: Option<Box<str>>,
        /// The first name. Missing for contacts that were removed.
        first_name: Option<Box<str>>,
        /// The phone number. It may be missing since 2026.
        phone_number: Option<WaId>,
        /// The user's business-scoped ID, since 2026.
        user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        parent_user_id: Option<UserId>,
        /// The username, with or without a leading `@`.
        username: Option<Box<str>>,
    }
}

object! {
    /// When a piece of the app's state changed.
    pub struct StateSyncMetadata {
        /// The time of the change.
        timestamp: Option<Timestamp>,
        /// The number of the change, in a published model.
        version: Option<i64>,
    }
}
