//! Notifications made of items.

use std::fmt;

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use serde_json::{Map, Value, json};

use super::{
    Customer, Item,
    item::{DISPLAY_PHONE_NUMBER, Place},
    signed, wire,
};
use crate::{AppSecret, DecodeError, WebhookEvent};

/// A notification: the body of one POST, in the bytes that Meta would send.
///
/// ```
/// use whatsapp_webhook::testing::{Item, Notification};
///
/// let notification = Notification::of([Item::text("Open on Sunday?"), Item::read("wamid.7")]);
/// let event = notification.event()?;
/// assert_eq!(event.updates().count(), 2);
/// # Ok::<_, whatsapp_webhook::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    body: Bytes,
}

impl Notification {
    /// Packs items into a notification, in their order.
    ///
    /// As Meta does, the notification has one entry for the items of an account, and one change for neighbors of the same kind and number,
    /// with the profiles of their users.
    #[must_use]
    pub fn of(items: impl IntoIterator<Item = Item>) -> Self {
        let items: Vec<Item> = items.into_iter().collect();
        let entries: Vec<Value> = items
            .chunk_by(|one, next| one.account == next.account && one.time == next.time)
            .map(entry)
            .collect();
        let json = json!({ "object": "whatsapp_business_account", "entry": entries });
        Self::from_json(wire::write(&json.to_string()))
    }

    /// Creates a notification of a body, which stays as it is.
    #[must_use]
    pub fn from_json(body: impl Into<Bytes>) -> Self {
        Self { body: body.into() }
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the notification, for handlers that take a [`WebhookEvent`] and know no HTTP.
    ///
    /// # Errors
    ///
    /// The body is not a WhatsApp notification, which is possible for one that [`from_json`](Self::from_json) created.
    pub fn event(&self) -> Result<WebhookEvent, DecodeError> {
        WebhookEvent::from_bytes(self.body.clone())
    }

    /// Returns the notification as a signed POST to `/`.
    #[must_use]
    pub fn signed(&self, secret: &AppSecret) -> Request<Full<Bytes>> {
        signed(secret, self.body.clone())
    }
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification").field("length", &self.body.len()).finish_non_exhaustive()
    }
}

/// The entry of neighbors of one account.
fn entry(items: &[Item]) -> Value {
    let changes: Vec<Value> = items.chunk_by(belong_together).filter_map(change).collect();
    let first = items.first();
    match first.and_then(|item| item.time) {
        Some(time) => json!({ "id": first.map(|item| &item.account), "time": time, "changes": changes }),
        None => json!({ "id": first.map(|item| &item.account), "changes": changes }),
    }
}

/// Whether two neighbors are in one change.
fn belong_together(one: &Item, next: &Item) -> bool {
    one.place != Place::Value && one.place == next.place && one.phone_number_id == next.phone_number_id
}

/// The change of neighbors that belong together.
fn change(items: &[Item]) -> Option<Value> {
    let first = items.first()?;
    let (array, has_profiles) = match first.place {
        Place::Value => return Some(json!({ "field": first.field, "value": first.json })),
        Place::Messages => ("messages", true),
        Place::Statuses => ("statuses", false),
    };
    let metadata =
        json!({ "display_phone_number": DISPLAY_PHONE_NUMBER, "phone_number_id": first.phone_number_id });
    let items_of_change: Vec<&Value> = items.iter().map(|item| &item.json).collect();
    let mut value = Map::new();
    value.insert("messaging_product".to_owned(), json!("whatsapp"));
    value.insert("metadata".to_owned(), metadata);
    value.insert(array.to_owned(), json!(items_of_change));
    let contacts = contacts(items, has_profiles);
    if !contacts.is_empty() {
        value.insert("contacts".to_owned(), json!(contacts));
    }
    Some(json!({ "field": first.field, "value": value }))
}

/// The users of a change, each once. Those of statuses are named for their user IDs alone.
fn contacts(items: &[Item], has_profiles: bool) -> Vec<Value> {
    let mut customers: Vec<&Customer> = Vec::new();
    for item in items.iter().filter(|item| item.has_contact) {
        let customer = &item.customer;
        if !customers.contains(&customer) && (has_profiles || customer.user_id().is_some()) {
            customers.push(customer);
        }
    }
    customers.into_iter().map(|customer| customer.contact(has_profiles)).collect()
}
