//! What a handler asks of an update, whatever its shape.

use serde_json::{Value, json};
use whatsapp_webhook::event::{Decimal, Message, MessageStatus, OneOrMany, Timestamp};

use super::{all_fixtures, event, fixture};

fn message(members: &Value) -> Message {
    let mut message = json!({ "from": "5511987650001", "id": "wamid.A", "timestamp": "1767225600" });
    message.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    serde_json::from_value(message).unwrap()
}

#[test]
fn a_choice_is_the_same_in_its_three_shapes() {
    let reply = json!({ "id": "yes", "title": "Yes, please" });
    let row = json!({ "id": "yes", "title": "Yes, please", "description": "Tomorrow" });
    for members in [
        json!({ "type": "interactive", "interactive": { "type": "button_reply", "button_reply": reply } }),
        json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": row } }),
        json!({ "type": "button", "button": { "payload": "yes", "text": "Yes, please" } }),
    ] {
        let message = message(&members);
        let choice = message.choice().unwrap();
        assert_eq!((choice.id, choice.title), (Some("yes"), Some("Yes, please")), "{members}");
        assert_eq!(message.text(), Some("Yes, please"), "{members}");
    }
    let flow = json!({ "type": "nfm_reply", "nfm_reply": { "body": "Sent", "response_json": "{}" } });
    for members in [
        json!({ "type": "interactive", "interactive": flow }),
        json!({ "type": "text", "text": { "body": "yes" } }),
        json!({ "type": "reaction", "reaction": { "message_id": "wamid.B", "emoji": "👍" } }),
    ] {
        assert!(message(&members).choice().is_none(), "{members}");
    }
    let without_payload = message(&json!({ "type": "button", "button": { "text": "Yes" } }));
    assert_eq!(without_payload.choice().map(|choice| (choice.id, choice.title)), Some((None, Some("Yes"))));
}

#[test]
fn the_text_of_no_system_message_is_a_user_s() {
    let mut count = 0;
    for (name, body) in all_fixtures() {
        for update in event(body.to_string().into_bytes()).updates() {
            let Some(message) = update.message().filter(|message| message.content.kind() == "system") else {
                continue;
            };
            assert_eq!((message.text(), message.choice()), (None, None), "{name}");
            assert_eq!(message.service_window_ends_at(), None, "{name}");
            count += 1;
        }
    }
    assert!(count >= 5, "{count} system messages");
}

#[test]
fn the_five_fields_about_templates_tell_the_template() {
    let fields = [
        ("message_template_components_update/everything.json", "TemplateComponentsUpdate"),
        ("message_template_quality_update/green_to_yellow.json", "TemplateQualityUpdate"),
        ("message_template_status_update/approved.json", "TemplateStatusUpdate"),
        ("template_category_update/done.json", "TemplateCategoryUpdate"),
        ("template_correct_category_detection/utility_to_marketing.json", "TemplateCategoryDetection"),
    ];
    for (name, content) in fields {
        let update = fixture(name).updates().next().unwrap();
        assert_eq!(update.name(), content);
        let raw: Value = serde_json::from_str(update.raw()).unwrap();
        let template = update.template().unwrap();
        let id = raw["message_template_id"].to_string();
        assert_eq!(template.id.unwrap().as_str(), id.trim_matches('"'), "{name}");
        assert_eq!(template.name, raw["message_template_name"].as_str(), "{name}");
        assert_eq!(template.language, raw["message_template_language"].as_str(), "{name}");
        assert!(template.name.is_some() && template.language.is_some(), "{name}");
    }
    assert!(fixture("messages/text.json").updates().next().unwrap().template().is_none());
    // Every update of these types tells one, and no other does.
    for (name, body) in all_fixtures() {
        for update in event(body.to_string().into_bytes()).updates() {
            let expected = fields.iter().any(|(_, content)| *content == update.name());
            assert_eq!(update.template().is_some(), expected, "{name}");
        }
    }
}

#[test]
fn a_status_from_a_database_column_supersedes_by_its_rank() {
    let column = |text: &str| text.parse::<MessageStatus>().unwrap();
    for ascending in [["sent", "delivered", "read"], ["SENT", "Delivered", "READ"]] {
        for pair in ascending.windows(2) {
            let (earlier, later) = (column(pair[0]), column(pair[1]));
            assert!(later.supersedes(&earlier) && !earlier.supersedes(&later), "{pair:?}");
            assert!(later.rank() > earlier.rank(), "{pair:?}");
        }
    }
    let all = MessageStatus::KNOWN.iter().cloned().chain([column("held_back")]);
    let all: Vec<MessageStatus> = all.collect();
    for one in &all {
        for other in &all {
            assert_eq!(one.supersedes(other), one.rank() > other.rank(), "{one} and {other}");
        }
        let stored: MessageStatus = one.to_string().into();
        assert_eq!((stored.rank(), &stored), (one.rank(), one));
    }
    assert!(column("failed").supersedes(&column("read")));
    assert!(column("sent").supersedes(&column("held_back")));
}

#[test]
fn values_are_equal_however_they_are_spelled() {
    fn all_equal<T: serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(spellings: &[&str]) {
        let read =
            |json: &str| serde_json::from_str::<T>(json).unwrap_or_else(|error| panic!("{json}: {error}"));
        for one in spellings {
            for other in spellings {
                assert_eq!(read(one), read(other), "{one} and {other}");
            }
        }
    }

    let times = [
        r#""1767225600""#,
        "1767225600",
        "1767225600000",
        r#""2026-01-01T00:00:00Z""#,
        r#""2026-01-01T02:00:00+0200""#,
    ];
    all_equal::<Timestamp>(&times);
    all_equal::<Decimal>(&["30", r#""30""#, "30.0", "3e1", r#""30.00""#]);
    all_equal::<OneOrMany<MessageStatus>>(&[r#""sent""#, r#"["sent"]"#, r#"["SENT"]"#, r#"[null,"Sent"]"#]);
    let differ = |one: &str, other: &str| one.parse::<Decimal>().unwrap() != other.parse().unwrap();
    assert!(differ("30", "30.01") && differ("30", "-30") && differ("1", "1e-99999999999999999999"));
    let time = |json: &str| serde_json::from_str::<Timestamp>(json).unwrap();
    assert_ne!(time("1767225600"), time("1767225601"));
}
