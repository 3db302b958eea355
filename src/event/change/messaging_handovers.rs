//! The field `messaging_handovers`: which app controls a conversation (Conversation Routing).

use crate::event::{
    AppId, ConversationContext, DisplayPhoneNumber, Metadata, PhoneNumberId, Text, Timestamp, User, UserId,
    WaId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The handover of a conversation from one app to another.
    ///
    /// Sent when an app passes control of a conversation, or takes it. [`handover()`](Self::handover) returns the roles in both
    /// cases. The `type` is absent in older notifications; [`handover_type()`](Self::handover_type) is not.
    ///
    /// ```json
    /// {"messaging_product": "whatsapp", "sender": {"phone_number": "16505551234"},
    ///  "recipient": {"phone_number_id": "106540352242922", "display_phone_number": "15550783881"},
    ///  "type": "control_passed", "timestamp": "1750101000",
    ///  "control_passed": {"previous_owner_role": "ai_agent", "new_owner_role": "escalation", "metadata": "Asked for a person."}}
    /// ```
    ///
    /// Field: `messaging_handovers`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging_handovers>
    #[doc(alias = "messaging_handovers")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct MessagingHandover {
        /// The product: `whatsapp`.
        pub messaging_product: Option<Text>,
        /// The user.
        pub sender: Option<HandoverSender>,
        /// The business phone number.
        pub recipient: Option<Metadata>,
        /// Whether control was passed or taken.
        #[serde(rename = "type")]
        pub kind: Option<HandoverType>,
        /// When the handover occurred.
        pub timestamp: Timestamp,
        /// The roles of the two apps, if control was passed.
        pub control_passed: Option<Handover>,
        /// The roles of the two apps, if control was taken.
        pub control_taken: Option<Handover>,
    }
}

impl Payload for MessagingHandover {
    fn kind(&self) -> Option<&str> {
        self.handover_type().map(HandoverType::as_str)
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn sender(&self) -> Option<User<'_>> {
        let sender = self.sender.as_ref()?;
        User::by_ids(sender.phone_number.as_ref(), sender.user_id.as_ref(), sender.parent_user_id.as_ref())
    }

    fn phone_number_id(&self) -> Option<&PhoneNumberId> {
        self.recipient.as_ref()?.phone_number_id.as_ref()
    }

    fn display_phone_number(&self) -> Option<&str> {
        self.recipient.as_ref()?.display_phone_number.as_ref().map(DisplayPhoneNumber::as_str)
    }
}

impl MessagingHandover {
    /// Returns whether control was passed or taken, from the members that are present where the `type` is absent.
    #[must_use]
    pub fn handover_type(&self) -> Option<&HandoverType> {
        let passed = || self.control_passed.as_ref().map(|_| &HandoverType::ControlPassed);
        let taken = || self.control_taken.as_ref().map(|_| &HandoverType::ControlTaken);
        self.kind.as_ref().or_else(passed).or_else(taken)
    }

    /// Returns the roles of the two apps.
    #[must_use]
    pub fn handover(&self) -> Option<&Handover> {
        self.control_passed.as_ref().or(self.control_taken.as_ref())
    }
}

open_string! {
    /// The type of a handover: control was passed or taken.
    pub enum HandoverType {
        /// The app in control passed it to another app.
        ControlPassed = "control_passed",
        /// Another app took control.
        ControlTaken = "control_taken",
    }
}

object! {
    /// The user of a conversation that was handed over.
    ///
    /// ```json
    /// {"phone_number": "16505551234", "user_id": "US.13491208655302741918"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct HandoverSender {
        /// The user's phone number. Absent if the user hides it.
        pub phone_number: Option<WaId>,
        /// The user's business-scoped ID.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
    }
}

object! {
    /// The roles of the two apps in a handover.
    ///
    /// ```json
    /// {"previous_owner_role": "ai_agent", "new_owner_role": "customer_service",
    ///  "conversation_context": {"type": "summary", "summary": {"text": "The user asks for a refund."}}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct Handover {
        /// The role of the app that had control.
        pub previous_owner_role: Option<HandoverRole>,
        /// The role of the app that has control now.
        pub new_owner_role: Option<HandoverRole>,
        /// A note from the app that passed or took control, of up to 2,000 characters.
        pub metadata: Option<Text>,
        /// A summary of the conversation so far.
        pub conversation_context: Option<ConversationContext>,
        /// The app that had control. Deprecated by Meta.
        pub previous_owner_app_id: Option<AppId>,
        /// The role of that app, such as `meta_business_agent`. Deprecated by Meta.
        pub previous_owner_app_role: Option<Text>,
        /// The app that has control now. Deprecated by Meta.
        pub new_owner_app_id: Option<AppId>,
    }
}

open_string! {
    /// The role of an app in a conversation.
    pub enum HandoverRole {
        /// Automated responses by an AI agent.
        AiAgent = "ai_agent",
        /// Conversations that started from an ad.
        Ctwa = "ctwa",
        /// Customer service.
        CustomerService = "customer_service",
        /// Escalated conversations.
        Escalation = "escalation",
        /// Marketing.
        Marketing = "marketing",
        /// Utility messages.
        Utility = "utility",
    }
}
