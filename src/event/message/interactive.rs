//! Answers to interactive messages.

use serde::Deserialize;

use crate::{
    DecodeError,
    event::Timestamp,
    macros::{object, open_string, tagged},
};

object! {
    /// The answer to an interactive message.
    ///
    /// ```json
    /// {"type": "list_reply", "list_reply": {"id": "priority_express", "title": "Priority Express", "description": "Next day"}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive>
    pub struct Interactive {
        /// What the reply is about in an older shape of address replies, `address_message`.
        action: Option<Box<str>>,
    }
    /// The answer.
    with content: InteractiveContent
}

tagged! {
    /// An answer to an interactive message, by its `type`.
    pub enum InteractiveContent (InteractiveKind) {
        /// A tap on a reply button.
        ButtonReply(ButtonReply) = "button_reply",
        /// A row chosen from a list.
        ListReply(Box<ListReply>) = "list_reply",
        /// A completed Flow or address form. The other `type` is that of an older shape of address replies.
        NfmReply(Box<NfmReply>) = "nfm_reply" | "interactive",
        /// The answer to a request for permission to call.
        CallPermissionReply(Box<CallPermissionReply>) = "call_permission_reply",
    }
}

impl InteractiveContent {
    /// The label that the user tapped, or the text that stands for a completed form.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::ButtonReply(reply) => reply.title.as_deref(),
            Self::ListReply(reply) => reply.title.as_deref(),
            Self::NfmReply(reply) => reply.body.as_deref(),
            Self::CallPermissionReply(_) | Self::Unknown(_) => None,
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
        id: Option<Box<str>>,
        /// The button's label.
        title: Option<Box<str>>,
    }
}

object! {
    /// A row that was chosen from a list.
    pub struct ListReply {
        /// The identifier that the business gave the row.
        id: Option<Box<str>>,
        /// The row's title.
        title: Option<Box<str>>,
        /// The row's description, if it has one.
        description: Option<Box<str>>,
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
        name: Option<Box<str>>,
        /// The text that the chat shows, such as `Sent`.
        body: Option<Box<str>>,
        /// The answers, as JSON text; [`parse`](Self::parse) reads it.
        response_json: Box<str>,
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
    /// assert_eq!(reply.parse::<Answers>()?.size, "L");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse<'de, T: Deserialize<'de>>(&'de self) -> Result<T, DecodeError> {
        DecodeError::locate(&self.response_json)
    }
}

object! {
    /// The answer to a request for permission to call.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-call-permissions>
    pub struct CallPermissionReply {
        /// The answer.
        response: CallPermissionResponse,
        /// Whether the permission holds until it is taken back.
        is_permanent: Option<bool>,
        /// When a temporary permission ends.
        expiration_timestamp: Option<Timestamp>,
        /// Whether the user answered, or the platform for them.
        response_source: Option<CallPermissionSource>,
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
