//! Users: the senders and recipients of updates.

use std::fmt;

use super::{UserId, WaId, contact::Contact};

/// A WhatsApp user, with every identifier the notification provides.
///
/// [`Update::sender`](crate::Update::sender) and [`Update::recipient`](crate::Update::recipient) return it. Any part may be
/// missing: since 2026 a user can hide the phone number behind a username, and older notifications have no user IDs. Store users
/// by [`id`](Self::id).
///
/// ```
/// use whatsapp_webhook::WebhookEvent;
///
/// let event = WebhookEvent::from_bytes(
///     r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
///         "contacts":[{"profile":{"name":"Kerry","username":"kerry"},"user_id":"US.13491208655302741918"}],
///         "messages":[{"from_user_id":"US.13491208655302741918","id":"wamid.A","timestamp":"1749416383",
///             "type":"text","text":{"body":"Hello"}}]}}]}]}"#,
/// )?;
/// let update = event.updates().next().unwrap();
/// let user = update.sender().unwrap();
/// assert_eq!((user.id(), user.phone, user.name), ("US.13491208655302741918", None, Some("Kerry")));
/// assert_eq!(user.to_string(), "@kerry");
/// # Ok::<(), whatsapp_webhook::DecodeError>(())
/// ```
///
/// `Display` writes the phone number if present, otherwise the username, otherwise the ID. `Debug` hides the number and the names.
#[doc(alias = "BSUID")]
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct User<'a> {
    /// The phone number: digits with the country code, without `+`. In the recipient of a group message's status, this is the group's identifier.
    pub phone: Option<&'a str>,
    /// The business-scoped ID (BSUID).
    pub user_id: Option<&'a str>,
    /// The ID across linked business portfolios.
    pub parent_user_id: Option<&'a str>,
    /// The username, with or without a leading `@`.
    pub username: Option<&'a str>,
    /// The display name, which the user chooses.
    pub name: Option<&'a str>,
}

impl<'a> User<'a> {
    /// Returns the identifier to store the user by.
    ///
    /// The identifier is the business-scoped ID, else the phone number, else the ID across linked business portfolios, else the
    /// username.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.user_id.or(self.phone).or(self.parent_user_id).or(self.username).unwrap_or_default()
    }

    /// Creates a user from the identifiers of an item. Some senders put the business-scoped ID in the member of the number.
    pub(crate) fn identified(
        phone: Option<&'a str>,
        user_id: Option<&'a str>,
        parent_user_id: Option<&'a str>,
    ) -> Option<Self> {
        let misplaced = phone.filter(|text| looks_like_user_id(text));
        let is_parent = misplaced.is_some_and(looks_like_parent_user_id);
        let user = Self {
            phone: phone.filter(|_| misplaced.is_none()),
            user_id: user_id.or(misplaced.filter(|_| !is_parent)),
            parent_user_id: parent_user_id.or(misplaced.filter(|_| is_parent)),
            username: None,
            name: None,
        };
        (user.phone.is_some() || user.user_id.is_some() || user.parent_user_id.is_some()).then_some(user)
    }

    pub(crate) fn by_ids(
        phone: Option<&'a WaId>,
        user_id: Option<&'a UserId>,
        parent_user_id: Option<&'a UserId>,
    ) -> Option<Self> {
        Self::identified(
            phone.map(WaId::as_str),
            user_id.map(UserId::as_str),
            parent_user_id.map(UserId::as_str),
        )
    }

    pub(crate) fn of_contact(contact: &'a Contact) -> Option<Self> {
        Self::by_ids(contact.wa_id.as_ref(), contact.user_id.as_ref(), contact.parent_user_id.as_ref())
    }

    /// Returns whether both have an identifier in common: the number, the business-scoped ID, or the parent ID.
    #[must_use]
    pub fn is_same_as(&self, other: &User<'_>) -> bool {
        let same = |ours: Option<&str>, theirs: Option<&str>| ours.is_some() && ours == theirs;
        same(self.user_id, other.user_id)
            || same(self.phone, other.phone)
            || same(self.parent_user_id, other.parent_user_id)
    }

    /// Whether the contact has an identifier of the user.
    pub(crate) fn is(&self, contact: &Contact) -> bool {
        User::of_contact(contact).is_some_and(|them| self.is_same_as(&them))
    }

    /// Adds the missing parts from another source about the same user.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            phone: self.phone.or(other.phone),
            user_id: self.user_id.or(other.user_id),
            parent_user_id: self.parent_user_id.or(other.parent_user_id),
            username: self.username.or(other.username),
            name: self.name.or(other.name),
        }
    }

    /// Adds the missing parts from the contact. The names of the contact take precedence, as they are newer.
    pub(crate) fn with_contact(self, contact: Option<&'a Contact>) -> Self {
        let Some(contact) = contact else { return self };
        let profile = contact.profile.as_ref();
        let names = Self {
            username: profile.and_then(|profile| profile.username.as_deref()),
            name: profile.and_then(|profile| profile.name.as_deref()),
            ..Self::default()
        };
        let user = self.or(User::of_contact(contact).unwrap_or_default());
        Self { username: names.username.or(user.username), name: names.name.or(user.name), ..user }
    }
}

/// An ID across linked business portfolios has `ENT` after the country code: `US.ENT.11815799212886844830`.
fn looks_like_parent_user_id(text: &str) -> bool {
    looks_like_user_id(text) && text.get(2..).is_some_and(|rest| rest.starts_with(".ENT."))
}

/// A business-scoped ID is a country code, a dot, and letters and digits: `US.13491208655302741918`.
fn looks_like_user_id(text: &str) -> bool {
    matches!(text.as_bytes(), [first, second, b'.', ..] if first.is_ascii_uppercase() && second.is_ascii_uppercase())
}

impl fmt::Display for User<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.phone, self.username, self.user_id.or(self.parent_user_id)) {
            (Some(phone), ..) => f.pad(phone),
            (None, Some(username), _) => write!(f, "@{}", username.trim_start_matches('@')),
            (None, None, Some(user_id)) => f.pad(user_id),
            (None, None, None) => f.pad("an unnamed user"),
        }
    }
}

impl fmt::Debug for User<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = |part: Option<&str>| if part.is_some() { "known" } else { "unknown" };
        f.debug_struct("User")
            .field("phone", &format_args!("{}", known(self.phone)))
            .field("user_id", &format_args!("{}", self.user_id.unwrap_or("unknown").escape_debug()))
            .field("username", &format_args!("{}", known(self.username)))
            .finish_non_exhaustive()
    }
}
