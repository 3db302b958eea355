//! The typed notification, and everything that can stand in one.
//!
//! [`WebhookEvent`] is a delivery, [`Update`] one thing that it tells, [`Content`] what that is. Messages are in
//! [`message`], the fields of accounts and the like in [`change`].
//!
//! Nothing below the envelope fails a delivery. What is new or malformed stands in its place as [`Unknown`], with its
//! raw JSON; strings outside the documented values are kept as they came; [`WebhookEvent::unrecognized`] lists all of it.

pub mod change;
mod chat_message;
mod contact;
mod content;
mod decimal;
pub(crate) mod decode;
mod decode_error;
mod entry;
mod error;
pub mod error_code;
mod id;
pub mod message;
pub mod on_premises;
mod one_or_more;
mod payment;
mod pricing;
mod raw_json;
mod status;
mod timestamp;
mod unknown;
mod unrecognized;
mod update;
mod user;
mod user_action;

use std::{fmt, str};

use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap as _};

pub use self::{
    change::{
        AccountAlert, AccountReviewUpdate, AccountSettingsUpdate, AccountUpdate, BusinessCapabilityUpdate,
        BusinessStatusUpdate, BusinessUsernameUpdate, CampaignStatusUpdate, FlowUpdate, MessagingHandover,
        PartnerSolution, PaymentConfigurationUpdate, PhoneNumberNameUpdate, PhoneNumberQualityUpdate,
        SecurityUpdate, TemplateCategoryDetection, TemplateCategoryUpdate, TemplateComponentsUpdate,
        TemplateQualityUpdate, TemplateStatusUpdate,
    },
    chat_message::{ChatMessage, HistoryContext, HistoryStatus, MessageCreationType},
    contact::{Contact, Profile},
    content::Content,
    decimal::Decimal,
    decode_error::DecodeError,
    error::{Error, ErrorData},
    id::{
        AppId, BusinessId, CampaignId, CatalogId, DisplayPhoneNumber, EntityId, FlowId, GroupId, MediaId,
        MessageId, PhoneNumberId, RequesterId, SolutionId, TemplateId, UserId, WaId, WabaId,
    },
    message::{Message, MessageContent},
    one_or_more::OneOrMore,
    payment::{
        Amount, Payment, PaymentMethod, PaymentMethodType, Refund, RefundSpeed, Transaction,
        TransactionError, TransactionStatus, TransactionType,
    },
    pricing::{Conversation, ConversationOrigin, Pricing, PricingCategory, PricingModel, PricingType},
    raw_json::RawJson,
    status::{MessageStatus, RecipientType, Status, StatusMessage, StatusType},
    timestamp::Timestamp,
    unknown::{Unknown, UnknownReason},
    unrecognized::{Unrecognized, UnrecognizedReason},
    update::{Update, Updates},
    user::User,
    user_action::{ClickComponent, LinkClick, UserAction, UserActionType},
};
use self::{
    change::{ChangeValue as _, Messages},
    decode::{
        audit::Audit,
        cursor::{Cursor, Refused},
        items::Items,
        json,
    },
    entry::Entry,
};

/// A notification of the platform, typed.
///
/// In an axum handler it is an extractor; elsewhere it is made from the proof that the layer puts into the request
/// (`WebhookEvent::from_verified`), and for payloads that you stored, [`from_bytes`](Self::from_bytes) reads them again.
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
///     match update.content {
///         Content::Message(message) => {
///             assert_eq!(update.sender().name, Some("Kerry"));
///             assert_eq!(message.text(), Some("Hello"));
///         }
///         Content::Status(status) => println!("{} is now {}", status.id, status.status),
///         _ => {}
///     }
/// }
/// # Ok::<(), whatsapp_webhook::DecodeError>(())
/// ```
///
/// It owns everything, so it can be sent to a task or a queue as a whole. `Serialize` writes the shape of the wire again.
/// `Debug` shows kinds, identifiers and times, and neither texts nor phone numbers.
#[derive(Clone)]
pub struct WebhookEvent {
    raw: Bytes,
    envelope: Envelope,
}

/// The API that sent a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// The Cloud API, which Meta runs.
    CloudApi,
    /// The On-Premises API, whose client ran on the business's own servers until October 2025.
    OnPremises,
}

#[derive(Clone)]
enum Envelope {
    Cloud {
        object: bool,
        entry: Items<Entry>,
    },
    /// It says that it is the Cloud API's, and has no `entry`.
    Empty,
    OnPremises(Box<Messages>),
}

/// The `object` of every Cloud API delivery.
const OBJECT: &str = "whatsapp_business_account";

/// The arrays of an On-Premises delivery, at its top.
const ON_PREMISES: [&str; 3] = ["messages", "statuses", "errors"];

impl WebhookEvent {
    /// Reads a notification that you stored, or received by other means than the layer.
    ///
    /// **Nothing is verified here.** Whoever can hand you bytes can make an event of them.
    ///
    /// # Errors
    ///
    /// When the bytes are not JSON, or neither of the two envelopes that the platform sends: the Cloud API's
    /// (`object`, `entry`) and that of the On-Premises client (`messages`, `statuses` or `errors` at the top). Nothing
    /// below the envelope is ever an error.
    pub fn from_bytes(body: impl Into<Bytes>) -> Result<Self, DecodeError> {
        let raw = body.into();
        let envelope = Envelope::decode(&raw)?;
        Ok(Self { raw, envelope })
    }

    /// Everything that the delivery tells: each message, status and error, of each change, of each entry, in wire order.
    #[must_use]
    pub fn updates(&self) -> Updates<'_> {
        match &self.envelope {
            Envelope::Cloud { entry, .. } => Updates::of_entries(entry),
            Envelope::Empty => Updates::of_unknown(Unknown::new(
                "entry",
                str::from_utf8(&self.raw).unwrap_or_default(),
                missing_entry,
            )),
            Envelope::OnPremises(messages) => Updates::of_messages(messages),
        }
    }

    /// The messages that users sent, each with the update that it is.
    pub fn messages(&self) -> impl Iterator<Item = (Update<'_>, &Message)> + Clone {
        self.updates().filter_map(|update| match update.content {
            Content::Message(message) => Some((update, message)),
            _ => None,
        })
    }

    /// What became of messages that the business sent, each with the update that it is.
    pub fn statuses(&self) -> impl Iterator<Item = (Update<'_>, &Status)> + Clone {
        self.updates().filter_map(|update| match update.content {
            Content::Status(status) => Some((update, status)),
            _ => None,
        })
    }

    /// Everything that was kept raw or open, or that the types have no place for, each with its JSON pointer and the reason.
    ///
    /// Empty for a delivery that this version knows in full. This goes through the JSON a second time; nothing of it is done
    /// unless you ask.
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
    pub fn unrecognized(&self) -> impl Iterator<Item = Unrecognized> + use<> {
        let mut audit = Audit::new(&self.raw);
        self.envelope.audit(str::from_utf8(&self.raw).unwrap_or_default(), &mut audit);
        audit.finish().into_iter()
    }

    /// Which of the platform's APIs sent the delivery.
    ///
    /// The On-Premises client names neither the account nor the business's number: tell numbers apart by giving each a URL
    /// of its own.
    #[must_use]
    pub fn source(&self) -> Source {
        match self.envelope {
            Envelope::Cloud { .. } | Envelope::Empty => Source::CloudApi,
            Envelope::OnPremises(_) => Source::OnPremises,
        }
    }

    /// The bytes that the event was read from, exactly as they came. They hold whatever the types do not.
    #[must_use]
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }
}

impl Envelope {
    fn decode(body: &Bytes) -> Result<Self, DecodeError> {
        let text = str::from_utf8(body)
            .map_err(|_| DecodeError::malformed("", "the body is not JSON: it is not UTF-8"))?;
        Self::read(text, body).map_err(|Refused| match json::members(text, |_, _| {}) {
            Err(error) => DecodeError::of_json(&error),
            Ok(()) => DecodeError::malformed("", "the body is not JSON"),
        })?
    }

    fn read(text: &str, body: &Bytes) -> Result<Result<Self, DecodeError>, Refused> {
        let mut cursor = Cursor::new(text, body);
        let (mut object, mut entry, mut on_premises) = (None, None, [false; ON_PREMISES.len()]);
        cursor.members(|name, cursor| {
            match name {
                "object" if cursor.peek() == Some(b'"') => object = Some(cursor.string()?),
                "object" => object = (cursor.skip()? != "null").then(Default::default),
                "entry" => {
                    let is_array = cursor.peek() == Some(b'[');
                    entry = Some((is_array, Items::read(cursor)?));
                }
                _ => {
                    let is_array = cursor.peek() == Some(b'[');
                    for (array, came) in ON_PREMISES.iter().zip(&mut on_premises) {
                        if *array == name {
                            *came = is_array;
                        }
                    }
                    cursor.skip()?;
                }
            }
            Ok(())
        })?;
        cursor.end()?;
        let is_ours = object.as_deref() == Some(OBJECT);
        Ok(match (object, entry) {
            (Some(_), _) if !is_ours => Err(DecodeError::malformed(
                "object",
                "expected `whatsapp_business_account`; this is a notification of another product",
            )),
            (Some(_), None) => Ok(Self::Empty),
            (Some(_), Some((_, entry))) => Ok(Self::Cloud { object: true, entry }),
            (None, Some((true, entry))) => Ok(Self::Cloud { object: false, entry }),
            (None, _) if on_premises.contains(&true) => {
                Ok(Self::OnPremises(Box::new(Messages::read(&mut Cursor::new(text, body))?)))
            }
            (None, _) => Err(DecodeError::malformed(
                "",
                "neither `entry` (Cloud API) nor `messages`, `statuses` or `errors` (On-Premises) is there",
            )),
        })
    }

    fn audit(&self, raw: &str, audit: &mut Audit<'_>) {
        match self {
            Self::Cloud { .. } => audit.object(raw, |name, raw, audit| match name {
                "object" => {}
                "entry" => Items::<Entry>::audit(raw, audit),
                _ => audit.unknown_member(),
            }),
            Self::Empty => audit.kept(missing_entry(raw), UnrecognizedReason::Type),
            Self::OnPremises(_) => Messages::audit(raw, audit),
        }
    }
}

fn missing_entry(_: &str) -> UnknownReason {
    UnknownReason::Malformed(DecodeError::malformed("entry", "the delivery has none"))
}

impl Serialize for WebhookEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.envelope {
            Envelope::Cloud { object, entry } => {
                let mut map = serializer.serialize_map(None)?;
                if *object {
                    map.serialize_entry("object", OBJECT)?;
                }
                map.serialize_entry("entry", entry)?;
                map.end()
            }
            Envelope::Empty => json::write_raw(str::from_utf8(&self.raw).unwrap_or_default(), serializer),
            Envelope::OnPremises(messages) => messages.serialize(serializer),
        }
    }
}

impl fmt::Debug for WebhookEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookEvent")
            .field("bytes", &self.raw.len())
            .field("updates", &self.updates())
            .finish()
    }
}
