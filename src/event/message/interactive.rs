//! Answers to interactive messages.

use super::Choice;
use crate::event::{
    DecodeError, Text, Timestamp,
    macros::{object, open_string, tagged},
};
use serde::Deserialize;

object! {
    /// The answer to an interactive message.
    ///
    /// ```json
    /// {"type": "list_reply", "list_reply": {"id": "priority_express", "title": "Priority Express", "description": "Next day"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive>
    pub struct Interactive {
        #[tagged]
        /// The answer.
        pub content: InteractiveContent,
        /// What the reply is about in an older shape of address replies, `address_message`.
        pub action: Option<Text>,
    }
}

tagged! {
    /// An answer to an interactive message, by its `type`.
    pub enum InteractiveContent {
        /// A tap on a reply button.
        ButtonReply(ButtonReply) = "button_reply",
        /// A row chosen from a list.
        ListReply(ListReply) = "list_reply",
        /// A completed Flow or address form. The other `type` is that of an older shape of address replies.
        NfmReply(NfmReply) = "nfm_reply" | "interactive",
        /// The answer to a request for permission to call.
        CallPermissionReply(CallPermissionReply) = "call_permission_reply",
    }
}

impl InteractiveContent {
    /// Returns the button that the user tapped, or the row that the user chose.
    #[must_use]
    pub fn choice(&self) -> Option<Choice<'_>> {
        match self {
            Self::ButtonReply(reply) => {
                Some(Choice { id: reply.id.as_deref(), title: reply.title.as_deref() })
            }
            Self::ListReply(reply) => Some(Choice { id: reply.id.as_deref(), title: reply.title.as_deref() }),
            _ => None,
        }
    }
}

object! {
    /// A tap on a reply button.
    ///
    /// ```json
    /// {"id": "cancel-button", "title": "Cancel"}
    /// ```
    pub struct ButtonReply {
        /// The identifier that the business gave the button.
        pub id: Option<Text>,
        /// The button's label.
        pub title: Option<Text>,
    }
}

object! {
    /// A row that was chosen from a list.
    pub struct ListReply {
        /// The identifier that the business gave the row.
        pub id: Option<Text>,
        /// The row's title.
        pub title: Option<Text>,
        /// The row's description, if it has one.
        pub description: Option<Text>,
    }
}

object! {
    /// A completed form: a Flow, or an address message.
    ///
    /// ```json
    /// {"name": "flow", "body": "Sent", "response_json": "{\"flow_token\":\"t-1\",\"size\":\"L\"}"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/receiveflowresponse>
    pub struct NfmReply {
        /// What was completed: `flow`, `address_message`, or something newer.
        pub name: Option<Text>,
        /// The text that the chat shows, such as `Sent`.
        pub body: Option<Text>,
        /// The answers, as JSON text; [`decode`](Self::decode) reads it.
        pub response_json: Text,
    }
}

impl NfmReply {
    /// Reads the answers into a type of yours.
    ///
    /// # Errors
    ///
    /// When the answers are not of that type's shape. They are most often an object; the platform does not promise it.
    ///
    /// ```
    /// use whatsapp_webhook::event::message::NfmReply;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Answers {
    ///     size: String,
    /// }
    ///
    /// let reply: NfmReply = serde_json::from_str(r#"{"name":"flow","response_json":"{\"size\":\"L\"}"}"#)?;
    /// assert_eq!(reply.decode::<Answers>()?.size, "L");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decode<'de, T: Deserialize<'de>>(&'de self) -> Result<T, DecodeError> {
        DecodeError::deserialize(&self.response_json)
    }
}

object! {
    /// The answer to a request for permission to call.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-call-permissions>
    pub struct CallPermissionReply {
        /// The answer.
        pub response: CallPermissionResponse,
        /// Whether the permission holds until it is taken back.
        pub is_permanent: Option<bool>,
        /// When a temporary permission ends.
        pub expiration_timestamp: Option<Timestamp>,
        /// Whether the user answered, or the platform for them.
        pub response_source: Option<CallPermissionSource>,
    }
}

open_string! {
    /// A user's answer to a request for permission to call.
    pub enum CallPermissionResponse {
        /// The business may call.
        Accept = "accept",
        /// The business may not call.
        Reject = "reject",
    }
}

open_string! {
    /// Where the answer to a request for permission to call comes from.
    pub enum CallPermissionSource {
        /// The user answered.
        UserAction = "user_action",
        /// The user called the business, which counts as a permission.
        Automatic = "automatic",
    }
}
