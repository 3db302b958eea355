use std::fmt;

use serde_json::{Map, Value};

use crate::event::{GroupId, User, UserId, WaId};

/// The recipient of a message: a phone number, a business-scoped user ID (BSUID), or a group.
///
/// A [`User`] is written to by the phone number if it is known, else by the BSUID, else by the ID across linked business portfolios.
/// A user of whom only the username is known cannot be written to; Meta rejects the message.
///
/// A [`WaId`] gets the `+` that makes it an international number: without it, Meta may put the country code of your own number before the
/// digits. [`number`](Self::number) leaves the text as it is.
///
/// ```
/// use whatsapp_webhook::{event::{UserId, WaId}, graph::Recipient};
///
/// let by_number = Recipient::from(&"16505551234".parse::<WaId>()?);
/// assert_eq!(by_number, Recipient::number("+16505551234"));
/// let by_user_id = Recipient::from(&"US.13491208655302741918".parse::<UserId>()?);
/// assert!(!format!("{by_number:?} {by_user_id:?}").contains("1349"));
/// # Ok::<_, whatsapp_webhook::event::EmptyIdentifier>(())
/// ```
///
/// Templates with one-time codes cannot be sent to a BSUID (error 131062).
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages>
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recipient(Address);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Address {
    Number(Box<str>),
    UserId(Box<str>),
    Group(Box<str>),
}

impl Recipient {
    /// Creates a recipient from a phone number, which is sent as it is.
    ///
    /// Write the number with `+` and the country code, such as `+16505551234`.
    #[must_use]
    pub fn number(number: impl AsRef<str>) -> Self {
        Self(Address::Number(number.as_ref().into()))
    }

    /// Adds the members of a message that name its recipient.
    pub(super) fn write(&self, message: &mut Map<String, Value>) {
        let (kind, member, id) = match &self.0 {
            Address::Number(number) => ("individual", "to", number),
            Address::UserId(id) => ("individual", "recipient", id),
            Address::Group(id) => ("group", "to", id),
        };
        message.insert("recipient_type".to_owned(), kind.into());
        message.insert(member.to_owned(), (&**id).into());
    }
}

impl From<&Self> for Recipient {
    fn from(recipient: &Self) -> Self {
        recipient.clone()
    }
}

impl From<&WaId> for Recipient {
    fn from(number: &WaId) -> Self {
        // Some senders put the BSUID in the member of the number.
        User::by_ids(Some(number), None, None).unwrap_or_default().into()
    }
}

impl From<&UserId> for Recipient {
    fn from(id: &UserId) -> Self {
        Self(Address::UserId(id.as_str().into()))
    }
}

impl From<&GroupId> for Recipient {
    fn from(group: &GroupId) -> Self {
        Self(Address::Group(group.as_str().into()))
    }
}

impl From<User<'_>> for Recipient {
    fn from(user: User<'_>) -> Self {
        let is_number = |phone: &str| phone.bytes().all(|byte| byte.is_ascii_digit());
        match (user.phone, user.user_id.or(user.parent_user_id)) {
            (Some(phone), _) if is_number(phone) => Self::number(["+", phone].concat()),
            (Some(phone), _) => Self::number(phone),
            (None, id) => Self(Address::UserId(id.unwrap_or_default().into())),
        }
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Address::Number(_) => "Recipient(number)",
            Address::UserId(_) => "Recipient(user ID)",
            Address::Group(_) => "Recipient(group)",
        })
    }
}
