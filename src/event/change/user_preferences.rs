//! The field `user_preferences`: users who stop marketing messages, or want them again.

use super::item_value::item_value;
use crate::{
    event::{Timestamp, UserId, WaId, decode::items::Leaf},
    macros::{object, open_string},
};

item_value! {
    /// What a change of the field `user_preferences` holds.
    pub(crate) struct UserPreferences {
        user_preferences: UserPreference => UserPreference,
    }
}

object! {
    /// A user's choice about marketing messages from the business.
    ///
    /// Sent when the user stops or resumes them in the chat, or signs up for them by a link.
    ///
    /// ```json
    /// {"wa_id": "16505551234", "detail": "The user turned offers off", "category": "marketing_messages", "value": "stop",
    ///  "timestamp": 1731705721}
    /// ```
    ///
    /// After `stop`, marketing templates to the user fail.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences>
    pub struct UserPreference {
        /// The user's phone number. Missing where the user hides it; then it may stand in the contact.
        wa_id: Option<WaId>,
        /// The user's business-scoped ID, since 2026.
        user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        parent_user_id: Option<UserId>,
        /// The choice in a sentence.
        detail: Option<Box<str>>,
        /// What the choice is about.
        category: PreferenceCategory,
        /// What the user chose.
        value: PreferenceValue,
        /// When the user chose it, in seconds.
        timestamp: Timestamp,
        /// The link by which the user signed up; with `signup`, and in the dashboard's sample.
        signup_id: Option<Box<str>>,
    }
}

impl Leaf for UserPreference {}

open_string! {
    /// What a user's choice is about.
    pub enum PreferenceCategory {
        /// Marketing messages.
        MarketingMessages = "marketing_messages",
    }
}

open_string! {
    /// What a user chose.
    pub enum PreferenceValue {
        /// No more of them.
        Stop = "stop",
        /// They are welcome again.
        Resume = "resume",
        /// The user signed up for them by a link.
        Signup = "signup",
    }
}
