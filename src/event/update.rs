//! One update from a notification, with its context.

mod glimpse;
mod notification;
mod updates;
mod users;

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use self::glimpse::Glimpse;
pub use self::updates::Updates;
use super::{
    Content, ConversationContext, GroupId, Message, PhoneNumberId, Status, TemplateRef, Timestamp, WabaId,
    context::{ChangeContext, PlacedContact},
    walk::Position,
};

/// One update from a notification, with its context: a message, a status, an error, a change of the account.
///
/// A notification can contain up to a thousand updates. [`WebhookEvent::updates`](crate::WebhookEvent::updates) iterates over all of
/// them; do not rely on a notification having a single message.
///
/// An update owns its content, so it can be sent to a task, a queue or another thread on its own:
///
/// ```
/// # use whatsapp_webhook::{Content, WebhookEvent};
/// # let body = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
/// #     "metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},
/// #     "contacts":[{"profile":{"name":"Kerry"},"wa_id":"16505551234","user_id":"US.13491208655302741918"}],
/// #     "messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1749416383","type":"text","text":{"body":"Hello"}}]}}]}]}"#;
/// let event = WebhookEvent::from_bytes(body)?;
/// for update in event.updates() {
///     let task = std::thread::spawn(move || {
///         let (Some(message), Some(sender)) = (update.message(), update.sender()) else { return };
///         assert_eq!((sender.id(), sender.name), ("US.13491208655302741918", Some("Kerry")));
///         assert_eq!(message.text(), Some("Hello"));
///         assert_eq!(update.phone_number_id().unwrap(), "106540352242922");
///     });
///     task.join().unwrap();
/// }
/// # Ok::<(), whatsapp_webhook::DecodeError>(())
/// ```
///
/// The context (account, number, contacts) is read when a method asks for it. `Debug` shows neither texts nor phone numbers;
/// print [`raw`](Self::raw) to see them.
#[derive(Clone)]
#[non_exhaustive]
pub struct Update {
    /// The content of the update, whose type depends on the field.
    pub content: Content,
    context: Arc<ChangeContext>,
    start: u32,
    end: u32,
    position: Position,
    contact: OnceLock<Option<PlacedContact>>,
    glimpse: OnceLock<Option<Box<Glimpse>>>,
}

impl Update {
    /// Returns the message that a user sent to the business, if the update is one.
    ///
    /// `None` for echoes, for messages of the chat history and for messages to another app, so a bot cannot reply to them by
    /// accident.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        match &self.content {
            Content::Message(message) => Some(message),
            _ => None,
        }
    }

    /// Returns the delivery status of an outbound message, if the update is one.
    #[must_use]
    pub fn status(&self) -> Option<&Status> {
        match &self.content {
            Content::Status(status) => Some(status),
            _ => None,
        }
    }

    /// Returns the template that the update is about: its ID, name and language.
    ///
    /// `None` for all but the five fields about templates: status, quality, category, category detection and components.
    #[must_use]
    pub fn template(&self) -> Option<TemplateRef<'_>> {
        self.content.payload()?.template()
    }

    /// Returns the `field` of the change, which is what an app subscribes to: `messages`, `account_update`, …
    ///
    /// The field is `messages` for On-Premises notifications, and empty where the entry or the change is malformed.
    #[must_use]
    pub fn field(&self) -> &str {
        self.context.field()
    }

    /// Returns the WhatsApp Business Account that the update is about.
    ///
    /// For partner events the identifier is that of the business portfolio, and in tests from the dashboard `0`. `None` for
    /// On-Premises notifications.
    #[must_use]
    pub fn waba_id(&self) -> Option<&WabaId> {
        self.context.waba_id()
    }

    /// Returns the identifier of the business phone number that the update is about.
    ///
    /// `None` for fields about the account, and for fields that name the number in display format only, such as
    /// `phone_number_quality_update`.
    #[must_use]
    pub fn phone_number_id(&self) -> Option<&PhoneNumberId> {
        let own = self.content.payload().and_then(|payload| payload.phone_number_id());
        own.or_else(|| self.context.metadata()?.phone_number_id.as_ref())
    }

    /// Returns the business phone number that the update is about, in display format, sometimes with `+` and spaces.
    #[must_use]
    pub fn display_phone_number(&self) -> Option<&str> {
        let own = self.content.payload().and_then(|payload| payload.display_phone_number());
        own.or_else(|| Some(self.context.metadata()?.display_phone_number.as_ref()?.as_str()))
    }

    /// Returns a summary of the conversation before it was handed over to this app.
    #[must_use]
    pub fn conversation_context(&self) -> Option<&ConversationContext> {
        self.context.conversation_context()
    }

    /// Returns when the update occurred: the time of the item, else the time of the entry.
    ///
    /// For a malformed item, the time of the item is its `timestamp` if that can be decoded.
    #[must_use]
    pub fn occurred_at(&self) -> Option<Timestamp> {
        self.own_time().or_else(|| self.entry_time())
    }

    /// The time of the item alone.
    pub(crate) fn own_time(&self) -> Option<Timestamp> {
        match self.content.payload() {
            Some(payload) => payload.occurred_at(),
            None => self.glimpse()?.timestamp,
        }
    }

    /// The time of the entry.
    pub(crate) fn entry_time(&self) -> Option<Timestamp> {
        self.context.entry_time()
    }

    /// The name of the array that the item is in, or of the member that it is the value of.
    pub(crate) fn array(&self) -> &'static str {
        self.position.member()
    }

    /// Returns the identifier of the message or call that the update is about.
    ///
    /// For a malformed item, this method returns its `id` if that can be decoded.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self.content.payload() {
            Some(payload) => payload.id(),
            None => self.glimpse()?.id.as_deref(),
        }
    }

    /// Returns the group whose conversation a message is in; `None` in a conversation of two, and for what is no message.
    #[must_use]
    pub fn group_id(&self) -> Option<&GroupId> {
        match self.content.payload() {
            Some(payload) => payload.group_id(),
            None => self.glimpse()?.group_id.as_ref(),
        }
    }

    /// Returns the kind of the update in Meta's words: the `type` of a message, a status, an event or a decision.
    ///
    /// The kind of an update without any of these is its field. The kind of an unknown update is [`Unknown::kind`](crate::Unknown::kind).
    #[must_use]
    pub fn kind(&self) -> &str {
        match (&self.content, self.content.payload()) {
            (Content::Unknown(unknown), _) => unknown.kind(),
            (_, payload) => payload.and_then(|payload| payload.kind()).unwrap_or(self.field()),
        }
    }

    /// Returns the name of the variant of [`Content`], which is suitable as a label for metrics: the set of names is small.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.content.name()
    }

    /// Returns the item's JSON as it was received.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.context.slice(self.start as usize, self.end as usize)
    }

    /// The identifier, as far as it is known to be one.
    pub(super) fn shown_id(&self) -> Option<&str> {
        self.content.payload()?.id()
    }

    /// The identifiers of an item that has no type.
    fn glimpse(&self) -> Option<&Glimpse> {
        if self.end - self.start < Glimpse::SHORTEST {
            return None; // a million of `{}` fit into a body
        }
        self.glimpse.get_or_init(|| Glimpse::of(self.raw()).map(Box::new)).as_deref()
    }
}

/// Two updates are equal if their content, account, number and field are equal.
impl PartialEq for Update {
    fn eq(&self, other: &Self) -> bool {
        self.content == other.content
            && self.field() == other.field()
            && self.waba_id() == other.waba_id()
            && self.phone_number_id() == other.phone_number_id()
    }
}

impl fmt::Debug for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The name of a field that is not modeled is text that was sent, like any other.
        let field = self.context.known_field();
        f.debug_struct("Update")
            .field("field", &format_args!("{}", if field.is_empty() { "unknown" } else { field }))
            .field("waba_id", &self.waba_id())
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}
