//! The customers and their actions.

use std::time::{Duration, SystemTime};

use serde_json::Value;
use whatsapp_webhook::testing::{Customer, Item, Notification};

use super::{ACCOUNT, Button, ButtonKind, Message, PHONE_NUMBER_ID, Progress, World};

/// How long after a customer's last message the business may answer with a message of any type.
const WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

/// A customer of the business.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) customer: Customer,
    /// When the customer last wrote.
    pub(crate) wrote_at: Option<SystemTime>,
    /// Until when the business seems to be typing.
    pub(crate) typing_until: Option<SystemTime>,
    /// The error code with which the next message to the customer fails.
    pub(crate) fails_next: Option<i64>,
}

impl Person {
    /// Until when the business may answer with a message of any type.
    pub(crate) fn window_ends(&self) -> Option<SystemTime> {
        self.wrote_at.map(|at| at + WINDOW)
    }
}

impl World {
    /// The number of a customer, who is new if no other has the same phone number or user ID.
    pub(crate) fn meet(&mut self, customer: &Customer) -> usize {
        let is_same = |known: &Customer| {
            let has = |one: Option<&str>, other: Option<&str>| one.is_some() && one == other;
            has(known.phone(), customer.phone()) || has(known.user_id(), customer.user_id())
        };
        if let Some(number) = self.people.iter().position(|person| is_same(&person.customer)) {
            return number;
        }
        let customer = customer.clone();
        self.people.push(Person { customer, wrote_at: None, typing_until: None, fails_next: None });
        self.people.len() - 1
    }

    /// Takes a customer's message to the business. Returns the message's ID, and the number of the notification.
    pub(crate) fn say(&mut self, number: usize, item: Item) -> (String, Option<u64>) {
        let now = self.clock.now();
        let Some(person) = self.people.get_mut(number) else { return (String::new(), None) };
        let is_call_back = !matches!(kind_of(&item).as_str(), "reaction" | "edit" | "revoke" | "system");
        if is_call_back {
            person.wrote_at = Some(now);
        }
        let customer = person.customer.clone();
        let mut item = item.from(&customer).by_number(PHONE_NUMBER_ID).in_account(ACCOUNT).at(now);
        let id = format!("wamid.SIM{:08}", self.next());
        if item.id().is_some() {
            item = item.with_id(&id);
        }
        let kind = kind_of(&item);
        let json = message_of(&item);
        let dispatch = self.send(item, &kind);
        self.show(number, &id, json, dispatch);
        (id, dispatch)
    }

    /// Shows a customer's message in the conversation.
    pub(super) fn show(&mut self, customer: usize, id: &str, json: Value, dispatch: Option<u64>) {
        let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let target = |pointer: &str| text(pointer).unwrap_or_default();
        match text("/type").as_deref() {
            Some("reaction") => {
                if let Some(message) = self.message_mut(&target("/reaction/message_id")) {
                    message.reactions[0] = text("/reaction/emoji");
                }
            }
            Some("edit") => {
                if let Some(message) = self.message_mut(&target("/edit/original_message_id")) {
                    message.is_edited = true;
                    if let Some(edited) = json.pointer("/edit/message") {
                        message.json = edited.clone();
                    }
                }
            }
            Some("revoke") => {
                if let Some(message) = self.message_mut(&target("/revoke/original_message_id")) {
                    message.is_deleted = true;
                }
            }
            Some(_) => {
                let at = self.clock.now();
                let number = self.last;
                self.remember(Message {
                    number,
                    id: id.to_owned(),
                    customer,
                    is_from_business: false,
                    at,
                    json,
                    rendered: None,
                    callback_data: None,
                    progress: Progress::Sent,
                    error: None,
                    is_edited: false,
                    is_deleted: false,
                    reactions: [None, None],
                    dispatch,
                });
            }
            None => {}
        }
    }

    /// The reply that a customer sends by pressing a button, a row of a list, or a quick reply; `None` if the message has none of that label.
    pub(crate) fn pressed(&self, message: &Message, label: &str) -> Option<Item> {
        let Button { label, id, description, kind } =
            message.buttons().into_iter().find(|button| button.label == label)?;
        let item = match kind {
            ButtonKind::Reply => Item::button_reply(&id, &label),
            ButtonKind::QuickReply => Item::button(&id, &label),
            ButtonKind::Row => {
                let item = Item::list_reply(&id, &label);
                match description {
                    Some(text) => item.with("/interactive/list_reply/description", text),
                    None => item,
                }
            }
        };
        Some(item.in_reply_to(&message.id))
    }

    /// The customer reads all messages of the business.
    pub(crate) fn read_all(&mut self, customer: usize) {
        let is_unread = |message: &&Message| {
            message.is_from_business
                && message.customer == customer
                && message.progress == Progress::Delivered
        };
        let unread: Vec<String> =
            self.messages.iter().filter(is_unread).map(|message| message.id.clone()).collect();
        for id in unread {
            self.progress(&id, Progress::Read);
        }
    }
}

/// The type of a message, or the field of another update.
pub(crate) fn kind_of(item: &Item) -> String {
    super::contents_of(Notification::of([item.clone()]).body())
}

/// The message of an item, in JSON; `null` for other updates.
fn message_of(item: &Item) -> Value {
    let notification = Notification::of([item.clone()]);
    let mut json: Value = serde_json::from_slice(notification.body()).unwrap_or_default();
    json.pointer_mut("/entry/0/changes/0/value/messages/0").map(Value::take).unwrap_or_default()
}
