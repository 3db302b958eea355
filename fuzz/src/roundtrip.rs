//! An item that is written and read again is the same item, and is written as before.

use serde_json::value::RawValue;
use whatsapp_webhook::{Content, Update, WebhookEvent};

/// Checks the crate.
pub fn run(data: &[u8]) {
    check(data, write);
}

/// What the crate writes.
pub fn write(update: &Update) -> String {
    serde_json::to_string(&update.content).expect("an item can be written")
}

/// Panics unless what is written of each item reads as the same item.
pub fn check(data: &[u8], write: impl Fn(&Update) -> String) {
    let Ok(event) = WebhookEvent::from_bytes(data.to_vec()) else { return };
    for update in &event {
        let Some(notification) = notification(&update, &write(&update)) else { continue };
        let again = WebhookEvent::from_bytes(notification.clone())
            .unwrap_or_else(|error| panic!("{error}: {notification}"));
        let mut updates = again.updates();
        let (Some(again), None) = (updates.next(), updates.next()) else {
            panic!("another number of updates: {notification}");
        };
        assert_eq!(write(&update), write(&again), "written otherwise the second time");
        assert_eq!(
            (update.name(), update.kind(), update.id()),
            (again.name(), again.kind(), again.id()),
            "{notification}"
        );
        // In a history, the thread and the number around a message tell which side wrote it.
        if !matches!(update.content, Content::HistoryMessage(_)) {
            assert_eq!(update.content, again.content, "{notification}");
            let ids = |update: &Update| {
                [update.sender(), update.recipient()].map(|user| {
                    user.map(|user| (user.phone.map(str::to_owned), user.user_id.map(str::to_owned)))
                })
            };
            if update.contact().is_none() {
                assert_eq!(ids(&update), ids(&again), "{notification}");
            }
        }
    }
}

/// A notification of this item alone, in an array or a change of its field; none for what is no item.
fn notification(update: &Update, written: &str) -> Option<String> {
    let array = match &update.content {
        Content::Unknown(_) => return None, // its raw JSON is written, which `event` checks
        Content::Message(_) | Content::StandbyMessage(_) => "messages",
        Content::HistoryMessage(_) => "messages",
        Content::Status(_) | Content::StandbyStatus(_) | Content::CallStatus(_) => "statuses",
        Content::Error(_) => "errors",
        Content::UserAction(_) => "user_actions",
        Content::Call(_) => "calls",
        Content::MessageEcho(_) | Content::StandbyEcho(_) => "message_echoes",
        Content::AutomaticEvent(_) => "automatic_events",
        Content::TrackingEvent(_) => "events",
        Content::GroupLifecycleUpdate(_)
        | Content::GroupParticipantsUpdate(_)
        | Content::GroupSettingsUpdate(_)
        | Content::GroupStatusUpdate(_) => "groups",
        Content::StateSync(_) => "state_sync",
        Content::UserIdUpdate(_) => "user_id_update",
        Content::UserPreference(_) => "user_preferences",
        Content::HistorySync(_) => "metadata",
        _ => "",
    };
    let value = match (update.field(), array) {
        (_, "") => written.to_owned(),
        ("standby", array) => format!(r#"{{"standby":{{"{array}":[{written}]}}}}"#),
        ("history", "metadata") => format!(r#"{{"history":[{{"metadata":{written}}}]}}"#),
        ("history", "errors") => format!(r#"{{"history":[{{"errors":[{written}]}}]}}"#),
        (_, array) => format!(r#"{{"{array}":[{written}]}}"#),
    };
    let value = RawValue::from_string(value).unwrap_or_else(|error| panic!("{error}: {written}"));
    let field = serde_json::Value::from(update.field());
    Some(format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":{field},"value":{value}}}]}}]}}"#
    ))
}
