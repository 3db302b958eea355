//! The state that the page shows.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::Page;
use crate::world::{ACCOUNT, Attempt, Dispatch, Message, PAUSES, PHONE_NUMBER_ID, Person};

/// How many messages and notifications the page shows.
const MESSAGES: usize = 200;
const NOTIFICATIONS: usize = 100;

pub(super) fn of(page: &Page) -> Value {
    let about = &page.about;
    page.shared.look(|world| {
        let skipped = world.messages.len().saturating_sub(MESSAGES);
        json!({
            "now": milliseconds(world.clock.now()),
            "speed": world.clock.speed(),
            "webhook": world.webhook.to_string(),
            "graph_url": about.graph_url,
            "secret": about.secret,
            "account": ACCOUNT,
            "phone_number_id": PHONE_NUMBER_ID,
            "pauses": PAUSES,
            "is_subscribed": world.is_subscribed,
            "is_held": world.is_held,
            "held": world.held.len(),
            "handshake": world.handshake,
            "customers": world.people.iter().enumerate().map(|(number, person)| customer(number, person)).collect::<Vec<_>>(),
            "messages": world.messages.iter().skip(skipped).map(message).collect::<Vec<_>>(),
            "notifications": world.dispatches.iter().rev().take(NOTIFICATIONS).map(notification).collect::<Vec<_>>(),
        })
    })
}

fn milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_millis().try_into().unwrap_or(u64::MAX)
}

fn customer(number: usize, person: &Person) -> Value {
    json!({
        "number": number,
        "name": person.customer.name(),
        "phone": person.customer.phone(),
        "user_id": person.customer.user_id(),
        "typing_until": person.typing_until.map(milliseconds),
        "window_ends": person.window_ends().map(milliseconds),
        "fails_next": person.fails_next,
    })
}

fn message(message: &Message) -> Value {
    let buttons = message.buttons();
    let buttons =
        buttons.iter().map(|button| json!({ "label": button.label, "description": button.description }));
    json!({
        "id": message.id,
        "customer": message.customer,
        "is_from_business": message.is_from_business,
        "at": milliseconds(message.at),
        "kind": message.kind(),
        "text": message.text(),
        "json": message.json,
        "buttons": buttons.collect::<Vec<_>>(),
        "quotes": message.quotes(),
        "progress": message.progress.as_str(),
        "error": message.error,
        "is_edited": message.is_edited,
        "is_deleted": message.is_deleted,
        "reactions": message.reactions,
        "notification": message.dispatch,
    })
}

fn notification(dispatch: &Dispatch) -> Value {
    json!({
        "number": dispatch.number,
        "contents": dispatch.contents(),
        "length": dispatch.body().len(),
        "created": milliseconds(dispatch.created),
        "is_taken": dispatch.is_taken(),
        "is_under_way": dispatch.under_way > 0,
        "next": dispatch.next_attempt.map(milliseconds),
        "attempts": dispatch.attempts().iter().map(attempt).collect::<Vec<_>>(),
    })
}

fn attempt(attempt: &Attempt) -> Value {
    json!({
        "at": milliseconds(attempt.at),
        "status": attempt.status.as_ref().ok(),
        "error": attempt.status.as_ref().err(),
        "ms": attempt.elapsed.as_secs_f64() * 1000.0,
    })
}
