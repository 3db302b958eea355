//! The field `messaging_handovers`: who answers a user (Conversation Routing).

use super::{ConversationContext, Metadata, Single};
use crate::{
    event::{AppId, Content, Timestamp, UserId, WaId, decode::items::Leaf},
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
        messaging_product: Option<Box<str>>,
        /// The user.
        sender: Option<Box<HandoverSender>>,
        /// The business phone number.
        recipient: Option<Box<Metadata>>,
        /// Whether control was passed on or taken.
        kind = "type": Option<HandoverType>,
        /// When it happened.
        timestamp: Timestamp,
        /// From whom to whom, if control was passed on.
        control_passed: Option<Box<Handover>>,
        /// From whom to whom, if control was taken.
        control_taken: Option<Box<Handover>>,
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
        self.control_passed.as_deref().or(self.control_taken.as_deref())
    }
}

impl Leaf for MessagingHandover {}

impl Single for MessagingHandover {
    fn content(&self) -> Content<'_> {
        Content::MessagingHandover(self)
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
        phone_number: Option<WaId>,
        /// The user's business-scoped ID.
        user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        parent_user_id: Option<UserId>,
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
        previous_owner_role: Option<HandoverRole>,
        /// What the app is for that has control now.
        new_owner_role: Option<HandoverRole>,
        /// What the app that passed or took control wrote for the other; up to 2,000 characters.
        metadata: Option<Box<str>>,
        /// What was said before.
        conversation_context: Option<Box<ConversationContext>>,
        /// The app that had control; the platform is giving this up.
        previous_owner_app_id: Option<AppId>,
        /// What that app was for, such as `meta_business_agent`; the platform is giving this up.
        previous_owner_app_role: Option<Box<str>>,
        /// The app that has control now; the platform is giving this up.
        new_owner_app_id: Option<AppId>,
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
