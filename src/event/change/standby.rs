//! The field `standby`: conversations that another app of the business holds (Conversation Routing).

use std::mem;

use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{ChangeValue, Head, item_value::item_value};
use crate::{
    event::{
        Message, MessageId, RawJson, Status, Timestamp, UnknownReason,
        decode::{audit::Audit, items::Leaf, json},
    },
    macros::object,
};

/// What a change of the field `standby` holds.
#[derive(Clone)]
pub(crate) struct Standby {
    head: Head,
    standby: Overheard,
    /// Whether there was a member `standby` at all.
    is_there: bool,
    /// Whether the contacts came inside of `standby`; they are kept in the head, where they are looked for.
    contacts_inside: bool,
}

item_value! {
    /// What stands in the member `standby`.
    pub(crate) struct Overheard {
        messages: Message => StandbyMessage,
        message_echoes: StandbyEcho => StandbyEcho,
        statuses: Status => StandbyStatus,
    }
}

object! {
    /// A message that another app sent in a conversation which it holds.
    ///
    /// Sent to the apps that listen to the conversation without holding it.
    ///
    /// ```json
    /// {"id": "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUFERjg0NDEzNDdFODU3MUMxMAA=", "timestamp": "1750101000",
    ///  "message": {"messaging_product": "whatsapp", "to": "16505551234", "type": "text", "text": {"body": "On its way"}}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby>
    pub struct StandbyEcho {
        /// The message's identifier.
        id: MessageId,
        /// When it was sent.
        timestamp: Timestamp,
        /// The request by which the other app sent it, in the shape of the Cloud API's messages endpoint.
        message: Option<RawJson>,
        /// The template that the message is made of, if it is of one.
        template: Option<RawJson>,
        /// The Flow that the message opens, if it opens one.
        flow: Option<RawJson>,
    }
}

impl Leaf for StandbyEcho {}

impl StandbyEcho {
    /// A text member of the request, such as `to`.
    pub(crate) fn sent(&self, name: &str) -> Option<&str> {
        json::member(self.message.as_ref()?.as_str(), name).and_then(json::plain_text)
    }
}

impl Standby {
    fn swap_contacts(&mut self) {
        mem::swap(&mut self.head.contacts, &mut self.standby.head.contacts);
    }
}

impl ChangeValue for Standby {
    fn decode(raw: &str, body: &Bytes) -> Result<Self, serde_json::Error> {
        let (mut head, mut inside) = (Head::default(), None);
        json::members(raw, |name, raw| match name {
            "standby" => inside = Some(raw).filter(|raw| *raw != "null"),
            _ => head.read(name, raw, body),
        })?;
        let standby = Overheard::decode(inside.unwrap_or("{}"), body)?;
        let contacts_inside = !standby.head.contacts.is_empty();
        let mut value = Self { head, standby, is_there: inside.is_some(), contacts_inside };
        if contacts_inside {
            value.swap_contacts();
        }
        Ok(value)
    }

    fn diagnose(raw: &str) -> UnknownReason {
        Overheard::diagnose(json::member(raw, "standby").unwrap_or(raw))
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.object(raw, |name, raw, audit| match name {
            "standby" => Overheard::audit(raw, audit),
            _ => Head::audit(name, raw, audit),
        });
    }

    type Contents<'a> = Contents<'a>;

    fn contents(&self) -> Contents<'_> {
        self.standby.contents()
    }

    fn head(&self) -> Option<&Head> {
        Some(&self.head)
    }
}

impl Serialize for Standby {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.contacts_inside {
            let mut value = Self { contacts_inside: false, ..self.clone() };
            value.swap_contacts();
            return value.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        self.head.write(&mut map)?;
        if self.is_there {
            map.serialize_entry("standby", &self.standby)?;
        }
        map.end()
    }
}
