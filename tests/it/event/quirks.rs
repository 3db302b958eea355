//! What Meta sends against all expectation; `docs/quirks.md` has a row for each, and a file here for each section of it.

mod absence;
mod delivery;
mod names;
mod numbers;
mod slips;
mod text;

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, Update, WebhookEvent,
    event::{AccountUpdate, Message, Status, TemplateStatusUpdate},
};

use super::{delivery, event, inbound, pointers, statuses};

const TIME: u64 = 1_767_225_600;
const NUMBER: &str = "5511987650001";
const USER: &str = "BR.7000000000000000001";

/// A delivery of one change, of which nothing is unknown.
fn change(field: &str, value: &Value) -> WebhookEvent {
    let event = event(delivery(&json!([{ "field": field, "value": value }])));
    assert_eq!(pointers(&event), [""; 0], "{field}: {value}");
    event
}

fn first(event: &WebhookEvent) -> Update {
    event.updates().next().unwrap()
}

fn with(mut object: Value, members: &Value) -> Value {
    object.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    object
}

/// A message with these members besides its head, of which nothing is unknown.
fn message(members: &Value) -> Message {
    let head = json!({ "from": NUMBER, "id": "wamid.Q", "timestamp": TIME.to_string() });
    let event = change("messages", &json!({ "messages": [with(head, members)] }));
    inbound(&event).next().unwrap().1
}

/// A status with these members besides its head, of which nothing is unknown.
fn status(members: &Value) -> Status {
    let head = json!({ "id": "wamid.Q", "status": "sent", "timestamp": TIME.to_string() });
    let event = change("messages", &json!({ "statuses": [with(head, members)] }));
    statuses(&event).next().unwrap().1
}

/// An account update with these members besides its event, of which nothing is unknown.
fn account_update(account_event: &str, members: &Value) -> AccountUpdate {
    let event = change("account_update", &with(json!({ "event": account_event }), members));
    let Content::AccountUpdate(account) = first(&event).content else { panic!("{event:?}") };
    *account
}

fn template_status(members: &Value) -> TemplateStatusUpdate {
    let value = with(json!({ "event": "APPROVED", "message_template_id": 7 }), members);
    let event = change("message_template_status_update", &value);
    let Content::TemplateStatusUpdate(template) = first(&event).content else { panic!("{event:?}") };
    *template
}

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}
