//! What users do with messages besides answering them.

use crate::event::{
    Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// Something that a user did with a message of the business, such as a tap on a link.
    ///
    /// Sent for marketing messages, for taps up to seven days after the delivery.
    ///
    /// ```json
    /// {"timestamp": "1750263773", "action_type": "marketing_messages_link_click",
    ///  "marketing_messages_link_click_data": {"click_component": "cta", "click_id": "a1b2", "tracking_token": "t-9"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages>
    pub struct UserAction {
        /// When the user did it.
        pub timestamp: Timestamp,
        /// What the user did.
        pub action_type: UserActionType,
        /// Which link was tapped.
        pub marketing_messages_link_click_data: Option<LinkClick>,
    }
}

impl Payload for UserAction {
    fn kind(&self) -> Option<&str> {
        Some(self.action_type.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }
}

open_string! {
    /// What a user did with a message.
    pub enum UserActionType {
        /// A tap on a link of a marketing message.
        MarketingMessagesLinkClick = "marketing_messages_link_click",
    }
}

object! {
    /// A tap on a link of a marketing message.
    pub struct LinkClick {
        /// Where the link stood.
        pub click_component: Option<ClickComponent>,
        /// The product that the link belongs to.
        pub product_id: Option<Text>,
        /// The tap's identifier.
        pub click_id: Option<Text>,
        /// The token that the business attached, to follow the user by.
        pub tracking_token: Option<Text>,
    }
}

open_string! {
    /// Where in a message a link stood.
    pub enum ClickComponent {
        /// The button.
        Cta = "cta",
        /// The text.
        Body = "body",
    }
}
