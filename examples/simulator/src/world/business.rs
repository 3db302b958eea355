//! The actions of the business.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use whatsapp_webhook::testing::{Customer, Item};

use super::{ACCOUNT, Message, ON_THE_WAY, PHONE_NUMBER_ID, Person, Progress, Rendered, Timer, World};
use crate::graph::GraphError;

/// How long the business seems to be typing.
const TYPING: Duration = Duration::from_secs(25);

/// The error codes of messages that do not reach a customer.
const UNDELIVERABLE: i64 = 131_026;

/// The recipient, as the answer names them.
#[derive(Serialize)]
struct SentTo<'a> {
    input: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    wa_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a str>,
}

impl World {
    /// Takes a message of the business that has been checked. Returns the answer.
    pub(crate) fn accept(&mut self, json: Value, rendered: Option<Rendered>) -> Result<Value, GraphError> {
        let text = |name: &str| json.get(name).and_then(Value::as_str);
        let (input, customer) = self.recipient(text("to"), text("recipient"))?;
        let now = self.clock.now();
        let window_ends = self.people.get(customer).and_then(Person::window_ends);
        if rendered.is_none() && window_ends.is_none_or(|window_ends| now >= window_ends) {
            return Err(GraphError::window_closed());
        }
        let id = format!("wamid.SIM{:08}", self.next());
        let callback_data = text("biz_opaque_callback_data").map(str::to_owned);
        let person = self.people.get(customer).map(|person| &person.customer);
        let contact = SentTo {
            input: &input,
            wa_id: person.and_then(Customer::phone),
            user_id: person.and_then(Customer::user_id),
        };
        let sent = match rendered {
            Some(_) => json!({ "id": id, "message_status": "accepted" }),
            None => json!({ "id": id }),
        };
        let answer = json!({ "messaging_product": "whatsapp", "contacts": [contact], "messages": [sent] });
        self.deliver(&id, customer, json, rendered, callback_data);
        Ok(answer)
    }

    fn deliver(
        &mut self,
        id: &str,
        customer: usize,
        json: Value,
        rendered: Option<Rendered>,
        callback_data: Option<String>,
    ) {
        let now = self.clock.now();
        let Some(person) = self.people.get_mut(customer) else { return };
        person.typing_until = None;
        let fails = person.fails_next.take();
        let kind = json.get("type").and_then(Value::as_str).unwrap_or_default();
        let is_reaction = kind == "reaction";
        if is_reaction {
            let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str);
            let emoji = text("/reaction/emoji").filter(|emoji| !emoji.is_empty()).map(str::to_owned);
            if let Some(message) = text("/reaction/message_id").and_then(|target| self.message_mut(target)) {
                message.reactions[1] = emoji;
            }
        }
        let number = self.last;
        self.remember(Message {
            number,
            id: id.to_owned(),
            customer,
            is_from_business: true,
            at: now,
            json,
            rendered,
            callback_data,
            progress: Progress::Accepted,
            error: fails,
            is_edited: false,
            is_deleted: false,
            reactions: [None, None],
            dispatch: None,
        });
        if fails.is_some() {
            self.set_timer(now, Timer::Progress(id.to_owned(), Progress::Failed));
            return;
        }
        self.set_timer(now, Timer::Progress(id.to_owned(), Progress::Sent));
        self.set_timer(now + ON_THE_WAY, Timer::Progress(id.to_owned(), Progress::Delivered));
    }

    /// Marks a customer's message as read, and shows that the business is typing.
    pub(crate) fn mark_read(&mut self, id: &str, is_typing: bool) -> Result<Value, GraphError> {
        let until = self.clock.now() + TYPING;
        let found = self.message_mut(id).filter(|message| !message.is_from_business);
        let customer = match found {
            Some(message) => message.customer,
            None => return Err(GraphError::parameter("message_id is not the ID of a message of a customer")),
        };
        // The messages before it are read, too.
        for message in &mut self.messages {
            if !message.is_from_business && message.customer == customer {
                message.progress = Progress::Read;
            }
            if message.id == id {
                break;
            }
        }
        if let Some(person) = self.people.get_mut(customer).filter(|_| is_typing) {
            person.typing_until = Some(until);
        }
        Ok(json!({ "success": true }))
    }

    /// A message of the business comes further, and its status is sent. Returns the number of the notification.
    pub(crate) fn progress(&mut self, id: &str, progress: Progress) -> Option<u64> {
        let now = self.clock.now();
        let message = self.message_mut(id).filter(|message| message.progress < progress)?;
        message.progress = progress;
        let (customer, error, callback_data) =
            (message.customer, message.error, message.callback_data.clone());
        let mut item = match progress {
            Progress::Failed => Item::failed(id, error.unwrap_or(UNDELIVERABLE)),
            Progress::Sent => Item::sent(id),
            Progress::Delivered => Item::delivered(id),
            Progress::Read => Item::read(id),
            Progress::Accepted => return None,
        };
        if let Some(data) = callback_data {
            item = item.with("/biz_opaque_callback_data", data);
        }
        let person = self.people.get(customer)?;
        let item = item.from(&person.customer).by_number(PHONE_NUMBER_ID).in_account(ACCOUNT).at(now);
        self.send(item, progress.as_str())
    }

    /// The recipient of a message: as the business wrote it, and the number of the customer.
    fn recipient(&mut self, to: Option<&str>, user_id: Option<&str>) -> Result<(String, usize), GraphError> {
        if let Some(to) = to {
            let digits: String = to.chars().filter(char::is_ascii_digit).collect();
            if !(7..=15).contains(&digits.len()) {
                return Err(GraphError::parameter("to is not a phone number"));
            }
            // Everyone can be written to, also those who never wrote.
            return Ok((to.to_owned(), self.meet(&Customer::new(&digits))));
        }
        let user_id = user_id.ok_or_else(|| GraphError::parameter("to or recipient is required"))?;
        let known = self.people.iter().position(|person| person.customer.user_id() == Some(user_id));
        Ok((user_id.to_owned(), known.ok_or_else(GraphError::undeliverable)?))
    }
}
