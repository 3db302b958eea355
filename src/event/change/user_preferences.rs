//! The field `user_preferences`: users' choices about marketing messages.

use crate::event::{
    Text, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A user's choice about marketing messages from the business.
    ///
    /// Sent when the user stops or resumes marketing messages in the chat, or signs up for them through a link. After `stop`,
    /// marketing templates to the user fail.
    ///
    /// ```json
    /// {"wa_id": "16505551234", "detail": "The user turned offers off", "category": "marketing_messages", "value": "stop",
    ///  "timestamp": 1731705721}
    /// ```
    ///
    /// Field: `user_preferences`, in `user_preferences`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences>
    #[doc(alias = "user_preferences")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct UserPreference {
        /// The user's phone number. Absent if the user hides it.
        pub wa_id: Option<WaId>,
        /// The user's business-scoped ID. Sent since 2026.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// A human-readable description of the choice.
        pub detail: Option<Text>,
        /// The subject of the choice: marketing messages.
        pub category: PreferenceCategory,
        /// The choice.
        pub value: PreferenceValue,
        /// When the user made the choice.
        pub timestamp: Timestamp,
        /// The link through which the user signed up; with `signup`, and in the test notification of the App Dashboard.
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
    /// The subject of a user's choice.
    pub enum PreferenceCategory {
        /// Marketing messages.
        MarketingMessages = "marketing_messages",
    }
}

open_string! {
    /// A user's choice about marketing messages.
    pub enum PreferenceValue {
        /// The user stopped marketing messages.
        Stop = "stop",
        /// The user resumed marketing messages.
        Resume = "resume",
        /// The user signed up for marketing messages through a link.
        Signup = "signup",
    }
}
