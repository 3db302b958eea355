//! Where the answer to a message goes.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, WebhookEvent,
    event::{GroupId, MessageContent, UserId},
    graph::{Recipient, ReplyTarget},
};

fn targets(field: &str, value: &Value) -> Vec<Option<ReplyTarget>> {
    let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [{ "field": field, "value": value }] }] });
    let event = WebhookEvent::from_bytes(body.to_string()).unwrap();
    event.updates().map(|update| update.reply_target()).collect()
}

/// The target of a message with these members.
fn target(mut message: Value) -> Option<ReplyTarget> {
    message["id"] = "wamid.A".into();
    message["timestamp"] = "1749416383".into();
    if message.get("type").is_none() {
        message["type"] = "text".into();
        message["text"] = json!({ "body": "Hello" });
    }
    let value = json!({
        "metadata": { "display_phone_number": "15550783881", "phone_number_id": "106540352242922" },
        "messages": [message],
    });
    targets("messages", &value).remove(0)
}

#[test]
fn a_message_is_answered_to_its_sender_from_the_number_that_it_was_sent_to() {
    let target = target(json!({ "from": "16505551234" })).unwrap();
    assert_eq!(target.from, "106540352242922");
    assert_eq!(target.to, Recipient::number("+16505551234"));
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_749_416_383 + 24 * 60 * 60);
    assert_eq!(target.window_ends_at, Some(end));
}

#[test]
fn a_user_who_hides_the_number_is_answered_by_user_id() {
    let id: UserId = "US.13491208655302741918".parse().unwrap();
    for message in
        [json!({ "from_user_id": id }), json!({ "from": id }), json!({ "from": "", "from_user_id": id })]
    {
        assert_eq!(target(message).unwrap().to, Recipient::from(&id));
    }
    let both = json!({ "from": "16505551234", "from_user_id": id });
    assert_eq!(target(both).unwrap().to, Recipient::number("+16505551234"));
}

#[test]
fn a_message_in_a_group_is_answered_in_the_group() {
    let group: GroupId = "Y2FwaV9ncm91cDox".parse().unwrap();
    let target = target(json!({ "from": "16505551234", "group_id": group })).unwrap();
    assert_eq!(target.to, Recipient::from(&group));
}

#[test]
fn a_system_message_has_no_target_and_a_welcome_no_window() {
    let system = json!({ "from": "16505551234", "type": "system",
        "system": { "body": "User A changed", "wa_id": "16505551235", "type": "user_changed_number" } });
    assert_eq!(target(system), None);
    let welcome = target(json!({ "from": "16505551234", "type": "request_welcome" })).unwrap();
    assert_eq!(welcome.window_ends_at, None);
}

#[test]
fn a_message_without_a_sender_or_a_business_number_has_no_target() {
    assert_eq!(target(json!({})), None);
    let message = json!({ "from": "16505551234", "id": "wamid.A", "timestamp": "1", "type": "text", "text": { "body": "x" } });
    assert_eq!(targets("messages", &json!({ "messages": [message] })), [None]);
}

/// Each file of the fixtures, decoded.
fn fixtures() -> Vec<(String, WebhookEvent)> {
    let mut events = Vec::new();
    for folder in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if let Ok(event) = WebhookEvent::from_bytes(fs::read(&path).unwrap()) {
                events.push((path.display().to_string(), event));
            }
        }
    }
    events
}

#[test]
fn only_messages_of_users_have_a_target() {
    let (mut with, mut without) = (0, 0);
    for (name, event) in fixtures() {
        for update in event.updates() {
            let Some(target) = update.reply_target() else {
                without += 1;
                continue;
            };
            with += 1;
            let Content::Message(message) = &update.content else { panic!("{name}: {}", update.name()) };
            assert!(!matches!(message.content, MessageContent::System(_)), "{name}");
            assert_eq!(update.field(), "messages", "{name}");
            assert_eq!(Some(&target.from), update.phone_number_id(), "{name}");
        }
    }
    assert!(with > 50 && without > 100, "{with} with a target, {without} without");
}

#[test]
fn echoes_history_standby_and_statuses_have_no_target() {
    for field in ["smb_message_echoes", "message_echoes", "history", "standby"] {
        let folder = format!("/{field}/");
        let events = fixtures().into_iter().filter(|(name, _)| name.contains(&folder));
        let updates: Vec<_> = events.flat_map(|(_, event)| event.updates().collect::<Vec<_>>()).collect();
        assert!(!updates.is_empty(), "{field}");
        assert!(updates.iter().all(|update| update.reply_target().is_none()), "{field}");
    }
    let status = json!({ "id": "wamid.A", "status": "sent", "timestamp": "1749416383", "recipient_id": "16505551234" });
    let value = json!({ "metadata": { "phone_number_id": "1" }, "statuses": [status] });
    assert_eq!(targets("messages", &value), [None]);
}
