//! What stands beside the items of a change: the business's number, and the users' contacts.

use serde::ser::SerializeMap;

use crate::{
    event::{
        Contact, DisplayPhoneNumber, PhoneNumberId,
        decode::{
            audit::Audit,
            cursor::{Cursor, Refused},
            items::Items,
            member::write_entry,
        },
    },
    macros::{object, open_string},
};

/// What such values have in common.
#[derive(Clone, Default)]
pub(crate) struct Head {
    pub(crate) messaging_product: Option<Product>,
    pub(crate) metadata: Option<Metadata>,
    pub(crate) contacts: Items<Contact>,
    pub(crate) conversation_context: Option<Box<ConversationContext>>,
    /// What some relays leave in On-Premises deliveries.
    meta: Option<Box<Meta>>,
}

open_string! {
    /// The product that a change is about.
    pub enum Product {
        /// WhatsApp.
        WhatsApp = "whatsapp",
    }
}

object! {
    /// The business phone number that a change is about.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"}
    /// ```
    pub struct Metadata {
        /// The number itself, at times with `+` and spaces.
        display_phone_number: Option<DisplayPhoneNumber>,
        /// The number's identifier.
        phone_number_id: Option<PhoneNumberId>,
    }
}

impl Head {
    /// Reads a member if it is one of the head's. A malformed one is left out, so that it costs none of the items.
    pub(crate) fn read(&mut self, name: &str, cursor: &mut Cursor<'_>) -> Result<(), Refused> {
        match name {
            "messaging_product" => self.messaging_product = cursor.read_or_skip()?,
            "metadata" => self.metadata = cursor.read_or_skip()?,
            "contacts" => self.contacts = Items::read(cursor)?,
            "conversation_context" => self.conversation_context = cursor.read_or_skip()?,
            "meta" => self.meta = cursor.read_or_skip()?,
            _ => {
                cursor.skip()?;
            }
        }
        Ok(())
    }

    pub(crate) fn audit(name: &str, raw: &str, audit: &mut Audit<'_>) {
        match name {
            "messaging_product" => audit.part::<Option<Product>>(raw),
            "metadata" => audit.part::<Option<Metadata>>(raw),
            "contacts" => Items::<Contact>::audit(raw, audit),
            "conversation_context" => audit.part::<Option<ConversationContext>>(raw),
            "meta" => audit.part::<Option<Meta>>(raw),
            _ => audit.unknown_member(),
        }
    }

    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.contacts.write_as("contacts", map)?;
        self.write_without_contacts(map)
    }

    pub(crate) fn write_without_contacts<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        write_entry(map, "messaging_product", &self.messaging_product)?;
        write_entry(map, "metadata", &self.metadata)?;
        write_entry(map, "conversation_context", &self.conversation_context)?;
        write_entry(map, "meta", &self.meta)
    }
}

object! {
    /// What happened before the conversation was handed over to this app (Conversation Routing).
    ///
    /// ```json
    /// {"type": "summary", "summary": {"text": "The user asks for a refund."}}
    /// ```
    pub struct ConversationContext {
        /// The form that it has: `summary`.
        kind = "type": Option<Box<str>>,
        /// A summary.
        summary: Option<Box<ConversationSummary>>,
    }
}

object! {
    /// A summary of a conversation.
    pub struct ConversationSummary {
        /// Its text.
        text: Option<Box<str>>,
    }
}

object! {
    /// The version of the On-Premises client, which some relays leave in a delivery.
    pub struct Meta {
        /// Whether the version is still supported, such as `stable`.
        api_status: Option<Box<str>>,
        /// The version.
        version: Option<Box<str>>,
    }
}
