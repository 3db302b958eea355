//! The field `messaging_handovers`: who answers a user (Conversation Routing).

use crate::event::{
    AppId, ConversationContext, DisplayPhoneNumber, Metadata, PhoneNumberId, Text, Timestamp, User, UserId,
    WaId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A conversation went from one app to another.
    ///
    /// ```json
    /// {"messaging_product": "whatsapp", "sender": {"phone_number": "16505551234"},
    ///  "recipient": {"phone_number_id": "106540352242922", "display_phone_number": "15550783881"},
    ///  "type": "control_passed", "timestamp": "1750101000",
    ///  "control_passed": {"previous_owner_role": "ai_agent", "new_owner_role": "escalation", "metadata": "Wants a person."}}
    /// ```
    ///
    /// It comes when an app passes control of a conversation on, or takes it. [`handover()`](Self::handover) reads both. The `type`
    /// is missing in older deliveries.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging_handovers>
    pub struct MessagingHandover {
        /// The product: `whatsapp`.
        pub messaging_product: Option<Text>,
        /// The user.
        pub sender: Option<HandoverSender>,
        /// The business phone number.
        pub recipient: Option<Metadata>,
        /// Whether control was passed on or taken.
        #[serde(rename = "type")]
        pub kind: Option<HandoverType>,
        /// When it happened.
        pub timestamp: Timestamp,
        /// From whom to whom, if control was passed on.
        pub control_passed: Option<Handover>,
        /// From whom to whom, if control was taken.
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
    /// Whether control was passed on or taken; told by what is there where the delivery does not say.
    #[must_use]
    pub fn handover_type(&self) -> Option<&HandoverType> {
        let passed = || self.control_passed.as_ref().map(|_| &HandoverType::ControlPassed);
        let taken = || self.control_taken.as_ref().map(|_| &HandoverType::ControlTaken);
        self.kind.as_ref().or_else(passed).or_else(taken)
    }

    /// From whom to whom control went.
    #[must_use]
    pub fn handover(&self) -> Option<&Handover> {
        self.control_passed.as_ref().or(self.control_taken.as_ref())
    }
}

open_string! {
    /// Whether control of a conversation was passed on or taken.
    pub enum HandoverType {
        /// The app that had control gave it to another.
        ControlPassed = "control_passed",
        /// An app took control from another.
        ControlTaken = "control_taken",
    }
}

object! {
    /// The user whose conversation went to another app.
    pub struct HandoverSender {
        /// The user's phone number.
        pub phone_number: Option<WaId>,
        /// The user's business-scoped ID.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
    }
}

object! {
    /// From whom to whom control of a conversation went.
    ///
    /// ```json
    /// {"previous_owner_role": "ai_agent", "new_owner_role": "customer_service",
    ///  "conversation_context": {"type": "summary", "summary": {"text": "The user asks for a refund."}}}
    /// ```
    pub struct Handover {
        /// What the app was for that had control.
        pub previous_owner_role: Option<HandoverRole>,
        /// What the app is for that has control now.
        pub new_owner_role: Option<HandoverRole>,
        /// What the app that passed or took control wrote for the other; up to 2,000 characters.
        pub metadata: Option<Text>,
        /// What was said before.
        pub conversation_context: Option<ConversationContext>,
        /// The app that had control; the platform is giving this up.
        pub previous_owner_app_id: Option<AppId>,
        /// What that app was for, such as `meta_business_agent`; the platform is giving this up.
        pub previous_owner_app_role: Option<Text>,
        /// The app that has control now; the platform is giving this up.
        pub new_owner_app_id: Option<AppId>,
    }
}

open_string! {
    /// What an app is for in a conversation.
    pub enum HandoverRole {
        /// Answers by artificial intelligence.
        AiAgent = "ai_agent",
        /// Conversations that began with an ad.
        Ctwa = "ctwa",
        /// Customer service.
        CustomerService = "customer_service",
        /// What others cannot settle.
        Escalation = "escalation",
        /// Marketing.
        Marketing = "marketing",
        /// Utility messages.
        Utility = "utility",
    }
}
