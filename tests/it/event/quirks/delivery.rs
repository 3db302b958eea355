//! Section E, delivery.

use std::time::{Duration, SystemTime};

use serde_json::json;
use whatsapp_webhook::{
    Content, UnrecognizedReason,
    event::{
        MessageStatus, Source, error_code,
        message::{MessageContent, UnsupportedType},
    },
};

use super::{TIME, change, first, message, status, written};
use crate::event::{delivery, event, inbound, text_message};

#[test]
fn a_delivery_that_comes_again_has_the_same_keys() {
    let value = json!({
        "messages": [text_message("wamid.A")],
        "statuses": [{ "id": "wamid.B", "status": "sent", "timestamp": "1" }, { "id": "wamid.B", "status": "read", "timestamp": "2" }],
    });
    let keys = || {
        let event = change("messages", &value);
        event
            .updates()
            .map(|update| (update.id().unwrap().to_owned(), update.kind().to_owned()))
            .collect::<Vec<_>>()
    };
    let once = keys();
    assert_eq!(once, keys());
    assert!(once[0] != once[1] && once[1] != once[2] && once[0] != once[2]);
}

#[test]
fn the_current_status_does_not_depend_on_arrival_order() {
    let step = |name: &str| status(&json!({ "status": name }));
    for order in [
        ["sent", "delivered", "read"],
        ["delivered", "sent", "read"],
        ["read", "delivered", "sent"],
        ["read", "sent", "delivered"],
        // A user who reads at once: there is no `delivered`.
        ["sent", "read", "sent"],
    ] {
        let mut held = step(order[0]);
        for name in &order[1..] {
            let next = step(name);
            if next.supersedes(&held) {
                held = next;
            }
        }
        assert_eq!(held.status, MessageStatus::Read, "{order:?}");
    }
}

#[test]
fn a_message_from_before_an_outage_tells_its_age() {
    let message = message(&json!({ "type": "text", "text": { "body": "Are you there?" } }));
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(TIME + 3 * 86_400);
    assert_eq!(message.age_at(now), Duration::from_secs(3 * 86_400));
    assert!(message.service_window_ends_at().unwrap() < now);
}

#[test]
fn a_status_brings_back_what_the_sender_gave_along() {
    let status = status(&json!({ "biz_opaque_callback_data": "order 17" }));
    assert_eq!(status.biz_opaque_callback_data.as_deref(), Some("order 17"));
}

#[test]
fn a_test_of_the_dashboard_is_a_delivery_like_any_other() {
    let message = json!({ "from": "16315551181", "id": "ABGGFlA5Fpa", "timestamp": "1504902988", "type": "text", "text": { "body": "a test" } });
    let value = json!({ "messaging_product": "whatsapp", "metadata": { "display_phone_number": "16505551111", "phone_number_id": "123456123" }, "messages": [message] });
    let entry = json!([{ "id": "0", "changes": [{ "field": "messages", "value": value }] }]);
    let body = json!({ "object": "whatsapp_business_account", "entry": entry });
    let event = event(body.to_string().into_bytes());
    let (update, message) = inbound(&event).next().unwrap();
    assert_eq!((update.waba_id().unwrap().as_str(), update.id()), ("0", Some("ABGGFlA5Fpa")));
    assert_eq!(
        (update.phone_number_id().unwrap().as_str(), message.timestamp.as_secs()),
        ("123456123", 1_504_902_988)
    );
    assert_eq!((event.source(), written(&event)), (Source::Cloud, body));
}

#[test]
fn an_error_of_no_message_is_an_update_of_its_own() {
    let event = change("messages", &json!({ "errors": [{ "code": 130_429, "title": "Rate limit hit" }] }));
    let update = first(&event);
    assert_eq!((update.kind(), update.id(), inbound(&event).count()), ("error", None, 0));
    let Content::Error(error) = update.content else { panic!("{update:?}") };
    assert!(error.is_retryable());
}

#[test]
fn a_status_of_a_message_that_another_app_sent_needs_nothing_but_its_head() {
    let status = status(&json!({ "id": "wamid.NOT.OURS", "status": "delivered" }));
    assert_eq!((status.id.as_str(), &status.status), ("wamid.NOT.OURS", &MessageStatus::Delivered));
    assert!(status.recipient_id.is_none() && status.biz_opaque_callback_data.is_none());
}

#[test]
fn an_unknown_field_is_kept_raw_and_named() {
    let value = json!({ "degrees": 21 });
    let event = event(delivery(
        &json!([{ "field": "weather", "value": value }, { "field": "messages", "value": { "messages": [text_message("wamid.A")] } }]),
    ));
    let Content::Unknown(unknown) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(
        (first(&event).field(), unknown.kind(), unknown.raw()),
        ("weather", "weather", r#"{"degrees":21}"#)
    );
    assert_eq!(event.unrecognized().next().unwrap().reason(), &UnrecognizedReason::Field);
    assert_eq!(inbound(&event).count(), 1);
}

#[test]
fn a_view_once_or_edited_message_comes_as_unsupported_with_a_code() {
    let errors = json!([{ "code": 131_060, "title": "This message is unavailable" }]);
    let message =
        message(&json!({ "type": "unsupported", "unsupported": { "type": "edit" }, "errors": errors }));
    let MessageContent::Unsupported(unsupported) = &message.content else { panic!("{message:?}") };
    assert_eq!(unsupported.kind, Some(UnsupportedType::Edit));
    assert_eq!((message.errors[0].code, message.text()), (error_code::MESSAGE_NOT_AVAILABLE, None));
}
