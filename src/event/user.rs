//! Who is at the other end of a conversation.

use std::fmt;

use super::{UserId, WaId, contact::Contact};

/// A WhatsApp user, by everything that a delivery says of who they are.
///
/// Any part may be missing: since 2026 a user can hide the phone number behind a username, and older deliveries have no user
/// IDs. Store users by [`user_id`](Self::user_id) where it is there, and by [`phone`](Self::phone) otherwise.
///
/// `Display` is what a person would call the user: the phone number, else the username, else the ID.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct User<'a> {
    /// The phone number: digits with the country code, no `+`. For statuses of group messages, the group's identifier.
    pub phone: Option<&'a str>,
    /// The business-scoped ID.
    pub user_id: Option<&'a str>,
    /// The ID across linked business portfolios.
    pub parent_user_id: Option<&'a str>,
    /// The username, with or without a leading `@`.
    pub username: Option<&'a str>,
    /// The name that the user chose to show.
    pub name: Option<&'a str>,
}

impl<'a> User<'a> {
    /// A user by the identifiers that an item has. Some senders put the business-scoped ID where the number belongs.
    pub(crate) fn identified(
        phone: Option<&'a str>,
        user_id: Option<&'a str>,
        parent_user_id: Option<&'a str>,
    ) -> Self {
        let misplaced = phone.filter(|text| looks_like_user_id(text));
        let is_parent = misplaced.is_some_and(looks_like_parent_user_id);
        Self {
            phone: phone.filter(|_| misplaced.is_none()),
            user_id: user_id.or(misplaced.filter(|_| !is_parent)),
            parent_user_id: parent_user_id.or(misplaced.filter(|_| is_parent)),
            ..Self::default()
        }
    }

    pub(crate) fn by_ids(
        phone: Option<&'a WaId>,
        user_id: Option<&'a UserId>,
        parent_user_id: Option<&'a UserId>,
    ) -> Self {
        Self::identified(
            phone.map(WaId::as_str),
            user_id.map(UserId::as_str),
            parent_user_id.map(UserId::as_str),
        )
    }

    /// A user by the identifiers of a contact.
    fn of_contact(contact: &'a Contact) -> Self {
        Self::by_ids(contact.wa_id.as_ref(), contact.user_id.as_ref(), contact.parent_user_id.as_ref())
    }

    /// Whether the contact is this user. Positions in lists say nothing; only an identifier that both have counts.
    pub(crate) fn is(&self, contact: &Contact) -> bool {
        let same = |ours: Option<&str>, theirs: Option<&str>| ours.is_some() && ours == theirs;
        let them = User::of_contact(contact);
        same(self.user_id, them.user_id)
            || same(self.phone, them.phone)
            || same(self.parent_user_id, them.parent_user_id)
    }

    /// Adds what is known of the same user from elsewhere.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            phone: self.phone.or(other.phone),
            user_id: self.user_id.or(other.user_id),
            parent_user_id: self.parent_user_id.or(other.parent_user_id),
            username: self.username.or(other.username),
            name: self.name.or(other.name),
        }
    }

    /// Adds what the contact knows and the item does not say.
    pub(crate) fn with_contact(mut self, contact: Option<&'a Contact>) -> Self {
        if let Some(contact) = contact {
            let them = Self::of_contact(contact);
            self.phone = self.phone.or(them.phone);
            self.user_id = self.user_id.or(them.user_id);
            self.parent_user_id = self.parent_user_id.or(them.parent_user_id);
            self.username = contact.profile.username.as_deref().or(self.username);
            self.name = contact.profile.name.as_deref().or(self.name);
        }
        self
    }
}

/// The ID across linked business portfolios has `ENT` behind the country code: `US.ENT.11815799212886844830`.
fn looks_like_parent_user_id(text: &str) -> bool {
    looks_like_user_id(text) && text.get(2..).is_some_and(|rest| rest.starts_with(".ENT."))
}

/// Business-scoped IDs are a country code, a dot, and letters and digits: `US.13491208655302741918`.
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
