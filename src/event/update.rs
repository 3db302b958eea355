//! One update of a notification, with its context.

mod glimpse;
mod updates;
mod users;

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use self::glimpse::Glimpse;
pub use self::updates::Updates;
use super::{
    Contact, Content, ConversationContext, Message, PhoneNumberId, Status, TemplateRef, Timestamp, WabaId,
    context::ChangeContext,
};

/// One update of a notification: a message, a status, an error, a change of the account.
///
/// A notification holds up to a thousand updates. [`WebhookEvent::updates`](crate::WebhookEvent::updates) walks over all of them; there
/// is no such thing as "the" message of a notification.
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
///     std::thread::spawn(move || {
///         let Some(message) = update.message() else { return };
///         let sender = update.sender().expect("a message has a sender");
///         assert_eq!((sender.id(), sender.name), ("US.13491208655302741918", Some("Kerry")));
///         assert_eq!(message.text(), Some("Hello"));
///         assert_eq!(update.phone_number_id().unwrap(), "106540352242922");
///     });
/// }
/// # Ok::<(), whatsapp_webhook::DecodeError>(())
/// ```
///
/// The context (account, number, contacts) is read when a method asks for it. `Debug` shows neither texts nor phone numbers;
/// print [`raw`](Self::raw) to see them.
#[derive(Clone)]
#[non_exhaustive]
pub struct Update {
    /// What the update tells.
    pub content: Content,
    context: Arc<ChangeContext>,
    start: u32,
    end: u32,
    contact: OnceLock<Option<Box<Contact>>>,
    glimpse: OnceLock<Option<Box<Glimpse>>>,
}

impl Update {
    /// Returns the message that a user wrote to the business.
    ///
    /// Echoes, messages of a history and messages for another app are not among them: a bot does not answer those.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        match &self.content {
            Content::Message(message) => Some(message),
            _ => None,
        }
    }

    /// Returns the delivery status of a message that the business sent.
    #[must_use]
    pub fn status(&self) -> Option<&Status> {
        match &self.content {
            Content::Status(status) => Some(status),
            _ => None,
        }
    }

    /// Returns the template that the update is about: its ID, its name, its language.
    ///
    /// The five fields about templates have one: status, quality, category, category detection and components.
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
    /// For partner events the identifier is that of the business portfolio, in tests from the dashboard it is `0`, and
    /// On-Premises notifications have none.
    #[must_use]
    pub fn waba_id(&self) -> Option<&WabaId> {
        self.context.waba_id()
    }

    /// Returns the identifier of the business phone number that the update is about.
    ///
    /// Most fields about the account have none.
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
    pub fn conversation_context(&self) -> Option<ConversationContext> {
        self.context.conversation_context()
    }

    /// Returns when it happened: the item's own time, or the time of the entry for items that have none.
    #[must_use]
    pub fn occurred_at(&self) -> Option<Timestamp> {
        let own = self.content.payload().and_then(|payload| payload.occurred_at());
        own.or_else(|| self.context.entry_time())
    }

    /// Returns the identifier of the message or call that the update is, or is about; also of a malformed one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self.content.payload() {
            Some(payload) => payload.id(),
            None => self.glimpse()?.id.as_deref(),
        }
    }

    /// Returns what kind of update it is, in Meta's words: a message's `type`, a status, an event or a decision.
    ///
    /// The kind of an update that has none of these is its field; the kind of an unknown one is [`Unknown::kind`](crate::Unknown::kind).
    #[must_use]
    pub fn kind(&self) -> &str {
        match (&self.content, self.content.payload()) {
            (Content::Unknown(unknown), _) => unknown.kind(),
            (_, payload) => payload.and_then(|payload| payload.kind()).unwrap_or(self.field()),
        }
    }

    /// Returns the name of the variant of [`Content`]: a label for metrics, of which there are few.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.content.name()
    }

    /// Returns the item's JSON as it came.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.context.slice(self.start as usize, self.end as usize)
    }

    /// What can be seen of an item without its type.
    fn glimpse(&self) -> Option<&Glimpse> {
        if self.end - self.start < Glimpse::SHORTEST {
            return None; // a million of `{}` fit into a body
        }
        self.glimpse.get_or_init(|| Glimpse::of(self.raw()).map(Box::new)).as_deref()
    }
}

/// Two updates are equal if their contents are, and the account, the number and the field that they are about.
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
