//! What users do with messages besides answering them.

use super::{Timestamp, decode::items::Leaf};
use crate::macros::{object, open_string};

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
        timestamp: Timestamp,
        /// What the user did.
        action_type: UserActionType,
        /// Which link was tapped.
        marketing_messages_link_click_data: Option<Box<LinkClick>>,
    }
}

impl Leaf for UserAction {}

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
        click_component: Option<ClickComponent>,
        /// The product that the link belongs to.
        product_id: Option<Box<str>>,
        /// The tap's identifier.
        click_id: Option<Box<str>>,
        /// The token that the business attached, to follow the user by.
        tracking_token: Option<Box<str>>,
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
