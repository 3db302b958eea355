//! Updates to be: messages, statuses, and values of any field.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Customer,
    pointer::{set, to_json},
};

/// One update of a notification: a message, a delivery status, or the value of any other field.
///
/// An item is JSON, which the real decoder reads, so a test cannot hold an update that Meta could not send. Each message has an ID of its
/// own; all times are the same unless [`at`](Self::at) sets another one.
///
/// ```
/// use whatsapp_webhook::testing::{Customer, Item, Notification};
///
/// let ana = Customer::new("15550002222").named("Ana");
/// let event = Notification::of([
///     Item::text("Two teapots, please").from(&ana).with_id("wamid.1"),
///     Item::button_reply("confirm", "Confirm").from(&ana).in_reply_to("wamid.0"),
///     Item::failed("wamid.9", 131_047),
///     Item::of("account_review_update", serde_json::json!({ "decision": "APPROVED" })),
/// ])
/// .event()?;
/// assert_eq!(event.updates().count(), 4);
/// # Ok::<_, whatsapp_webhook::DecodeError>(())
/// ```
#[derive(Clone)]
pub struct Item {
    pub(super) field: String,
    pub(super) place: Place,
    pub(super) json: Value,
    pub(super) customer: Customer,
    /// Whether the customer is among the contacts of the change.
    pub(super) has_contact: bool,
    pub(super) phone_number_id: String,
    pub(super) account: String,
    /// The time of the entry.
    pub(super) time: Option<u64>,
}

/// Where an item stands in the value of its change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Messages,
    Statuses,
    /// The item is the whole value.
    Value,
}

/// The business that all items belong to.
pub(super) const ACCOUNT: &str = "102290129340398";
pub(super) const PHONE_NUMBER_ID: &str = "106540352242922";
pub(super) const DISPLAY_PHONE_NUMBER: &str = "15550783881";
/// When all items happened: 8 June 2025.
const TIMESTAMP: u64 = 1_749_416_400;

impl Item {
    fn new(field: &str, place: Place, json: Value) -> Self {
        Self {
            field: field.to_owned(),
            place,
            json,
            customer: Customer::default(),
            has_contact: true,
            phone_number_id: PHONE_NUMBER_ID.to_owned(),
            account: ACCOUNT.to_owned(),
            time: None,
        }
    }

    /// Creates a message of a type, whose content is the member of that name.
    fn message(kind: &str, content: Value) -> Self {
        let json = json!({ "id": new_id(), "timestamp": TIMESTAMP.to_string(), "type": kind });
        let message = Self::new("messages", Place::Messages, json).from(&Customer::default());
        message.with(&format!("/{kind}"), content)
    }

    fn status(id: &str, status: &str) -> Self {
        let json = json!({ "id": id, "timestamp": TIMESTAMP.to_string(), "status": status });
        Self::new("messages", Place::Statuses, json).from(&Customer::default())
    }

    /// Creates a text message.
    #[must_use]
    pub fn text(body: &str) -> Self {
        Self::message("text", json!({ "body": body }))
    }

    /// Creates the press of a quick-reply button of a template, whose payload the template determined.
    #[must_use]
    pub fn button(payload: &str, text: &str) -> Self {
        Self::message("button", json!({ "payload": payload, "text": text }))
    }

    /// Creates the press of a reply button of an interactive message.
    #[must_use]
    pub fn button_reply(id: &str, title: &str) -> Self {
        Self::interactive("button_reply", json!({ "id": id, "title": title }))
    }

    /// Creates the choice of a row of a list.
    #[must_use]
    pub fn list_reply(id: &str, title: &str) -> Self {
        Self::interactive("list_reply", json!({ "id": id, "title": title }))
    }

    /// Creates the completion of a Flow with its response, such as a `json!` value.
    ///
    /// # Panics
    ///
    /// The response is not JSON.
    #[must_use]
    #[track_caller]
    pub fn flow_reply(response: impl Serialize) -> Self {
        let response = to_json(response).to_string();
        Self::interactive("nfm_reply", json!({ "name": "flow", "body": "Sent", "response_json": response }))
    }

    fn interactive(kind: &str, reply: Value) -> Self {
        Self::message("interactive", json!({ "type": kind })).with(&format!("/interactive/{kind}"), reply)
    }

    /// Creates an image with the ID of a media file.
    #[must_use]
    pub fn image(media_id: &str) -> Self {
        Self::media("image", media_id, "image/jpeg")
    }

    /// Creates a video with the ID of a media file.
    #[must_use]
    pub fn video(media_id: &str) -> Self {
        Self::media("video", media_id, "video/mp4")
    }

    /// Creates an audio file with the ID of a media file.
    #[must_use]
    pub fn audio(media_id: &str) -> Self {
        Self::media("audio", media_id, "audio/mpeg").with("/audio/voice", false)
    }

    /// Creates a voice message with the ID of a media file.
    #[must_use]
    pub fn voice(media_id: &str) -> Self {
        Self::media("audio", media_id, "audio/ogg; codecs=opus").with("/audio/voice", true)
    }

    /// Creates a document with the ID of a media file.
    #[must_use]
    pub fn document(media_id: &str, filename: &str) -> Self {
        Self::media("document", media_id, "application/pdf").with("/document/filename", filename)
    }

    /// Creates a sticker with the ID of a media file.
    #[must_use]
    pub fn sticker(media_id: &str) -> Self {
        Self::media("sticker", media_id, "image/webp").with("/sticker/animated", false)
    }

    fn media(kind: &str, media_id: &str, mime_type: &str) -> Self {
        // The hash of nothing.
        let sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        Self::message(kind, json!({ "id": media_id, "mime_type": mime_type, "sha256": sha256 }))
    }

    /// Creates a location, in degrees.
    #[must_use]
    pub fn location(latitude: f64, longitude: f64) -> Self {
        Self::message("location", json!({ "latitude": latitude, "longitude": longitude }))
    }

    /// Creates a contact card with a name and a phone number.
    #[must_use]
    pub fn contact(name: &str, phone: &str) -> Self {
        let name = json!({ "formatted_name": name, "first_name": name });
        Self::message("contacts", json!([{ "name": name, "phones": [{ "phone": phone, "type": "CELL" }] }]))
    }

    /// Creates an order of so many of a product.
    #[must_use]
    pub fn order(product_retailer_id: &str, quantity: u32) -> Self {
        let product = json!({ "product_retailer_id": product_retailer_id, "quantity": quantity, "item_price": 24.5, "currency": "USD" });
        Self::message("order", json!({ "catalog_id": "194836987003835", "product_items": [product] }))
    }

    /// Creates a reaction to a message with an emoji.
    #[must_use]
    pub fn reaction(message_id: &str, emoji: &str) -> Self {
        Self::message("reaction", json!({ "message_id": message_id, "emoji": emoji }))
    }

    /// Creates the removal of a reaction.
    #[must_use]
    pub fn reaction_removed(message_id: &str) -> Self {
        Self::message("reaction", json!({ "message_id": message_id }))
    }

    /// Creates an edit of a message, which is the given text now.
    #[must_use]
    pub fn edit(message_id: &str, body: &str) -> Self {
        let message = json!({ "type": "text", "text": { "body": body } });
        Self::message("edit", json!({ "original_message_id": message_id, "message": message }))
    }

    /// Creates the deletion of a message for everyone.
    #[must_use]
    pub fn revoke(message_id: &str) -> Self {
        Self::message("revoke", json!({ "original_message_id": message_id }))
    }

    /// Creates a message of a type that the API does not support, such as `poll_creation`.
    #[must_use]
    pub fn unsupported(kind: &str) -> Self {
        let details = json!({ "details": "Message type is currently not supported." });
        let error = json!({ "code": 131_051, "title": "Message type unknown", "error_data": details });
        Self::message("unsupported", json!({ "type": kind })).with("/errors", [error])
    }

    /// Creates the system message of a user who has another phone number now.
    #[must_use]
    pub fn user_changed_number(phone: &str) -> Self {
        let body = format!("User changed the phone number to {phone}");
        let mut item =
            Self::message("system", json!({ "body": body, "type": "user_changed_number", "wa_id": phone }));
        item.has_contact = false;
        item
    }

    /// Creates the status of a message of yours that left for the user's device.
    #[must_use]
    pub fn sent(message_id: &str) -> Self {
        Self::status(message_id, "sent").with("/pricing", pricing())
    }

    /// Creates the status of a message of yours that arrived at the user's device.
    #[must_use]
    pub fn delivered(message_id: &str) -> Self {
        Self::status(message_id, "delivered").with("/pricing", pricing())
    }

    /// Creates the status of a message of yours that the user read.
    #[must_use]
    pub fn read(message_id: &str) -> Self {
        Self::status(message_id, "read").with("/pricing", pricing())
    }

    /// Creates the status of a voice message of yours that the user played.
    #[must_use]
    pub fn played(message_id: &str) -> Self {
        Self::status(message_id, "played")
    }

    /// Creates the status of a message of yours that failed, with an [error code](crate::event::error_code).
    #[must_use]
    pub fn failed(message_id: &str, code: i64) -> Self {
        let title = match code {
            131_026 => "Message undeliverable",
            131_047 => "Re-engagement message",
            131_049 => "Not delivered to maintain healthy ecosystem engagement",
            131_053 => "Media upload error",
            _ => "Message failed to send",
        };
        let error =
            json!({ "code": code, "title": title, "message": title, "error_data": { "details": title } });
        Self::status(message_id, "failed").with("/errors", [error])
    }

    /// Creates an update of any field with its value, also of one that the crate does not know.
    ///
    /// # Panics
    ///
    /// The value is not JSON.
    #[must_use]
    #[track_caller]
    pub fn of(field: &str, value: impl Serialize) -> Self {
        Self { time: Some(TIMESTAMP), ..Self::new(field, Place::Value, to_json(value)) }
    }

    /// Sets the user who sends the message, or to whom the status refers.
    #[must_use]
    pub fn from(mut self, customer: &Customer) -> Self {
        let (phone, user_id) = match self.place {
            Place::Messages => ("from", "from_user_id"),
            Place::Statuses => ("recipient_id", "recipient_user_id"),
            Place::Value => return self,
        };
        if let Value::Object(item) = &mut self.json {
            customer.identify(item, phone, user_id);
        }
        self.customer = customer.clone();
        self
    }

    /// Sets when it happened, in whole seconds.
    #[must_use]
    pub fn at(mut self, time: SystemTime) -> Self {
        let seconds = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
        if self.place == Place::Value {
            self.time = Some(seconds);
            return self;
        }
        self.with("/timestamp", seconds.to_string())
    }

    /// Sets the ID of the message.
    #[must_use]
    pub fn with_id(self, id: &str) -> Self {
        self.with("/id", id)
    }

    /// Makes the message a reply to another one.
    #[must_use]
    pub fn in_reply_to(self, message_id: &str) -> Self {
        self.with("/context", json!({ "from": DISPLAY_PHONE_NUMBER, "id": message_id }))
    }

    /// Sets the phone number ID of the business to which the message went.
    #[must_use]
    pub fn by_number(mut self, phone_number_id: &str) -> Self {
        phone_number_id.clone_into(&mut self.phone_number_id);
        self
    }

    /// Sets the ID of the WhatsApp Business Account.
    #[must_use]
    pub fn in_account(mut self, waba_id: &str) -> Self {
        waba_id.clone_into(&mut self.account);
        self
    }

    /// Sets a member of the item, or adds it: the way to all that the other methods do not set.
    ///
    /// The pointer is one of RFC 6901, such as `/image/caption`. Objects that are missing on the way are added.
    ///
    /// ```
    /// use whatsapp_webhook::testing::{Item, Notification};
    ///
    /// let item = Item::image("1003383421387256").with("/image/caption", "The lid is broken.");
    /// let event = Notification::of([item]).event()?;
    /// let update = event.updates().next().unwrap();
    /// assert_eq!(update.message().unwrap().text(), Some("The lid is broken."));
    /// # Ok::<_, whatsapp_webhook::DecodeError>(())
    /// ```
    ///
    /// # Panics
    ///
    /// The value is not JSON, the pointer does not begin with `/`, or it leads through a value that is neither an object nor an element of an
    /// array.
    #[must_use]
    #[track_caller]
    pub fn with(mut self, pointer: &str, value: impl Serialize) -> Self {
        set(&mut self.json, pointer, to_json(value));
        self
    }

    /// Returns the ID of the message, which the updates of most other fields do not have.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.json.get("id")?.as_str()
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item").field("field", &self.field).field("id", &self.id()).finish_non_exhaustive()
    }
}

fn pricing() -> Value {
    json!({ "billable": true, "pricing_model": "PMP", "type": "regular", "category": "utility" })
}

/// An ID that no other message of this process has.
fn new_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("wamid.TEST{:012}", NEXT.fetch_add(1, Relaxed))
}
