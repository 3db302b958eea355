//! Section A, numbers, strings and times.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, UnknownReason,
    event::{
        account_update::BanState,
        message::{InteractiveContent, MessageContent},
    },
};

use super::{NUMBER, TIME, account_update, change, first, message, status, template_status, written};
use crate::event::{event, inbound, leaves::is_same, messages, text_message};

/// Both spellings of a time: the string, and the number.
fn times() -> [Value; 2] {
    [json!(TIME.to_string()), json!(TIME)]
}

#[test]
fn the_time_of_a_message_and_of_a_status_is_a_string_of_digits() {
    let message = message(&json!({ "type": "request_welcome" }));
    assert_eq!(message.timestamp.as_secs(), TIME);
    assert_eq!(written(&message)["timestamp"], "1767225600");
    let status = status(&json!({}));
    assert_eq!(status.timestamp.as_secs(), TIME);
    assert_eq!(written(&status)["timestamp"], "1767225600");
}

#[test]
fn the_time_of_an_entry_is_a_number_or_a_string() {
    for time in times() {
        let changes = json!([{ "field": "account_update", "value": { "event": "ACCOUNT_DELETED" } }]);
        let entry = json!({ "id": "300000000000029", "time": time, "changes": changes });
        let body = json!({ "object": "whatsapp_business_account", "entry": [entry] });
        let event = event(body.to_string().into_bytes());
        assert_eq!(first(&event).occurred_at().unwrap().as_secs(), TIME);
    }
}

#[test]
fn times_that_are_bare_numbers_are_read_like_strings() {
    for (field, value) in [
        (
            "user_preferences",
            json!({ "user_preferences": [{ "wa_id": NUMBER, "category": "marketing_messages", "value": "stop", "timestamp": TIME }] }),
        ),
        (
            "automatic_events",
            json!({ "automatic_events": [{ "id": "wamid.Q", "event_name": "LeadSubmitted", "timestamp": TIME }] }),
        ),
        ("tracking_events", json!({ "events": [{ "event_name": "sent", "timestamp": TIME }] })),
        (
            "payment_configuration_update",
            json!({ "status": "Active", "created_timestamp": 1, "updated_timestamp": TIME }),
        ),
    ] {
        let event = change(field, &value);
        assert_eq!(first(&event).occurred_at().unwrap().as_secs(), TIME, "{field}");
        let item: Value = serde_json::from_str(first(&event).raw()).unwrap();
        assert!(is_same(&written(&first(&event).content), &item), "{field}");
    }
    let value = json!({ "message_template_id": 7, "new_category": "UTILITY", "correct_category": "MARKETING", "category_update_timestamp": TIME });
    let event = change("template_category_update", &value);
    let Content::TemplateCategoryUpdate(update) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(update.category_update_timestamp.as_ref().unwrap().as_secs(), TIME);
}

#[test]
fn the_time_of_a_group_is_a_number_or_a_string() {
    for (field, kind) in [
        ("group_lifecycle_update", "group_create"),
        ("group_participants_update", "group_participants_add"),
        ("group_settings_update", "group_settings_update"),
        ("group_status_update", "group_suspend"),
    ] {
        for time in times() {
            let group = json!({ "timestamp": time, "group_id": "group-of-neighbors", "type": kind });
            let event = change(field, &json!({ "groups": [group] }));
            assert_eq!(first(&event).occurred_at().unwrap().as_secs(), TIME, "{field}: {time}");
            assert!(is_same(&written(&first(&event).content), &group));
        }
    }
}

#[test]
fn a_permission_to_call_ends_at_a_number_or_a_string() {
    for time in times() {
        let reply = json!({ "response": "accept", "expiration_timestamp": time });
        let interactive = json!({ "type": "call_permission_reply", "call_permission_reply": reply });
        let message = message(&json!({ "type": "interactive", "interactive": interactive }));
        let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
        let InteractiveContent::CallPermissionReply(reply) = &interactive.content else { panic!() };
        assert_eq!(reply.expiration_timestamp.as_ref().unwrap().as_secs(), TIME);
    }
}

#[test]
fn a_call_has_its_times_as_strings_and_its_duration_as_a_number() {
    let call = json!({ "id": "wacid.Q", "event": "terminate", "timestamp": "1767225700", "start_time": "1767225600", "end_time": "1767225693", "duration": 93 });
    let event = change("calls", &json!({ "calls": [call] }));
    let Content::Call(read) = first(&event).content else { panic!("{event:?}") };
    let lasted = read.end_time.as_ref().unwrap().as_secs() - read.start_time.as_ref().unwrap().as_secs();
    assert_eq!((read.timestamp.as_secs(), lasted, read.duration), (TIME + 100, 93, Some(93)));
    assert!(is_same(&written(&read), &call));
}

#[test]
fn an_identity_is_dated_in_milliseconds() {
    let moment = SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_225_600_123);
    for time in [json!(1_767_225_600_123_u64), json!("1767225600123")] {
        let identity = json!({ "acknowledged": true, "created_timestamp": time, "hash": "Zm9vYmFy" });
        let message = message(&json!({ "type": "request_welcome", "identity": identity }));
        let created = message.identity.as_ref().unwrap().created_timestamp.as_ref().unwrap();
        assert_eq!((created.as_secs(), created.as_system_time()), (TIME, moment));
        assert!(is_same(&written(&message)["identity"], &identity));
    }
}

#[test]
fn a_conversation_expires_at_a_number_or_a_string() {
    for time in times() {
        let conversation = json!({ "id": "c0ffee", "expiration_timestamp": time });
        let status = status(&json!({ "conversation": conversation }));
        let expires = status.conversation.as_ref().unwrap().expiration_timestamp.as_ref();
        assert_eq!(expires.unwrap().as_secs(), TIME);
        assert!(is_same(&written(&status)["conversation"], &conversation));
    }
}

#[test]
fn a_message_without_a_readable_time_is_raw_and_costs_no_other() {
    for time in [None, Some(json!(null)), Some(json!("")), Some(json!("yesterday"))] {
        let mut untimed = text_message("wamid.UNTIMED");
        untimed.as_object_mut().unwrap().remove("timestamp");
        if let Some(time) = &time {
            untimed["timestamp"] = time.clone();
        }
        let event = event(messages(&json!({ "messages": [untimed, text_message("wamid.B")] })));
        let updates: Vec<_> = event.updates().collect();
        let ids: Vec<_> =
            updates.iter().map(|update| (update.id(), update.sender().unwrap().phone)).collect();
        assert_eq!(ids, [(Some("wamid.UNTIMED"), Some(NUMBER)), (Some("wamid.B"), Some(NUMBER))]);
        assert_eq!(inbound(&event).count(), 1);
        let Content::Unknown(unknown) = first(&event).content else { panic!("{time:?}") };
        assert_eq!(unknown.decode::<Value>().unwrap(), untimed);
        assert!(
            matches!(unknown.reason(), UnknownReason::Malformed(error) if error.to_string().contains("timestamp"))
        );
    }
}

#[test]
fn a_payment_is_dated_in_numbers_or_strings() {
    for time in times() {
        let payment = json!({
            "reference_id": "basket-17",
            "transaction": { "created_timestamp": time, "updated_timestamp": time },
            "refunds": [{ "id": "r-1", "created_timestamp": time, "updated_timestamp": time }],
        });
        let status = status(&json!({ "type": "payment", "payment": payment }));
        let read = status.payment.as_ref().unwrap();
        let transaction = read.transaction.as_ref().unwrap();
        for read in [
            &transaction.created_timestamp,
            &transaction.updated_timestamp,
            &read.refunds[0].created_timestamp,
        ] {
            assert_eq!(read.as_ref().unwrap().as_secs(), TIME);
        }
        assert!(is_same(&written(&status)["payment"], &payment));
    }
}

#[test]
fn a_template_is_disabled_at_a_number_or_a_string() {
    for time in times() {
        let template =
            template_status(&json!({ "event": "DISABLED", "disable_info": { "disable_date": time } }));
        let date = template.disable_info.as_ref().unwrap().disable_date.as_ref().unwrap();
        assert_eq!(date.as_secs(), TIME);
        assert!(is_same(&written(&template)["disable_info"]["disable_date"], &time));
    }
}

#[test]
fn a_ban_is_dated_in_words() {
    let ban = json!({ "waba_ban_state": "SCHEDULE_FOR_DISABLE", "waba_ban_date": "March 3, 2026" });
    let account = account_update("DISABLED_UPDATE", &json!({ "ban_info": ban }));
    let ban = account.ban_info.as_ref().unwrap();
    assert_eq!(ban.waba_ban_date.as_deref(), Some("March 3, 2026"));
    assert_eq!(ban.waba_ban_state, Some(BanState::ScheduleForDisable));
}

#[test]
fn a_restriction_ends_at_a_number_at_an_iso_date_or_never() {
    for (expiration, secs) in [
        (json!(TIME), Some(TIME)),
        (json!("2026-01-01T00:00:00+0000"), Some(TIME)),
        (json!(null), None),
        (json!(""), None),
    ] {
        let info = json!([{ "restriction_type": "RESTRICTED_UTILITY_TEMPLATES", "expiration": expiration }]);
        let account = account_update("ACCOUNT_RESTRICTION", &json!({ "restriction_info": info }));
        let restriction = &account.restriction_info[0];
        assert_eq!(restriction.expiration.as_ref().map(|end| end.as_secs()), secs);
        let much_later = SystemTime::UNIX_EPOCH + Duration::from_secs(2 * TIME);
        assert_eq!(restriction.is_active_at(much_later), secs.is_none(), "{expiration}");
    }
}

#[test]
fn a_template_is_the_same_by_a_number_and_by_a_string() {
    // One more than a double can hold.
    let (number, text) = (json!(9_007_199_254_740_993_u64), json!("9007199254740993"));
    for id in [&number, &text] {
        let template = template_status(&json!({ "message_template_id": id }));
        assert_eq!(template.message_template_id, "9007199254740993");
        assert_eq!(written(&template)["message_template_id"], "9007199254740993");
        let status = status(&json!({ "template_id": id }));
        assert_eq!(status.template_id.as_ref(), Some(&template.message_template_id));
        assert_eq!(written(&status)["template_id"], "9007199254740993");
    }
}

#[test]
fn a_business_and_a_campaign_are_named_by_numbers_in_places() {
    for id in [json!(400_000_000_000_031_u64), json!("400000000000031")] {
        let event = change(
            "business_status_update",
            &json!({ "business_id": id, "event": "COMPROMISED_NOTIFICATION" }),
        );
        let Content::BusinessStatusUpdate(update) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(update.business_id.as_ref().unwrap(), "400000000000031");
        assert!(is_same(&written(&update)["business_id"], &id));
        let event = change("campaign_status_update", &json!({ "campaign_id": id, "new_status": "PAUSED" }));
        let Content::CampaignStatusUpdate(update) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(update.campaign_id.as_ref().unwrap(), "400000000000031");
        assert!(is_same(&written(&update)["campaign_id"], &id));
    }
}

#[test]
fn a_messaging_limit_is_a_number_or_a_tier_and_minus_one_is_none() {
    for (limit, users, unlimited) in [
        (json!(2000), Some(2000), false),
        (json!("2000"), Some(2000), false),
        (json!("TIER_2K"), Some(2000), false),
        (json!("TIER_UNLIMITED"), None, true),
        (json!(-1), None, true),
    ] {
        for member in ["max_daily_conversations_per_business", "max_daily_conversation_per_phone"] {
            let event = change("business_capability_update", &json!({ member: limit }));
            let Content::BusinessCapabilityUpdate(update) = first(&event).content else {
                panic!("{event:?}")
            };
            let limits =
                [&update.max_daily_conversations_per_business, &update.max_daily_conversation_per_phone];
            let read = limits.into_iter().flatten().next().unwrap();
            assert_eq!((read.users_per_day(), read.is_unlimited()), (users, unlimited), "{limit}");
            assert!(is_same(&written(&update)[member], &limit));
        }
    }
}

#[test]
fn a_price_keeps_its_decimal_text_and_a_quantity_may_be_a_string() {
    for (price, quantity, text) in [
        (json!(12.49), json!(3), "12.49"),
        (json!("12.490"), json!("3"), "12.490"),
        (json!(12), json!(3), "12"),
    ] {
        let item = json!({ "product_retailer_id": "mug-blue", "quantity": quantity, "item_price": price, "currency": "EUR" });
        let message = message(&json!({ "type": "order", "order": { "product_items": [item] } }));
        let MessageContent::Order(order) = &message.content else { panic!("{message:?}") };
        let read = &order.product_items[0];
        assert_eq!(read.item_price.as_ref().unwrap().as_str(), text);
        assert_eq!(read.quantity.as_ref().unwrap().as_str(), "3");
        assert!(is_same(&written(read), &item));
    }
}

#[test]
fn a_new_number_is_text_even_when_it_came_as_a_number() {
    for new in [json!(5_511_987_650_002_u64), json!("5511987650002")] {
        for member in ["new_wa_id", "wa_id"] {
            let system = json!({ "type": "user_changed_number", member: new });
            let message = message(&json!({ "type": "system", "system": system }));
            let MessageContent::System(system) = &message.content else { panic!("{message:?}") };
            assert_eq!(system.new_number().unwrap(), "5511987650002");
        }
    }
}

#[test]
fn the_rates_of_a_flow_are_whole_or_not() {
    for (rate, expected) in [(json!(14.28), 14.28), (json!(14), 14.0), (json!("14.28"), 14.28)] {
        let error = json!({ "error_type": "TIMEOUT", "error_rate": rate, "error_count": 2 });
        let value = json!({ "event": "ENDPOINT_ERROR_RATE", "flow_id": "5", "error_rate": rate, "errors": [error], "availability": rate });
        let event = change("flows", &value);
        let Content::FlowUpdate(flow) = first(&event).content else { panic!("{event:?}") };
        let read = [flow.error_rate, flow.availability, flow.errors[0].error_rate];
        assert_eq!(read, [Some(expected); 3], "{rate}");
    }
}

#[test]
fn an_alert_names_what_it_is_about_by_a_string_or_a_number() {
    for id in [json!("200000000000017"), json!(200_000_000_000_017_u64)] {
        let value = json!({ "entity_type": "PHONE_NUMBER", "entity_id": id });
        let event = change("account_alerts", &value);
        let Content::AccountAlert(alert) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(alert.entity_id.as_ref().unwrap(), "200000000000017");
        assert!(is_same(&written(&alert), &value));
    }
}

#[test]
fn a_coordinate_of_whole_degrees_is_a_number_like_any_other() {
    let location = json!({ "latitude": 40, "longitude": -3.7038 });
    let message = message(&json!({ "type": "location", "location": location }));
    let MessageContent::Location(read) = &message.content else { panic!("{message:?}") };
    assert_eq!([read.latitude, read.longitude], [40.0, -3.7038]);
    assert!(is_same(&written(read), &location));
}
