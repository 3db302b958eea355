//! A notification of one update alone.

use serde::Serialize;

use super::Update;
use crate::event::{Content, context::ChangeContext, walk::Inside};

/// The length of the envelope and the metadata in most notifications, in bytes.
const LENGTH_OF_ENVELOPE: usize = 320;

const OBJECT: &str = r#"{"object":"whatsapp_business_account","#;

impl Update {
    /// Returns a notification in Meta's shape that holds this update and no other, with its context and its contact.
    ///
    /// [`WebhookEvent::from_bytes`](crate::WebhookEvent::from_bytes) decodes it to an update that is equal to this one, so an update can be
    /// stored or sent on by itself. The notification has the item as it came, its entry's `id` and `time`, its `field`, the `metadata`, the contact of its
    /// user and the summary of the conversation. Other members beside the item's array are left out, such as the contacts of other users.
    /// A message of a history has its chunk's `metadata` under the name `sync`, because the metadata is an update of its own.
    ///
    /// ```
    /// use whatsapp_webhook::WebhookEvent;
    ///
    /// let event = WebhookEvent::from_bytes(
    ///     r#"{"object":"whatsapp_business_account","entry":[{"id":"1","time":1749416383,"changes":[
    ///         {"field":"account_update","value":{"event":"ACCOUNT_DELETED"}},
    ///         {"field":"security","value":{"event":"PIN_CHANGED"}}]}]}"#,
    /// )?;
    /// let update = event.updates().nth(1).unwrap();
    /// assert_eq!(
    ///     update.to_notification(),
    ///     r#"{"object":"whatsapp_business_account","entry":[{"id":"1","time":1749416383,"changes":[{"field":"security","value":{"event":"PIN_CHANGED"}}]}]}"#
    /// );
    /// # Ok::<(), whatsapp_webhook::DecodeError>(())
    /// ```
    #[must_use]
    pub fn to_notification(&self) -> String {
        let contact = self.contact_place().map(|at| self.context.part(at)).unwrap_or_default();
        let mut text = String::with_capacity(LENGTH_OF_ENVELOPE + self.raw().len() + contact.len());
        match self.position.inside {
            Inside::Body if self.array().is_empty() => text.push_str(self.raw()),
            Inside::Body => {
                text.push_str(OBJECT);
                self.write_item(&mut text);
                text.push('}');
            }
            Inside::Entry => {
                open_entry(&mut text, &self.context);
                self.write_item(&mut text);
                text.push_str("}]}");
            }
            Inside::Change => {
                open_change(&mut text, &self.context);
                self.write_item(&mut text);
                text.push_str("}]}]}");
            }
            Inside::OnPremises => {
                text.push('{');
                write_context(&mut text, &self.context, contact);
                // Without an array, the body would be no notification.
                let other = if self.array() == "messages" { "errors" } else { "messages" };
                write_member(&mut text, other, "[]");
                self.write_item(&mut text);
                text.push('}');
            }
            Inside::Value | Inside::Standby | Inside::Chunk | Inside::Thread => {
                open_change(&mut text, &self.context);
                text.push_str(r#""value":{"messaging_product":"whatsapp","#);
                write_context(&mut text, &self.context, contact);
                self.write_in_value(&mut text);
                text.push_str("}}]}]}");
            }
        }
        text
    }

    /// Writes the item in the objects that are around it in a value.
    fn write_in_value(&self, text: &mut String) {
        let behind = match self.position.inside {
            Inside::Standby => {
                text.push_str(r#""standby":{"#);
                "}"
            }
            Inside::Chunk => {
                text.push_str(r#""history":[{"#);
                // Without an array, the chunk would be malformed.
                let other = if self.array() == "threads" { "errors" } else { "threads" };
                write_member(text, other, "[]");
                "}]"
            }
            Inside::Thread => {
                text.push_str(r#""history":[{"#);
                self.open_thread(text);
                "}]}]"
            }
            _ => "",
        };
        self.write_item(text);
        text.push_str(behind);
    }

    /// Opens the thread of a message of a history, with the progress of its chunk.
    ///
    /// The progress stands under `sync`, because `metadata` would be an update of its own.
    fn open_thread(&self, text: &mut String) {
        let message = match &self.content {
            Content::HistoryMessage(message) => Some(message),
            _ => None,
        };
        write_value(text, "sync", message.and_then(|message| message.sync.as_ref()));
        text.push_str(r#""threads":[{"#);
        let thread = message.and_then(|message| message.thread.as_ref());
        write_value(text, "id", thread.and_then(|thread| thread.id.as_ref()));
        write_value(text, "context", thread.and_then(|thread| thread.context.as_ref()));
    }

    /// Writes the member that the item is the value of, or an element of it.
    fn write_item(&self, text: &mut String) {
        let (open, close) = if self.position.is_element { ("\":[", "]") } else { ("\":", "") };
        for part in ["\"", self.array(), open, self.raw(), close] {
            text.push_str(part);
        }
    }
}

fn open_entry(text: &mut String, context: &ChangeContext) {
    text.push_str(OBJECT);
    text.push_str(r#""entry":[{"#);
    write_member(text, "id", context.waba_id_part());
    write_member(text, "time", context.entry_time_part());
}

fn open_change(text: &mut String, context: &ChangeContext) {
    open_entry(text, context);
    text.push_str(r#""changes":[{"#);
    match context.known_field() {
        "" => write_value(text, "field", Some(context.field())),
        known => {
            for part in [r#""field":""#, known, "\","] {
                text.push_str(part);
            }
        }
    }
}

/// Writes what the updates of a value share, and the contact.
fn write_context(text: &mut String, context: &ChangeContext, contact: &str) {
    write_member(text, "metadata", context.metadata_part());
    if !contact.is_empty() {
        for part in [r#""contacts":["#, contact, "],"] {
            text.push_str(part);
        }
    }
    write_member(text, "conversation_context", context.conversation_context_part());
}

fn write_value<T: Serialize + ?Sized>(text: &mut String, name: &str, value: Option<&T>) {
    let value = value.and_then(|value| serde_json::to_string(value).ok());
    write_member(text, name, value.as_deref().unwrap_or_default());
}

/// Writes a member and a comma, if there is a value.
fn write_member(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        for part in ["\"", name, "\":", value, ","] {
            text.push_str(part);
        }
    }
}
