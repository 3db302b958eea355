//! Messages of the business, and marks on messages of users.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Call, Done, Graph, Recipient, Sent, TemplateMessage};
use crate::event::{MessageId, PhoneNumberId};

impl Graph {
    /// Marks a message of a user as read, and with it the earlier messages of the conversation.
    ///
    /// Needs `whatsapp_business_messaging`. The message may be up to 30 days old. Safe to repeat after any failure.
    ///
    /// ```
    /// # use whatsapp_webhook::graph::{AccessToken, Graph};
    /// # let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// let (request, answer) = graph.mark_read(&"106540352242922".parse()?, &"wamid.A".parse()?).split();
    /// assert_eq!(request.body(), r#"{"message_id":"wamid.A","messaging_product":"whatsapp","status":"read"}"#);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/mark-message-as-read>
    pub fn mark_read(&self, from: &PhoneNumberId, message: &MessageId) -> Call<Done> {
        let body = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": message });
        self.post(&[from.as_str(), "messages"], &body, Done::read)
    }

    /// Shows the user that an answer is being written, and marks the message as read.
    ///
    /// The indicator ends with the answer, or after 25 seconds. Show it only if you are going to answer. Needs
    /// `whatsapp_business_messaging`. Safe to repeat after any failure.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators>
    pub fn show_typing(&self, from: &PhoneNumberId, message: &MessageId) -> Call<Done> {
        let body = json!({
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": message,
            "typing_indicator": { "type": "text" },
        });
        self.post(&[from.as_str(), "messages"], &body, Done::read)
    }

    /// Sends a text of up to 4096 characters, within the customer service window.
    ///
    /// The window is open for 24 hours after the user last wrote ([`ReplyTarget`](super::ReplyTarget) has its end); afterwards Meta answers with error 131047, or
    /// accepts the message and reports the error in a `failed` status, and only a template can be sent. Needs
    /// `whatsapp_business_messaging`.
    ///
    /// Without an answer, the message may have been sent: see [Failures](super#failures) before you send it again.
    ///
    /// ```
    /// use whatsapp_webhook::graph::{AccessToken, Graph, Recipient};
    ///
    /// let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// let call = graph.reply_text(&"106540352242922".parse()?, Recipient::number("+16505551234"), "Hello");
    /// let (request, answer) = call.split();
    /// # let body = br#"{"messaging_product":"whatsapp","contacts":[],"messages":[{"id":"wamid.X"}]}"#;
    /// assert_eq!(answer.read(http::StatusCode::OK, body)?.id, "wamid.X");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages>
    pub fn reply_text(
        &self,
        from: &PhoneNumberId,
        to: impl Into<Recipient>,
        text: impl AsRef<str>,
    ) -> Call<Sent> {
        self.message(from, &to.into(), "text", json!({ "body": text.as_ref() }), Map::new())
    }

    /// Sends a message of any type within the customer service window: buttons, lists, media, a location, a reaction.
    ///
    /// `kind` is the message's `type`, and `content` the member of that name, in the shape that Meta documents. Content that
    /// `serde_json` cannot write (a map whose keys are not text) is sent as `null`, which Meta rejects. Needs `whatsapp_business_messaging`.
    ///
    /// Without an answer, the message may have been sent: see [Failures](super#failures) before you send it again.
    ///
    /// ```
    /// use serde_json::json;
    /// use whatsapp_webhook::graph::{AccessToken, Graph, Recipient};
    ///
    /// let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// let buttons = json!({
    ///     "type": "button",
    ///     "body": { "text": "Is the order complete?" },
    ///     "action": { "buttons": [
    ///         { "type": "reply", "reply": { "id": "yes", "title": "Yes" } },
    ///         { "type": "reply", "reply": { "id": "no", "title": "No" } },
    ///     ] },
    /// });
    /// let call = graph.reply(&"106540352242922".parse()?, Recipient::number("+16505551234"), "interactive", buttons);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages>
    pub fn reply(
        &self,
        from: &PhoneNumberId,
        to: impl Into<Recipient>,
        kind: &str,
        content: impl Serialize,
    ) -> Call<Sent> {
        let content = serde_json::to_value(content).unwrap_or_default();
        self.message(from, &to.into(), kind, content, Map::new())
    }

    /// Sends a template message, which needs no open customer service window.
    ///
    /// The template must be approved in exactly the language of the message. Needs `whatsapp_business_messaging`. Meta charges for
    /// most template messages.
    ///
    /// Without an answer, the message may have been sent. Give it a [`callback_data`](TemplateMessage::callback_data) of its own: the statuses of the message then tell
    /// whether it was sent, and its identifier.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages>
    pub fn send(&self, from: &PhoneNumberId, message: &TemplateMessage) -> Call<Sent> {
        let mut others = Map::new();
        if let Some(data) = message.opaque_data() {
            others.insert("biz_opaque_callback_data".to_owned(), data.into());
        }
        self.message(from, message.recipient(), "template", message.content(), others)
    }

    /// A message. Its own members stay, whatever the type is called.
    fn message(
        &self,
        from: &PhoneNumberId,
        to: &Recipient,
        kind: &str,
        content: Value,
        others: Map<String, Value>,
    ) -> Call<Sent> {
        let mut message = Map::new();
        message.insert(kind.to_owned(), content);
        message.extend(others);
        message.insert("messaging_product".to_owned(), "whatsapp".into());
        message.insert("type".to_owned(), kind.into());
        to.write(&mut message);
        self.post(&[from.as_str(), "messages"], &message.into(), Sent::read)
    }
}
