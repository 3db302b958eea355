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
    /// Field: `messages`, in `messages`; also `standby`, in `messages`.
    ///
    /// Sent for every inbound message, including taps on buttons, reactions, orders and changes of a user's number.
    ///
    /// ```json
    /// {"from": "16505551234", "id": "wamid.HBgLMTY1MDU1NTEyMzQVAgASGBI5QUQ5NzA1OEQ4NkIyQkY5QTUA", "timestamp": "1749416383",
    ///  "type": "text", "text": {"body": "Does it come in another color?"}}
    /// ```
    ///
    /// Store [`id`](field@Self::id) and drop a message whose ID is known: Meta repeats notifications for up to seven days, and sends
    /// them in any order.
    ///
    /// ```
    /// use whatsapp_webhook::event::Message;
    ///
    /// let message: Message = serde_json::from_str(
    ///     r#"{"from": "16505551234", "id": "wamid.A", "timestamp": "1749416383", "type": "image",
    ///         "image": {"id": "1003383421387256", "mime_type": "image/jpeg", "caption": "The parcel"},
    ///         "context": {"from": "15550783881", "id": "wamid.B"}}"#,
    /// )?;
    /// assert_eq!(message.text(), Some("The parcel"));
    /// assert_eq!(message.media().unwrap().id.as_ref().unwrap(), "1003383421387256");
    /// assert_eq!(message.reply_to().unwrap(), "wamid.B");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// `Debug` hides texts and phone numbers; `serde_json::to_string` shows them.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages>
    #[doc(alias = "messages")]
    #[doc(alias = "standby")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Message {
        #[tagged]
        /// The content of the message, by its `type`.
        pub content: MessageContent,
        /// The sender's phone number. Missing since 2026 where the user hides the number; some senders put the user ID here.
        /// [`Update::sender`](crate::Update::sender) combines every identifier of the sender.
        pub from: Option<WaId>,
        /// The sender's business-scoped ID, since March 2026. The provider Turn.io names it `from_bsuid`.
        #[serde(alias = "from_bsuid")]
        pub from_user_id: Option<UserId>,
        /// The sender's ID across linked business portfolios.
        pub from_parent_user_id: Option<UserId>,
        /// An undocumented identifier, found next to `from` in one of Meta's samples.
        pub from_logical_id: Option<Text>,
        /// The group that the message was sent to. Missing in a conversation of two.
        pub group_id: Option<GroupId>,
        /// The message's own identifier.
        pub id: MessageId,
        /// The time when the user sent the message, even if the message was delivered late.
        pub timestamp: Timestamp,
        /// The reference of the message: the message that it replies to, a product, or that it was forwarded.
        pub context: Option<Context>,
        /// The ad or post from which the user opened the conversation.
        pub referral: Option<Box<Referral>>,
        /// The state of the user's identity, On-Premises and in older Cloud API payloads.
        pub identity: Option<Identity>,
        /// The additions of the provider Turn.io to the messages that it forwards: direction, author, labels.
        #[serde(rename = "_vnd")]
        pub vendor: Option<RawJson>,
        /// The reason why contact cards were sent, where it is beside the cards rather than in [`ContactCard::origin`].
        pub origin: Option<ContactOrigin>,
        /// The reasons why the message could not be represented. Most often sent with [`MessageContent::Unsupported`].
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
        let from =
            User::by_ids(self.from.as_ref(), self.from_user_id.as_ref(), self.from_parent_user_id.as_ref());
        match &self.content {
            MessageContent::System(system) => system.sender(from),
            _ => from,
        }
    }

    fn group_id(&self) -> Option<&GroupId> {
        self.group_id.as_ref()
    }
}

tagged! {
    /// The content of a message, by its `type`.
    ///
    /// ```
    /// use whatsapp_webhook::event::{Message, MessageContent};
    ///
    /// let message: Message = serde_json::from_str(
    ///     r#"{"from": "16505551234", "id": "wamid.A", "timestamp": "1749416383", "type": "location",
    ///         "location": {"latitude": 37.4847, "longitude": -122.1473}}"#,
    /// )?;
    /// match &message.content {
    ///     MessageContent::Text(text) => println!("{}", text.body),
    ///     MessageContent::Location(place) => assert_eq!((place.latitude, place.longitude), (37.4847, -122.1473)),
    ///     MessageContent::Unknown(unknown) => println!("a message of the new type {}", unknown.kind()),
    ///     _ => {}
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// [`Message::text`], [`Message::choice`] and [`Message::media`] read what several types have in common.
    pub enum MessageContent {
        /// Plain text.
        Text(TextMessage) = "text",
        /// A picture.
        Image(Media) = "image",
        /// A video.
        Video(Media) = "video",
        /// An audio file, or a voice note ([`Media::voice`]).
        Audio(Media) = "audio",
        /// A voice note, On-Premises.
        Voice(Media) = "voice",
        /// A file of any other format.
        Document(Media) = "document",
        /// A sticker.
        Sticker(Media) = "sticker",
        /// A place.
        Location(Location) = "location",
        /// Contact cards.
        Contacts(Vec<ContactCard>) = "contacts",
        /// The reply to an interactive message: a button, a list row, a Flow.
        Interactive(Interactive) = "interactive",
        /// A tap on a quick-reply button of a template.
        Button(Button) = "button",
        /// An emoji reaction added to or removed from a message.
        Reaction(Reaction) = "reaction",
        /// Products ordered from a catalog.
        Order(Order) = "order",
        /// A change of the user, such as a new phone number.
        System(System) = "system",
        /// The user opened the chat for the first time.
        ///
        /// Sent if welcome messages were switched on; Meta withdrew them on 27 March 2026. Meta's page says that the message
        /// opens the customer service window, although the user wrote nothing; see [`Message::service_window_ends_at`].
        #[serde(default)]
        RequestWelcome(NoContent) = "request_welcome",
        /// A message that Meta does not forward, such as a poll; [`Message::errors`] has the reason.
        #[serde(default)]
        Unsupported(Unsupported) = "unsupported" | "unknown",
        /// A disappearing message, which the On-Premises client does not forward; [`Message::errors`] has the reason.
        #[serde(default)]
        Ephemeral(NoContent) = "ephemeral",
        /// New content for an earlier message, within 15 minutes; only for numbers that also use the WhatsApp Business app.
        Edit(Box<Edit>) = "edit",
        /// The deletion of an earlier message for everyone, within two days; only for numbers that also use the WhatsApp
        /// Business app.
        Revoke(Revoke) = "revoke",
        /// A placeholder for a file of the chat history.
        ///
        /// The file follows in a notification of its own, as a message with the same ID. Do not drop that message as a
        /// duplicate.
        #[serde(default)]
        MediaPlaceholder(NoContent) = "media_placeholder",
    }
}

/// The length of the customer service window, in which the business may answer with free text.
const SERVICE_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

impl Message {
    /// Returns the text that the user wrote or chose: the body, a caption, a button's label, the title of a chosen row.
    ///
    /// The text of an edited message is the new one. `None` where the user wrote nothing, as in a voice note or a location, and for
    /// messages of the type `system`, whose text is WhatsApp's.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.content.text()
    }

    /// Returns what the user tapped or chose: a button of a message or a template, or a row of a list.
    #[must_use]
    pub fn choice(&self) -> Option<Choice<'_>> {
        self.content.choice()
    }

    /// Returns the media file of an image, video, audio, voice, document or sticker message, or of the new content of an edit.
    #[must_use]
    pub fn media(&self) -> Option<&Media> {
        self.content.media()
    }

    /// Returns the message that this one replies to.
    ///
    /// The new content of an edited message can have a reply of its own, which is looked at second.
    #[must_use]
    pub fn reply_to(&self) -> Option<&MessageId> {
        self.content.reply_to(self.context.as_ref())
    }

    /// Returns when the customer service window that this message opened ends: 24 hours after the user sent it.
    ///
    /// Until then the business may answer with free text; afterwards it needs a template. Keep the latest of all messages of a user.
    /// Only the user's messages count, never the business's own, and the time is that of the message, not of its arrival. `None` for
    /// messages of the types `system` and `request_welcome`, which the user did not write. Meta's page says that
    /// `request_welcome` opens the window as well; the crate does not promise it.
    #[must_use]
    pub fn service_window_ends_at(&self) -> Option<SystemTime> {
        match self.content {
            MessageContent::System(_) | MessageContent::RequestWelcome(_) => None,
            _ => Some(self.timestamp.as_system_time() + SERVICE_WINDOW),
        }
    }

    /// Returns how old the message is at a point in time. At the time of its arrival, this is how late it was delivered.
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

    /// Returns the media file of an image, video, audio, voice, document or sticker message, or of the new content of an edit.
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

    /// The message that a message with this content and this context replies to.
    pub(crate) fn reply_to<'a>(&'a self, context: Option<&'a Context>) -> Option<&'a MessageId> {
        let edited = match self {
            Self::Edit(edit) => edit.message.context.as_ref(),
            _ => None,
        };
        [context, edited].into_iter().flatten().find_map(|context| context.id.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use crate::WebhookEvent;

    fn fixture(name: &str) -> WebhookEvent {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let event = WebhookEvent::from_bytes(fs::read(path).unwrap()).unwrap();
        assert_eq!(event.unrecognized().count(), 0, "{name}");
        event
    }

    #[test]
    fn the_user_id_of_turn_io_is_that_of_the_sender() {
        let event = fixture("on_premises/text_passed_on_by_turn_io_without_a_number.json");
        let update = event.updates().next().unwrap();
        let user = update.sender().unwrap();
        assert_eq!((user.id(), user.name), ("BR.81234567890123456", Some("Ana Prado")));
    }

    #[test]
    fn a_number_with_another_digit_is_that_of_the_only_contact() {
        let event = fixture("messages/text_wa_id_with_another_digit.json");
        let update = event.updates().next().unwrap();
        let user = update.sender().unwrap();
        assert_eq!((user.phone, user.name), (Some("5511987650001"), Some("Ana Prado")));
    }
}
