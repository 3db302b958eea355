//! What saves the author of a handler from digging.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use whatsapp_webhook::{Content, event::message::MessageContent};

use super::{event, fixture, inbound, messages, statuses, text_message};

#[test]
fn contacts_are_found_by_identifier_and_never_by_place() {
    let mut second = text_message("wamid.2");
    second["from"] = json!("5511987650002");
    let event = event(messages(&json!({
        "contacts": [{ "profile": { "name": "Rui" }, "wa_id": "5511987650002" }, { "profile": { "name": "Ana" }, "wa_id": "5511987650001" }],
        "messages": [text_message("wamid.1"), second, text_message("wamid.3")],
    })));
    let updates: Vec<_> = event.updates().collect();
    let names: Vec<_> = updates.iter().map(|update| update.sender().unwrap().name).collect();
    assert_eq!(names, [Some("Ana"), Some("Rui"), Some("Ana")]);
}

#[test]
fn a_sender_is_identified_by_any_identifier() {
    for (name, phone, user_id, shown) in [
        ("messages/text.json", Some("5511987650001"), None, "5511987650001"),
        (
            "messages/text_with_user_ids.json",
            Some("5511987650001"),
            Some("BR.7000000000000000001"),
            "5511987650001",
        ),
        ("messages/text_without_phone_number.json", None, Some("BR.7000000000000000001"), "@anaprado"),
        (
            "messages/text_user_id_in_from.json",
            None,
            Some("BR.7000000000000000001"),
            "BR.7000000000000000001",
        ),
    ] {
        let event = fixture(name);
        let update = event.updates().next().unwrap();
        let sender = update.sender().unwrap();
        assert_eq!(
            (sender.phone, sender.user_id, sender.to_string().as_str()),
            (phone, user_id, shown),
            "{name}"
        );
        assert_eq!(sender.name.is_some(), name != "messages/text_without_contacts.json", "{name}");
    }
    assert_eq!(fixture("messages/errors.json").updates().next().unwrap().sender(), None);
}

#[test]
fn a_recipient_is_identified_by_any_identifier() {
    let event = fixture("messages/status_delivered_without_phone_number.json");
    let update = event.updates().next().unwrap();
    assert_eq!(update.recipient().unwrap().user_id, Some("BR.7000000000000000001"));
    assert!(update.contact().is_some());
    assert_eq!(update.sender(), None);
    let event = fixture("standby/echo.json");
    assert_eq!(event.updates().next().unwrap().recipient().unwrap().phone, Some("5511987650001"));
}

#[test]
fn the_text_is_what_a_person_wrote_or_chose() {
    for (name, text) in [
        ("text", Some("Is the blue one back in stock?")),
        ("image", Some("The crack is on the left")),
        ("document", Some("The invoice")),
        ("button", Some("Stop offers")),
        ("interactive_button_reply", Some("Keep it")),
        ("interactive_list_reply", Some("Tuesday")),
        ("interactive_flow", None),
        ("system_user_changed_number", None),
        ("order", Some("With gift wrap, please")),
        ("edit", Some("Two jars, not three")),
        ("edit_of_a_caption", Some("The crack is on the right")),
        ("audio_voice_note", None),
        ("reaction", None),
        ("location", None),
    ] {
        let event = fixture(&format!("messages/{name}.json"));
        assert_eq!(inbound(&event).next().unwrap().1.text(), text, "{name}");
    }
}

#[test]
fn the_media_file_is_found_in_every_media_message() {
    for name in ["image", "video", "audio_file", "document", "sticker", "edit_of_a_caption"] {
        let event = fixture(&format!("messages/{name}.json"));
        let (_, message) = inbound(&event).next().unwrap();
        assert_eq!(message.media().unwrap().id.as_ref().unwrap(), "600000000000001", "{name}");
    }
    assert!(inbound(&fixture("messages/text.json")).next().unwrap().1.media().is_none());
}

#[test]
fn replies_and_forwards_are_told() {
    let reply = fixture("messages/text_reply.json");
    assert_eq!(inbound(&reply).next().unwrap().1.reply_to().unwrap(), "wamid.FIXTUREREPLIED");
    for (name, forwarded) in [("text", false), ("text_forwarded", true), ("text_frequently_forwarded", true)]
    {
        assert_eq!(
            inbound(&fixture(&format!("messages/{name}.json"))).next().unwrap().1.is_forwarded(),
            forwarded
        );
    }
}

#[test]
fn an_update_knows_where_it_stands() {
    let event = fixture("messages/batch_of_entries_and_changes.json");
    let updates: Vec<_> = event.updates().collect();
    let told: Vec<_> = updates
        .iter()
        .map(|update| {
            let waba_id = update.waba_id().unwrap().as_str();
            (update.kind(), update.field(), waba_id, update.phone_number_id().is_some())
        })
        .collect();
    let (first, second) = ("300000000000029", "300000000000030");
    assert_eq!(
        told,
        [
            ("read", "messages", first, true),
            ("text", "messages", first, true),
            ("text", "messages", first, true),
            ("error", "messages", first, true),
            ("ACCOUNT_DELETED", "account_update", first, false),
            ("text", "messages", second, true),
        ]
    );
    let last = event.updates().last().unwrap();
    assert_eq!(last.display_phone_number(), Some("4930901820"));
    assert_eq!(last.occurred_at().unwrap().as_secs(), 1_767_225_601);
    assert_eq!((inbound(&event).count(), statuses(&event).count()), (3, 1));
}

#[test]
fn a_restriction_ends_when_the_platform_said() {
    let event = fixture("account_update/account_restriction_expires_as_text.json");
    let Content::AccountUpdate(account) = event.updates().next().unwrap().content else { panic!() };
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_776_607_160);
    let restriction = &account.restriction_info[0];
    assert!(restriction.is_active_at(end - Duration::from_millis(1)));
    assert!(!restriction.is_active_at(end));
    let event = fixture("account_update/account_restriction_every_type.json");
    let Content::AccountUpdate(account) = event.updates().next().unwrap().content else { panic!() };
    assert!(account.restriction_info.iter().all(|restriction| restriction.is_active_at(end)));
}

#[test]
fn numbers_arrive_as_text_and_text_as_numbers() {
    let event = event(messages(&json!({
        "metadata": { "display_phone_number": "1", "phone_number_id": 106_540_352_242_922_u64 },
        "messages": [{ "from": 5_511_987_650_001_u64, "id": "wamid.N", "timestamp": 1_767_225_600, "type": "location", "location": { "latitude": "1.5", "longitude": 2 } }],
        "statuses": [{ "id": "wamid.S", "status": "failed", "timestamp": "1", "errors": [{ "code": "131209" }], "pricing": { "billable": "true" } }],
    })));
    let (update, message) = inbound(&event).next().unwrap();
    assert_eq!(update.phone_number_id().unwrap(), "106540352242922");
    assert_eq!(message.from.as_ref().unwrap(), "5511987650001");
    let MessageContent::Location(location) = &message.content else { panic!("{message:?}") };
    assert!((location.latitude - 1.5).abs() < f64::EPSILON);
    let (_, status) = statuses(&event).next().unwrap();
    assert_eq!(status.errors[0].code, 131_209);
    assert_eq!(status.pricing.as_ref().unwrap().billable, Some(true));
    let mut system = text_message("wamid.SYSTEM");
    system["type"] = json!("system");
    system["system"] = json!({ "type": "user_changed_number", "new_wa_id": 5_511_987_650_009_u64 });
    let event = self::event(messages(&json!({ "messages": [system] })));
    let MessageContent::System(system) = &inbound(&event).next().unwrap().1.content else { panic!() };
    assert_eq!(system.new_number().unwrap(), "5511987650009");
}

#[test]
fn an_open_string_keeps_what_it_does_not_know() {
    use whatsapp_webhook::event::MessageStatus;

    let event =
        event(messages(&json!({ "statuses": [{ "id": "wamid.S", "status": "held", "timestamp": "1" }] })));
    let (_, status) = statuses(&event).next().unwrap();
    assert_eq!((status.status.as_str(), status.status.is_known()), ("held", false));
    assert_eq!(status.status, MessageStatus::from("held"));
    assert_ne!(status.status, MessageStatus::Sent);
    assert_eq!("read".parse::<MessageStatus>().unwrap(), MessageStatus::Read);
    assert_eq!(serde_json::to_value(&status.status).unwrap(), Value::from("held"));
    let found: Vec<String> = event.unrecognized().map(|found| found.to_string()).collect();
    assert_eq!(found, ["/entry/0/changes/0/value/statuses/0/status: unknown value"]);
}

#[test]
fn parts_of_an_event_can_be_read_and_written_alone() {
    let json = text_message("wamid.ALONE");
    let message: whatsapp_webhook::event::Message = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(message.text(), Some("Hello"));
    assert_eq!(serde_json::to_value(&message).unwrap(), json);
    let new = json!({ "id": "wamid.X", "timestamp": "1", "type": "new", "new": 1 });
    let message: whatsapp_webhook::event::Message = serde_json::from_value(new.clone()).unwrap();
    assert_eq!(serde_json::to_value(&message).unwrap(), new);
}

#[test]
fn a_status_replaces_only_an_earlier_step_of_the_same_message() {
    use whatsapp_webhook::event::Status;

    let status = |id: &str, status: &str| -> Status {
        serde_json::from_value(json!({ "id": id, "status": status, "timestamp": "1" })).unwrap()
    };
    let steps = ["held", "sent", "delivered", "read", "played", "failed"];
    for (later, new) in steps.iter().enumerate() {
        for (earlier, old) in steps.iter().enumerate() {
            assert_eq!(
                status("wamid.A", new).supersedes(&status("wamid.A", old)),
                later > earlier,
                "{new} after {old}"
            );
            assert!(!status("wamid.A", new).supersedes(&status("wamid.B", old)));
        }
    }
    let participant = |id: &str, text: &str| -> Status {
        let status =
            json!({ "id": "wamid.A", "status": text, "timestamp": "1", "recipient_participant_id": id });
        serde_json::from_value(status).unwrap()
    };
    assert!(participant("1", "read").supersedes(&participant("1", "sent")));
    assert!(!participant("2", "read").supersedes(&participant("1", "sent")));
    let of = |members: Value| -> Status {
        let mut status = json!({ "id": "wamid.A", "status": "read", "timestamp": "1" });
        status.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        serde_json::from_value(status).unwrap()
    };
    let both = of(json!({ "recipient_participant_id": "1", "recipient_participant_user_id": "BR.1" }));
    let by_user_id = of(json!({ "recipient_participant_user_id": "BR.1" }));
    let other = of(json!({ "recipient_participant_user_id": "BR.2" }));
    assert!(both.is_of_same_delivery(&by_user_id) && both.is_of_same_delivery(&participant("1", "sent")));
    assert!(!both.is_of_same_delivery(&other) && !both.is_of_same_delivery(&of(json!({}))));
    assert_eq!((both.participant().unwrap().id(), by_user_id.participant().unwrap().id()), ("BR.1", "BR.1"));
    let payment = of(json!({ "type": "payment" }));
    assert!(payment.is_about_payment() && !payment.is_of_same_delivery(&of(json!({}))));
    assert!(of(json!({ "type": "message" })).is_of_same_delivery(&of(json!({}))));
}

#[test]
fn the_service_window_is_counted_from_the_users_message() {
    let event = fixture("messages/text.json");
    let (_, message) = inbound(&event).next().unwrap();
    let sent = message.timestamp.as_system_time();
    assert_eq!(message.service_window_ends_at(), Some(sent + Duration::from_secs(86_400)));
    assert_eq!(message.age_at(sent + Duration::from_secs(90)), Duration::from_secs(90));
    assert_eq!(message.age_at(sent - Duration::from_secs(90)), Duration::ZERO);
    for name in ["system_user_changed_number", "request_welcome"] {
        let event = fixture(&format!("messages/{name}.json"));
        assert_eq!(inbound(&event).next().unwrap().1.service_window_ends_at(), None, "{name}");
    }
}

#[test]
fn an_error_says_what_can_be_done_about_it() {
    use whatsapp_webhook::event::{ApiError, error_code};

    let error = |code: i64| -> ApiError { serde_json::from_value(json!({ "code": code })).unwrap() };
    for (code, answers) in [
        (error_code::RATE_LIMIT_HIT, [true, false, false, false, false]),
        (error_code::RE_ENGAGEMENT_MESSAGE, [false, true, false, false, false]),
        (error_code::MESSAGE_UNDELIVERABLE, [false, false, true, false, false]),
        (error_code::USER_STOPPED_MARKETING_MESSAGES, [false, false, false, true, false]),
        (error_code::ACCOUNT_LOCKED, [false, false, false, false, true]),
        (999_999, [false; 5]),
    ] {
        let error = error(code);
        let told = [
            error.is_retryable(),
            error.means_window_closed(),
            error.means_unreachable(),
            error.means_opted_out(),
            error.means_account_blocked(),
        ];
        assert_eq!(told, answers, "{code}");
    }
}

#[test]
fn a_field_whose_name_has_escapes_is_that_field_to_everyone() {
    let body = |field: &str| {
        let message = r#"{"from":"16505551234","id":"wamid.A","timestamp":"1749416383","type":"text","text":{"body":"x"}}"#;
        format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"{field}","value":{{"messages":[{message}]}}}}]}}]}}"#
        )
    };
    let known = event(body("messag\\u0065s").into_bytes());
    assert_eq!(inbound(&known).count(), 1);
    assert_eq!(known.unrecognized().count(), 0);

    let new = event(body("weath\\u0065r").into_bytes());
    assert!(matches!(new.updates().next().unwrap().content, Content::Unknown(_)));
    assert_eq!(new.unrecognized().count(), 1);
}
