//! Messages that users send to a business.

mod button;
mod choice;
mod contacts;
mod context;
mod edit;
mod interactive;
mod location;
mod media;
mod order;
mod reaction;
mod referral;
mod system;
mod text;
mod unsupported;

use std::time::{Duration, SystemTime};

pub use self::{
    button::*, choice::*, contacts::*, context::*, edit::*, interactive::*, location::*, media::*, order::*,
    reaction::*, referral::*, system::*, text::*, unsupported::*,
};
use super::{
    ApiError, GroupId, MessageId, RawJson, Text, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, tagged},
};

object! {
    /// A message that a user sent to the business.
    ///
    /// Sent for every inbound message, also for taps on buttons, reactions, orders and changes of the user's number.
    ///
    /// ```json
    /// {"from": "16505551234", "id": "wamid.HBgLMTY1MDU1NTEyMzQVAgASGBI5QUQ5NzA1OEQ4NkIyQkY5QTUA", "timestamp": "1749416383",
    ///  "type": "text", "text": {"body": "Does it come in another color?"}}
    /// ```
    ///
    /// Store [`id`](Self::id) and drop a message whose id is known: the platform repeats deliveries for up to seven days, and in any order.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages>
    pub struct Message {
        #[tagged]
        /// What was sent.
        pub content: MessageContent,
        /// The sender's phone number. Missing since 2026 where the user hides it; some senders put the user ID here.
        /// [`Update::sender`](crate::Update::sender) has all that is known of the sender.
        pub from: Option<WaId>,
        /// The sender's business-scoped ID, since March 2026.
        pub from_user_id: Option<UserId>,
        /// The sender's ID across linked business portfolios.
        pub from_parent_user_id: Option<UserId>,
        /// Seen beside `from` in one published sample; not documented.
        pub from_logical_id: Option<Text>,
        /// The group that the message was written in; none for a conversation of two.
        pub group_id: Option<GroupId>,
        /// The message's own identifier.
        pub id: MessageId,
        /// When the user sent it. A message delivered late is no younger for it.
        pub timestamp: Timestamp,
        /// What the message refers to: a reply's original, or that it was forwarded.
        pub context: Option<Context>,
        /// The ad or post from which the user opened the conversation.
        pub referral: Option<Box<Referral>>,
        /// The user's identity, On-Premises and before `identity_key_hash`.
        pub identity: Option<Identity>,
        /// What turn.io, a provider, adds to the messages that it passes on: the direction, the author, labels.
        #[serde(rename = "_vnd")]
        pub vendor: Option<RawJson>,
        /// Why contact cards were sent, where it stands beside the cards and not in them: [`ContactCard::origin`].
        pub origin: Option<ContactOrigin>,
        /// Why the message could not be represented. Most often beside [`MessageContent::Unsupported`].
        pub errors: Vec<ApiError>,
    }
}

impl Payload for Message {
    fn kind(&self) -> Option<&str> {
        Some(self.content.kind())
    }

    fn id(&self) -> Option<&str> {
        Some(self.id.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn sender(&self) -> Option<User<'_>> {
        User::by_ids(self.from.as_ref(), self.from_user_id.as_ref(), self.from_parent_user_id.as_ref())
    }
}

tagged! {
    /// What a message holds, by its `type`.
    pub enum MessageContent {
        /// Plain text.
        Text(TextMessage) = "text",
        /// A picture.
        Image(Media) = "image",
        /// A video.
        Video(Media) = "video",
        /// A sound file, or a voice note ([`Media::voice`]).
        Audio(Media) = "audio",
        /// A voice note, On-Premises.
        Voice(Media) = "voice",
        /// Any other file.
        Document(Media) = "document",
        /// A sticker.
        Sticker(Media) = "sticker",
        /// A place.
        Location(Location) = "location",
        /// Contact cards.
        Contacts(Vec<ContactCard>) = "contacts",
        /// The answer to an interactive message: a button, a list row, a Flow.
        Interactive(Interactive) = "interactive",
        /// A tap on a quick-reply button of a template.
        Button(Button) = "button",
        /// An emoji put on a message, or taken away.
        Reaction(Reaction) = "reaction",
        /// Products ordered from a catalog.
        Order(Order) = "order",
        /// News about the user, such as a changed phone number.
        System(System) = "system",
        /// The user opened the chat for the first time; sent if welcome messages are switched on.
        #[serde(default)]
        RequestWelcome(NoContent) = "request_welcome",
        /// Something that the platform does not pass on, such as a poll; [`Message::errors`] says why.
        #[serde(default)]
        Unsupported(Unsupported) = "unsupported" | "unknown",
        /// A message that disappears, which the On-Premises client does not pass on; [`Message::errors`] says why.
        #[serde(default)]
        Ephemeral(NoContent) = "ephemeral",
        /// New content for an earlier message, within 15 minutes; only of numbers that also use the WhatsApp Business app.
        Edit(Box<Edit>) = "edit",
        /// An earlier message was deleted for everyone, within two days; only of numbers that also use the WhatsApp Business app.
        Revoke(Revoke) = "revoke",
        /// A file of the chat history, which follows in a webhook of its own.
        #[serde(default)]
        MediaPlaceholder(NoContent) = "media_placeholder",
    }
}

/// How long the business may answer a user with free text.
const SERVICE_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

impl Message {
    /// Returns the text that the user wrote or chose: the body, a caption, a button's label, the title of a chosen row.
    ///
    /// An edited message has its new text. `None` where the user wrote nothing, as in a voice note or a location, and for messages of
    /// the type `system`, whose text is WhatsApp's.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.content.text()
    }

    /// Returns what the user tapped or chose: a button of a message or a template, or a row of a list.
    #[must_use]
    pub fn choice(&self) -> Option<Choice<'_>> {
        self.content.choice()
    }

    /// Returns the file that the message holds, whatever its type.
    #[must_use]
    pub fn media(&self) -> Option<&Media> {
        self.content.media()
    }

    /// Returns the message that this one replies to.
    #[must_use]
    pub fn reply_to(&self) -> Option<&MessageId> {
        let context = self.context.as_ref().or_else(|| self.content.edited_context());
        context?.id.as_ref()
    }

    /// Returns when the customer service window that this message opened ends: 24 hours after the user sent it.
    ///
    /// Until then the business may answer with free text; afterwards it needs a template. Keep the latest of all messages of a user.
    /// Only the user's messages count, never the business's own, and the time is that of the message, not of its arrival. `None` for
    /// messages of the types `system` and `request_welcome`, which open no window.
    #[must_use]
    pub fn service_window_ends_at(&self) -> Option<SystemTime> {
        match self.content {
            MessageContent::System(_) | MessageContent::RequestWelcome(_) => None,
            _ => Some(self.timestamp.as_system_time() + SERVICE_WINDOW),
        }
    }

    /// Returns how old the message is at a point in time: how late it was delivered, if that is the time of its arrival.
    #[must_use]
    pub fn age_at(&self, now: SystemTime) -> Duration {
        self.timestamp.age_at(now)
    }

    /// Returns whether the user forwarded the message from another chat.
    #[must_use]
    pub fn is_forwarded(&self) -> bool {
        self.context.as_ref().is_some_and(|context| {
            context.forwarded == Some(true) || context.frequently_forwarded == Some(true)
        })
    }
}

impl MessageContent {
    /// Returns the text that a person wrote or chose; see [`Message::text`].
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(&text.body),
            Self::Button(button) => Some(&button.text),
            Self::Interactive(interactive) => interactive.content.choice()?.title,
            Self::Order(order) => order.text.as_deref(),
            Self::Edit(edit) => edit.message.content.text(),
            _ => self.media()?.caption.as_deref(),
        }
    }

    /// Returns what the user tapped or chose; see [`Message::choice`].
    #[must_use]
    pub fn choice(&self) -> Option<Choice<'_>> {
        match self {
            Self::Button(button) => Some(Choice { id: button.payload.as_deref(), title: Some(&button.text) }),
            Self::Interactive(interactive) => interactive.content.choice(),
            _ => None,
        }
    }

    /// Returns the file in it, whatever its type.
    #[must_use]
    pub fn media(&self) -> Option<&Media> {
        match self {
            Self::Image(media)
            | Self::Video(media)
            | Self::Audio(media)
            | Self::Voice(media)
            | Self::Document(media)
            | Self::Sticker(media) => Some(media),
            Self::Edit(edit) => edit.message.content.media(),
            _ => None,
        }
    }

    /// What an edited message refers to.
    fn edited_context(&self) -> Option<&Context> {
        match self {
            Self::Edit(edit) => edit.message.context.as_ref(),
            _ => None,
        }
    }
}
