//! Users who write to the business.

use std::fmt;

use serde_json::{Map, Value, json};

/// A user of WhatsApp who writes to the business.
///
/// Meta identifies a user by a phone number, a user ID of the business's portfolio, or both; a user with a username may hide the phone
/// number. A handler has to cope with all three. `Debug` shows neither number nor name, as with all types of this crate.
///
/// ```
/// use whatsapp_webhook::testing::{Customer, Item, Notification};
///
/// let ana = Customer::new("15550002222").named("Ana").with_user_id("US.7");
/// let hidden = ana.clone().without_phone();
///
/// let event = Notification::of([Item::text("Hello").from(&hidden)]).event()?;
/// let update = event.updates().next().unwrap();
/// let sender = update.sender().unwrap();
/// assert_eq!((sender.phone, sender.name), (None, Some("Ana")));
/// # Ok::<_, whatsapp_webhook::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Customer {
    phone: Option<String>,
    user_id: Option<String>,
    name: Option<String>,
    username: Option<String>,
}

impl Customer {
    /// Creates a user with a phone number, such as `15550002222`.
    #[must_use]
    pub fn new(phone: &str) -> Self {
        Self { phone: Some(phone.to_owned()), user_id: None, name: None, username: None }
    }

    /// Sets the name of the profile.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// Sets the user ID, such as `US.13491208655302741918`.
    #[must_use]
    pub fn with_user_id(mut self, user_id: &str) -> Self {
        self.user_id = Some(user_id.to_owned());
        self
    }

    /// Sets the username.
    #[must_use]
    pub fn with_username(mut self, username: &str) -> Self {
        self.username = Some(username.to_owned());
        self
    }

    /// Hides the phone number, so that the user ID alone identifies the user.
    #[must_use]
    pub fn without_phone(mut self) -> Self {
        self.phone = None;
        self
    }

    /// Returns the phone number, unless it is hidden.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        self.phone.as_deref()
    }

    /// Returns the user ID.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        self.user_id.as_deref()
    }

    /// Returns the name of the profile.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Writes the user into a message or status, in place of the user who was there.
    pub(super) fn identify(&self, item: &mut Map<String, Value>, phone: &str, user_id: &str) {
        for (member, value) in [(phone, &self.phone), (user_id, &self.user_id)] {
            match value {
                Some(value) => item.insert(member.to_owned(), json!(value)),
                None => item.remove(member),
            };
        }
    }

    /// The user's element of `contacts`, beside the messages or the statuses of a change.
    pub(super) fn contact(&self, with_profile: bool) -> Value {
        let mut contact = Map::new();
        self.identify(&mut contact, "wa_id", "user_id");
        if with_profile {
            let members = [("name", &self.name), ("username", &self.username)];
            let known =
                members.into_iter().filter_map(|(member, value)| Some((member, json!(value.as_ref()?))));
            contact.insert(
                "profile".to_owned(),
                known.map(|(member, value)| (member.to_owned(), value)).collect(),
            );
        }
        Value::Object(contact)
    }
}

impl Default for Customer {
    /// Returns Kerry Fisher, who writes all items that have no other customer.
    fn default() -> Self {
        Self::new("16505551234").named("Kerry Fisher")
    }
}

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer")
            .field("has_phone", &self.phone.is_some())
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}
