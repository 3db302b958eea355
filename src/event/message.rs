//! Messages that users send to a business.

mod button;
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
    button::*, contacts::*, context::*, edit::*, interactive::*, location::*, media::*, order::*,
    reaction::*, referral::*, system::*, text::*, unsupported::*,
};
use super::{Error, GroupId, MessageId, RawJson, Timestamp, UserId, WaId, decode::items::Leaf};
use crate::macros::{object, tagged};

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
        /// The sender's phone number. Missing since 2026 where the user hides it; some senders put the user ID here.
        /// [`Update::sender`](crate::Update::sender) has all that is known of the sender.
        from: Option<WaId>,
        /// The sender's business-scoped ID, since March 2026.
        from_user_id: Option<UserId>,
        /// The sender's ID across linked business portfolios.
        from_parent_user_id: Option<UserId>,
        /// Seen beside `from` in one published sample; not documented.
        from_logical_id: Option<Box<str>>,
        /// The group that the message was written in; none for a conversation of two.
        group_id: Option<GroupId>,
        /// The message's own identifier.
        id: MessageId,
        /// When the user sent it. A message delivered late is no younger for it.
        timestamp: Timestamp,
        /// What the message refers to: a reply's original, or that it was forwarded.
        context: Option<Box<Context>>,
        /// The ad or post from which the user opened the conversation.
        referral: Option<Box<Referral>>,
        /// The user's identity, On-Premises and before `identity_key_hash`.
        identity: Option<Box<Identity>>,
        /// What turn.io, a provider, adds to the messages that it passes on: the direction, the author, labels.
        vendor = "_vnd": Option<Box<RawJson>>,
        /// Why contact cards were sent, where it stands beside the cards and not in them: [`ContactCard::origin`].
        origin: Option<Box<ContactOrigin>>,
        /// Why the message could not be represented. Most often beside [`MessageContent::Unsupported`].
        errors: Box<[Error]>,
    }
    /// What was sent.
    with content: MessageContent
}

tagged! {
    /// What a message holds, by its `type`.
    pub enum MessageContent (MessageKind) {
        /// Plain text.
        Text(Text) = "text",
        /// A picture.
        Image(Box<Media>) = "image",
        /// A video.
        Video(Box<Media>) = "video",
        /// A sound file, or a voice note ([`Media::voice`]).
        Audio(Box<Media>) = "audio",
        /// A voice note, On-Premises.
        Voice(Box<Media>) = "voice",
        /// Any other file.
        Document(Box<Media>) = "document",
        /// A sticker.
        Sticker(Box<Media>) = "sticker",
        /// A place.
        Location(Box<Location>) = "location",
        /// Contact cards.
        Contacts(Box<[ContactCard]>) = "contacts",
        /// The answer to an interactive message: a button, a list row, a Flow.
        Interactive(Box<Interactive>) = "interactive",
        /// A tap on a quick-reply button of a template.
        Button(Box<Button>) = "button",
        /// An emoji put on a message, or taken away.
        Reaction(Box<Reaction>) = "reaction",
        /// Products ordered from a catalog.
        Order(Box<Order>) = "order",
        /// News about the user, such as a changed phone number.
        System(Box<System>) = "system",
        /// The user opened the chat for the first time; sent if welcome messages are switched on.
        RequestWelcome(RequestWelcome) = "request_welcome" optional,
        /// Something that the platform does not pass on, such as a poll; [`Message::errors`] says why.
        Unsupported(Unsupported) = "unsupported" | "unknown" optional,
        /// A message that disappears, which the On-Premises client does not pass on; [`Message::errors`] says why.
        Ephemeral(Ephemeral) = "ephemeral" optional,
        /// New content for an earlier message, within 15 minutes; only of numbers that also use the WhatsApp Business app.
        Edit(Box<Edit>) = "edit",
        /// An earlier message was deleted for everyone, within two days; only of numbers that also use the WhatsApp Business app.
        Revoke(Box<Revoke>) = "revoke",
        /// A file of the chat history, which follows in a webhook of its own.
        MediaPlaceholder(MediaPlaceholder) = "media_placeholder" optional,
    }
}

/// How long the business may answer a user with free text.
const SERVICE_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

impl Message {
    /// The text that a person would read: the body, a media caption, a button's label, the title of a chosen reply.
    ///
    /// `None` where the message has no text of its own, such as a voice note or a location.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.content.text()
    }

    /// The file that the message holds, whatever its kind.
    #[must_use]
    pub fn media(&self) -> Option<&Media> {
        self.content.media()
    }

    /// The message that this one answers.
    #[must_use]
    pub fn reply_to(&self) -> Option<&MessageId> {
        self.context.as_deref()?.id.as_ref()
    }

    /// When the customer service window that this message opened ends: 24 hours after the user sent it.
    ///
    /// Until then the business may answer with free text; afterwards it needs a template. Keep the latest of all messages of a user.
    /// Only the user's messages count, never the business's own, and the time is the message's, not that of its arrival. `None` for
    /// news about the user and for a chat that was merely opened, which open no window.
    #[must_use]
    pub fn service_window_ends_at(&self) -> Option<SystemTime> {
        match self.content {
            MessageContent::System(_) | MessageContent::RequestWelcome(_) => None,
            _ => Some(self.timestamp.as_system_time() + SERVICE_WINDOW),
        }
    }

    /// How old the message is at a point in time: how late it was delivered, if that is the time of its arrival.
    #[must_use]
    pub fn age_at(&self, now: SystemTime) -> Duration {
        self.timestamp.age_at(now)
    }

    /// Whether the user forwarded the message from another chat.
    #[must_use]
    pub fn is_forwarded(&self) -> bool {
        self.context.as_deref().is_some_and(|context| {
            context.forwarded == Some(true) || context.frequently_forwarded == Some(true)
        })
    }
}

impl MessageContent {
    /// The text that a person would read; see [`Message::text`].
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(&text.body),
            Self::Button(button) => Some(&button.text),
            Self::Interactive(interactive) => interactive.content.text(),
            Self::Order(order) => order.text.as_deref(),
            Self::System(system) => system.body.as_deref(),
            Self::Edit(edit) => edit.message.content.text(),
            _ => self.media()?.caption.as_deref(),
        }
    }

    /// The file in it, whatever its kind.
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
}

impl Leaf for Message {}
