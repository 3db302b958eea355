//! The field `user_preferences`: users who stop marketing messages, or want them again.

use crate::event::{
    Text, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
};

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
        pub wa_id: Option<WaId>,
        /// The user's business-scoped ID, since 2026.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// The choice in a sentence.
        pub detail: Option<Text>,
        /// What the choice is about.
        pub category: PreferenceCategory,
        /// What the user chose.
        pub value: PreferenceValue,
        /// When the user chose it, in seconds.
        pub timestamp: Timestamp,
        /// The link by which the user signed up; with `signup`, and in the dashboard's sample.
        pub signup_id: Option<Text>,
    }
}

impl Payload for UserPreference {
    fn kind(&self) -> Option<&str> {
        Some(self.value.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn sender(&self) -> Option<User<'_>> {
        User::by_ids(self.wa_id.as_ref(), self.user_id.as_ref(), self.parent_user_id.as_ref())
    }
}

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
