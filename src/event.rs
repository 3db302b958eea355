//! The typed notification, and everything that can be in one.
//!
//! [`WebhookEvent`] is a notification, [`Update`] one item of it, and [`Content`] what the item is. A notification is decoded in two steps. The
//! first one validates the JSON and finds the entries and changes; the second one reads each item on its own, when
//! [`WebhookEvent::updates`] comes to it. So one malformed item costs none of its siblings.
//!
//! Data that is new or malformed is kept as [`Unknown`] with its raw JSON; strings outside the documented values are kept as they
//! came; [`WebhookEvent::unrecognized`] lists both.

mod api_error;
mod change;
mod contact;
mod content;
mod context;
mod decode_error;
#[cfg(test)]
pub(crate) mod description;
pub mod error_code;
mod find;
mod json;
mod macros;
pub mod message;
mod metadata;
pub mod on_premises;
mod payment;
mod pricing;
mod read;
mod status;
mod template;
mod transcript_message;
mod unknown;
mod unrecognized;
mod update;
mod user;
mod user_action;
mod value;
mod walk;

use std::{fmt, str};

use bytes::Bytes;
use serde::{Serialize, Serializer};

#[doc(inline)]
pub use self::{
    api_error::{ApiError, ErrorData},
    change::*,
    contact::{Contact, Profile},
    decode_error::DecodeError,
    message::{Choice, Message, MessageContent},
    metadata::{ConversationContext, ConversationSummary, Metadata},
    payment::{
        Amount, Payment, PaymentMethod, PaymentMethodType, Refund, RefundSpeed, Transaction,
        TransactionError, TransactionStatus, TransactionType,
    },
    pricing::{
        Conversation, ConversationOrigin, Pricing, PricingCategory, PricingModel, PricingSubtype, PricingType,
    },
    status::{MessageStatus, OnPremisesRecipient, RecipientType, Status, StatusType},
    template::TemplateRef,
    transcript_message::{HistoryContext, HistoryStatus, MessageCreationType, TranscriptMessage},
    unknown::{Unknown, UnknownReason},
    unrecognized::{Unrecognized, UnrecognizedReason},
    update::{Update, Updates},
    user::User,
    user_action::{ClickComponent, LinkClick, UserAction, UserActionType},
    value::{
        AppId, BusinessId, CampaignId, CatalogId, Decimal, DisplayPhoneNumber, EmptyIdentifier, EntityId,
        FlowId, GroupId, Lane, MediaId, MessageId, NotADecimal, NotAnUpdateKey, OneOrMany, PhoneNumberId,
        RawJson, RequesterId, SolutionId, TemplateId, Text, Timestamp, UpdateKey, UserId, WaId, WabaId,
    },
};
use self::{
    find::{Envelope, Places},
    unrecognized::Search,
    value::write_raw,
    walk::Walk,
};

/// A decoded notification.
///
/// In an axum handler `WebhookEvent` is an extractor. Elsewhere it is made from the `Verified` body that the
/// layer puts into the request (`WebhookEvent::from_verified`). [`from_bytes`](Self::from_bytes) decodes bodies that you stored.
///
/// ```
/// use whatsapp_webhook::{Content, WebhookEvent};
///
/// let body = r#"{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages","value":{
///     "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},
///     "contacts":[{"profile":{"name":"Kerry"},"wa_id":"16505551234"}],
///     "messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1749416383","type":"text","text":{"body":"Hello"}}]}}]}]}"#;
/// let event = WebhookEvent::from_bytes(body)?;
/// for update in event.updates() {
///     match &update.content {
///         Content::Message(message) => {
///             assert_eq!(update.sender().unwrap().name, Some("Kerry"));
///             assert_eq!(message.text(), Some("Hello"));
///         }
///         Content::Status(status) => println!("{} is now {}", status.id, status.status),
///         _ => {}
///     }
/// }
/// # Ok::<(), whatsapp_webhook::DecodeError>(())
/// ```
///
/// It owns everything and is cheap to clone, so it can be sent to a task or a queue as a whole. `Serialize` writes the body as
/// it came. `Debug` shows the kinds, identifiers and times of the first updates, and neither texts nor phone numbers.
#[derive(Clone)]
pub struct WebhookEvent {
    body: Bytes,
    envelope: Envelope,
    places: Places,
}

/// The API that sent a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// The Cloud API, which Meta runs.
    Cloud,
    /// The On-Premises API, whose client ran on the business's own servers until October 2025.
    OnPremises,
}

impl WebhookEvent {
    /// Decodes a notification that you stored, or received by other means than the layer.
    ///
    /// **Nothing is verified here.** Anyone who can pass you bytes can make an event of them.
    ///
    /// # Errors
    ///
    /// When the bytes are not JSON, or have neither of the two envelopes that Meta sends: that of the Cloud API
    /// (`object`, `entry`) and that of the On-Premises client (`messages`, `statuses` or `errors` at the top). Nothing
    /// below the envelope is ever an error.
    pub fn from_bytes(body: impl Into<Bytes>) -> Result<Self, DecodeError> {
        let body = body.into();
        let text =
            str::from_utf8(&body).map_err(|_| DecodeError::new("", "not JSON: the body is not UTF-8"))?;
        let (envelope, places) = find::find(text)?;
        Ok(Self { body, envelope, places })
    }

    /// Returns an iterator over the updates in wire order: each message, status and error, of each change, of each entry.
    ///
    /// Each item is read when the iterator comes to it. A second call reads all of them once more.
    #[must_use]
    pub fn updates(&self) -> Updates<'_> {
        Updates::new(Walk::new(&self.body, self.envelope, self.places.as_slice()))
    }

    /// Returns an iterator over everything that was kept raw or open, or that the types have no member for.
    ///
    /// Each part comes with its JSON pointer and the reason. There is none for a notification that this version knows in full. The
    /// items are read once more; nothing is done before you ask.
    ///
    /// ```
    /// use whatsapp_webhook::WebhookEvent;
    ///
    /// let event = WebhookEvent::from_bytes(
    ///     r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"weather","value":{}}]}]}"#,
    /// )?;
    /// let unrecognized: Vec<String> = event.unrecognized().map(|found| found.to_string()).collect();
    /// assert_eq!(unrecognized, ["/entry/0/changes/0: unknown field"]);
    /// # Ok::<(), whatsapp_webhook::DecodeError>(())
    /// ```
    pub fn unrecognized(&self) -> impl Iterator<Item = Unrecognized> {
        let start = json::white_space(&self.body, 0);
        let around = matches!(self.envelope, Envelope::Cloud { .. }).then_some(start);
        Search::new(Walk::thorough(&self.body, self.envelope, self.places.as_slice()), around)
    }

    /// Returns which API sent the notification.
    ///
    /// The On-Premises client names neither the account nor the business phone number: give each number a URL of its own to tell
    /// them apart.
    #[must_use]
    pub fn source(&self) -> Source {
        match self.envelope {
            Envelope::Cloud { .. } | Envelope::Empty => Source::Cloud,
            Envelope::OnPremises(_) => Source::OnPremises,
        }
    }

    /// Returns the body as it came.
    #[must_use]
    pub fn raw(&self) -> &Bytes {
        &self.body
    }
}

/// Two events are equal if their bodies are.
impl PartialEq for WebhookEvent {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body
    }
}

impl Eq for WebhookEvent {}

impl TryFrom<&[u8]> for WebhookEvent {
    type Error = DecodeError;

    /// Decodes a copy of the bytes; [`from_bytes`](Self::from_bytes) takes them over.
    fn try_from(body: &[u8]) -> Result<Self, DecodeError> {
        Self::from_bytes(Bytes::copy_from_slice(body))
    }
}

impl Serialize for WebhookEvent {
    /// Writes the body as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_raw(str::from_utf8(&self.body).unwrap_or_default(), serializer)
    }
}

/// How many updates `Debug` shows.
const MOST_SHOWN: usize = 16;

impl fmt::Debug for WebhookEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: Vec<Update> = self.updates().take(MOST_SHOWN).collect();
        let shown = first.iter().map(|update| (update.name(), update.shown_id(), update.occurred_at()));
        f.debug_struct("WebhookEvent")
            .field("body", &format_args!("<{} bytes>", self.body.len()))
            .field("first_updates", &shown.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
