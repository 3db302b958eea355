//! The field `standby`: conversations that another app of the business holds (Conversation Routing).

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{ChangeValue, Head, item_value::item_value};
use crate::{
    event::{
        Message, MessageId, RawJson, Status, Timestamp, UnknownReason,
        decode::{
            audit::Audit,
            cursor::{Cursor, Refused},
            items::{Items, Leaf},
            json,
        },
    },
    macros::object,
};

/// What a change of the field `standby` holds.
#[derive(Clone)]
pub(crate) struct Standby {
    overheard: Overheard,
    /// Whether there was a member `standby` at all.
    is_there: bool,
    /// Whether the contacts came inside of it.
    contacts_inside: bool,
}

item_value! {
    /// What stands in the member `standby`, and the head around it.
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

impl ChangeValue for Standby {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Refused> {
        let (mut head, mut inside) = (Head::default(), None);
        cursor.members(|name, cursor| {
            match name {
                "standby" if cursor.peek() == Some(b'n') => {
                    cursor.skip()?; // `null`
                }
                "standby" => inside = Some(Overheard::read(cursor)?),
                _ => head.read(name, cursor)?,
            }
            Ok(())
        })?;
        let is_there = inside.is_some();
        let mut overheard = inside.map_or_else(|| Overheard::read(&mut Cursor::of_text("{}")), Ok)?;
        let contacts_inside = !overheard.head.contacts.is_empty();
        if contacts_inside {
            head.contacts = overheard.head.contacts;
        }
        overheard.head = head;
        Ok(Self { overheard, is_there, contacts_inside })
    }

    fn diagnose(raw: &str) -> UnknownReason {
        Overheard::diagnose(json::member(raw, "standby").unwrap_or(raw))
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        let value = Self::read(&mut Cursor::new(raw, audit.body()));
        let contacts_inside = value.is_ok_and(|value| value.contacts_inside);
        audit.object(raw, |name, raw, audit| match name {
            "standby" => audit.object(raw, |name, raw, audit| match name {
                "messages" => Items::<Message>::audit(raw, audit),
                "message_echoes" => Items::<StandbyEcho>::audit(raw, audit),
                "statuses" => Items::<Status>::audit(raw, audit),
                "contacts" => Head::audit(name, raw, audit),
                _ => audit.unknown_member(),
            }),
            "contacts" if contacts_inside => audit.unknown_member(),
            _ => Head::audit(name, raw, audit),
        });
    }

    type Contents<'a> = Contents<'a>;

    fn contents(&self) -> Contents<'_> {
        self.overheard.contents()
    }

    fn head(&self) -> Option<&Head> {
        Some(&self.overheard.head)
    }
}

impl Serialize for Standby {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// The member `standby`.
        struct Inside<'a>(&'a Standby);

        impl Serialize for Inside<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                if self.0.contacts_inside {
                    self.0.overheard.head.contacts.write_as("contacts", &mut map)?;
                }
                self.0.overheard.write_arrays(&mut map)?;
                map.end()
            }
        }

        let mut map = serializer.serialize_map(None)?;
        self.overheard.head.write_without_contacts(&mut map)?;
        if !self.contacts_inside {
            self.overheard.head.contacts.write_as("contacts", &mut map)?;
        }
        if self.is_there {
            map.serialize_entry("standby", &Inside(self))?;
        }
        map.end()
    }
}
