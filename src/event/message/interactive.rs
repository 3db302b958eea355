//! Replies to interactive messages.

use super::Choice;
use crate::event::{
    DecodeError, Text, Timestamp,
    macros::{object, open_string, tagged},
};
use serde::Deserialize;

object! {
    /// The reply to an interactive message.
    ///
    /// Sent when a user taps a reply button, chooses a list row, completes a Flow or an address form, decides about a permission
    /// to call, or chooses a method of payment.
    ///
    /// ```json
    /// {"type": "list_reply", "list_reply": {"id": "priority_express", "title": "Priority Express", "description": "Next day"}}
    /// ```
    ///
    /// ```
    /// use whatsapp_webhook::event::message::{Interactive, InteractiveContent};
    ///
    /// let reply: Interactive = serde_json::from_str(
    ///     r#"{"type": "list_reply", "list_reply": {"id": "priority_express", "title": "Priority Express"}}"#,
    /// )?;
    /// let InteractiveContent::ListReply(row) = &reply.content else { panic!("not a list reply") };
    /// assert_eq!(row.id.as_deref(), Some("priority_express"));
    /// assert_eq!(reply.content.choice().unwrap().title, Some("Priority Express"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// [`Message::choice`](super::Message::choice) reads the button or row of any message.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive>
    #[doc(alias = "interactive")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Interactive {
        #[tagged]
        /// The reply, by its `type`.
        pub content: InteractiveContent,
        /// The subject of the reply in an older shape of address replies: `address_message`.
        pub action: Option<Text>,
    }
}

tagged! {
    /// The content of a reply to an interactive message, by its `type`.
    pub enum InteractiveContent {
        /// A tap on a reply button.
        ButtonReply(ButtonReply) = "button_reply",
        /// A row chosen from a list.
        ListReply(ListReply) = "list_reply",
        /// A completed Flow or address form. The second `type` is that of an older shape of address replies.
        NfmReply(NfmReply) = "nfm_reply" | "interactive",
        /// The answer to a request for permission to call.
        CallPermissionReply(CallPermissionReply) = "call_permission_reply",
        /// The method of payment that the user chose (Brazil).
        PaymentMethod(PaymentMethodReply) = "payment_method",
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
    /// Taps on quick-reply buttons of templates arrive as [`Button`](super::Button).
    ///
    /// ```json
    /// {"id": "cancel-button", "title": "Cancel"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct ButtonReply {
        /// The identifier that the business gave the button.
        pub id: Option<Text>,
        /// The button's label.
        pub title: Option<Text>,
    }
}

object! {
    /// A row that the user chose from a list.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ListReply {
        /// The identifier that the business gave the row.
        pub id: Option<Text>,
        /// The row's title.
        pub title: Option<Text>,
        /// The row's description. May be missing.
        pub description: Option<Text>,
    }
}

object! {
    /// A completed form: a Flow, or an address message.
    ///
    /// The answers are JSON text inside a string. Their shape is that of your Flow.
    ///
    /// ```json
    /// {"name": "flow", "body": "Sent", "response_json": "{\"flow_token\":\"t-1\",\"size\":\"L\"}"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/receiveflowresponse>
    #[doc(alias = "flow reply")]
    #[doc(alias = "nfm_reply")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct NfmReply {
        /// The kind of form: `flow`, `address_message`, or a newer one.
        pub name: Option<Text>,
        /// The text that the chat displays, such as `Sent`. May be missing.
        pub body: Option<Text>,
        /// The answers as JSON text; [`decode`](Self::decode) deserializes it.
        pub response_json: Text,
    }
}

impl NfmReply {
    /// Deserializes the answers into `T`.
    ///
    /// # Errors
    ///
    /// When the answers do not have the shape of `T`. The answers are usually an object, but Meta does not guarantee it.
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
    /// Sent when the user answers, and when a call of the user's grants the permission.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-call-permissions>
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallPermissionReply {
        /// The answer.
        pub response: CallPermissionResponse,
        /// Whether the permission is valid until the user revokes it.
        pub is_permanent: Option<bool>,
        /// When a temporary permission expires.
        pub expiration_timestamp: Option<Timestamp>,
        /// Whether the user answered, or the permission was granted automatically.
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
    /// The source of an answer to a request for permission to call.
    pub enum CallPermissionSource {
        /// The user answered.
        UserAction = "user_action",
        /// The user called the business, which grants the permission.
        Automatic = "automatic",
    }
}

object! {
    /// The method of payment that a user chose (Brazil).
    ///
    /// Sent since May 2026, for one-click payments. Every member may be missing.
    ///
    /// ```json
    /// {"payment_method": "offsite_card_pay", "payment_timestamp": "1767226201", "reference_id": "order-17",
    ///  "last_four_digits": "4242", "credential_id": "cred-9"}
    /// ```
    ///
    /// The message is the user's choice, and does not prove a payment.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br>
    #[doc(alias = "payment_method")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct PaymentMethodReply {
        /// The method, such as `offsite_card_pay`.
        pub payment_method: Option<Text>,
        /// When the user chose the method.
        pub payment_timestamp: Option<Timestamp>,
        /// The identifier that the business gave the order.
        pub reference_id: Option<Text>,
        /// The last four digits of the card.
        pub last_four_digits: Option<Text>,
        /// The identifier of the card or other credential.
        pub credential_id: Option<Text>,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::event::{Message, MessageContent};

    fn message(interactive: &Value) -> Message {
        serde_json::from_value(json!({
            "from": "5511987650001", "id": "wamid.A", "timestamp": "1767226401", "type": "interactive",
            "interactive": interactive,
        }))
        .unwrap()
    }

    #[test]
    fn a_method_of_payment_is_read() {
        let message = message(&json!({ "type": "payment_method", "payment_method": {
            "payment_method": "offsite_card_pay", "payment_timestamp": 1_767_226_411, "reference_id": "order-17",
            "last_four_digits": "4242", "credential_id": "cred-9",
        } }));
        assert_eq!((message.text(), message.choice()), (None, None));
        let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
        let InteractiveContent::PaymentMethod(reply) = &interactive.content else {
            panic!("{interactive:?}")
        };
        assert_eq!(reply.payment_method.as_deref(), Some("offsite_card_pay"));
        assert_eq!(reply.payment_timestamp.unwrap().as_secs(), 1_767_226_411);
        assert_eq!(reply.reference_id.as_deref(), Some("order-17"));
        assert_eq!(reply.last_four_digits.as_deref(), Some("4242"));
        assert_eq!(reply.credential_id.as_deref(), Some("cred-9"));
    }

    /// Meta documents the type; its members are not confirmed, and those of this test are made up.
    #[test]
    fn an_interactive_message_of_the_type_product_is_kept_raw_and_whole() {
        let product = json!({ "catalog_id": "194836987003835", "product_retailer_id": "jar-2l" });
        let json = json!({ "type": "product", "product": product });
        let message = message(&json);
        let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
        let InteractiveContent::Unknown(unknown) = &interactive.content else { panic!("{interactive:?}") };
        assert_eq!(unknown.kind(), "product");
        assert_eq!(unknown.decode::<Value>().unwrap(), json);
        assert_eq!(serde_json::to_value(&message).unwrap()["interactive"], json);
    }
}
