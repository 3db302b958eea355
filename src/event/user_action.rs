//! Actions of users on messages, other than replies.

use crate::event::{
    Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// An action of a user on a message of the business, such as a tap on a link.
    ///
    /// Field: `messages`, in `user_actions`.
    ///
    /// Sent for marketing messages, for actions up to seven days after the delivery. The action itself does not name the user; match
    /// it by the identifier of the tap or the tracking token. The contact of the user may be missing.
    ///
    /// ```json
    /// {"timestamp": "1750263773", "action_type": "marketing_messages_link_click",
    ///  "marketing_messages_link_click_data": {"click_component": "cta", "click_id": "a1b2", "tracking_token": "t-9"}}
    /// ```
    ///
    /// Each type of action has a `…_data` object of its own; [`click`](Self::click) returns whichever is present.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages>
    #[doc(alias = "messages")]
    #[doc(alias = "user_actions")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct UserAction {
        /// When the user acted.
        pub timestamp: Timestamp,
        /// The type of the action.
        pub action_type: UserActionType,
        /// The tapped link. Also sent with other actions that a tap led to.
        pub marketing_messages_link_click_data: Option<LinkClick>,
        /// The tap that led to the landing page.
        pub landing_page_view_data: Option<LinkClick>,
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

impl UserAction {
    /// Returns the tap that the action is, or that led to it, whichever member has it.
    ///
    /// ```
    /// use whatsapp_webhook::event::UserAction;
    ///
    /// let action: UserAction = serde_json::from_str(
    ///     r#"{"timestamp": "1750263790", "action_type": "landing_page_view",
    ///         "landing_page_view_data": {"click_id": "a1b2"}}"#,
    /// )?;
    /// assert_eq!(action.click().unwrap().click_id.as_deref(), Some("a1b2"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn click(&self) -> Option<&LinkClick> {
        self.marketing_messages_link_click_data.as_ref().or(self.landing_page_view_data.as_ref())
    }
}

open_string! {
    /// A type of action on a message.
    pub enum UserActionType {
        /// A tap on a link of a marketing message.
        MarketingMessagesLinkClick = "marketing_messages_link_click",
        /// A view of the page that a link of a marketing message leads to, since September 2026.
        LandingPageView = "landing_page_view",
    }
}

object! {
    /// A tap on a link of a marketing message.
    ///
    /// Every member may be missing.
    #[derive(Clone, Debug, PartialEq)]
    pub struct LinkClick {
        /// The part of the message that holds the link.
        pub click_component: Option<ClickComponent>,
        /// The product that the link belongs to.
        pub product_id: Option<Text>,
        /// The tap's identifier.
        pub click_id: Option<Text>,
        /// The tracking token that the business attached to the link.
        pub tracking_token: Option<Text>,
        /// The user agent of the user's app, as in `(Android 14)`.
        pub client_user_agent: Option<Text>,
    }
}

open_string! {
    /// The part of a message that holds a link.
    pub enum ClickComponent {
        /// The button.
        Cta = "cta",
        /// The text.
        Body = "body",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_has_the_tap_that_led_to_it_whichever_member_holds_it() {
        for (kind, member) in [
            (UserActionType::MarketingMessagesLinkClick, "marketing_messages_link_click_data"),
            (UserActionType::LandingPageView, "marketing_messages_link_click_data"),
            (UserActionType::LandingPageView, "landing_page_view_data"),
        ] {
            let action: UserAction = serde_json::from_str(&format!(
                r#"{{"timestamp": "1767226412", "action_type": "{kind}",
                    "{member}": {{"click_component": "CTA", "client_user_agent": "(Android 15)"}}}}"#
            ))
            .unwrap();
            assert_eq!(action.action_type, kind);
            let click = action.click().unwrap();
            assert_eq!(click.click_component, Some(ClickComponent::Cta));
            assert_eq!(click.client_user_agent.as_deref(), Some("(Android 15)"));
        }
    }
}
