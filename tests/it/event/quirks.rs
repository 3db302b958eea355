//! What the platform sends against all expectation; `docs/quirks.md` has a row for each, in this order.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, UnknownReason, UnrecognizedReason, Update, WebhookEvent,
    event::{
        BusinessStatusUpdate, CampaignStatusUpdate, Message, MessageStatus, PricingCategory, Source, Status,
        TemplateId, TemplateStatusUpdate,
        change::{
            self, AccountEvent, CallOutcome, CertificationRejection, RestrictionType, SecurityEvent,
            TemplateCategory, TemplateRejectionReason,
        },
        error_code,
        message::{InteractiveContent, MessageContent, SystemType, UnsupportedType},
    },
};

use super::{delivery, event, messages, pointers, text_message};

const TIME: u64 = 1_767_225_600;
const NUMBER: &str = "5511987650001";
const USER: &str = "BR.7000000000000000001";

/// A delivery of one change, of which nothing is unknown.
fn change(field: &str, value: &Value) -> WebhookEvent {
    let event = event(delivery(&json!([{ "field": field, "value": value }])));
    assert_eq!(pointers(&event), [""; 0], "{field}: {value}");
    event
}

fn first(event: &WebhookEvent) -> Update<'_> {
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
    event.messages().next().unwrap().1.clone()
}

/// A status with these members besides its head, of which nothing is unknown.
fn status(members: &Value) -> Status {
    let head = json!({ "id": "wamid.Q", "status": "sent", "timestamp": TIME.to_string() });
    let event = change("messages", &json!({ "statuses": [with(head, members)] }));
    event.statuses().next().unwrap().1.clone()
}

/// An account update with these members besides its event, of which nothing is unknown.
fn account_update(account_event: &str, members: &Value) -> change::AccountUpdate {
    let event = change("account_update", &with(json!({ "event": account_event }), members));
    let Content::AccountUpdate(account) = first(&event).content else { panic!("{event:?}") };
    account.clone()
}

fn template_status(members: &Value) -> TemplateStatusUpdate {
    let value = with(json!({ "event": "APPROVED", "message_template_id": 7 }), members);
    let event = change("message_template_status_update", &value);
    let Content::TemplateStatusUpdate(template) = first(&event).content else { panic!("{event:?}") };
    template.clone()
}

/// Both spellings of a time: the string, and the number.
fn times() -> [Value; 2] {
    [json!(TIME.to_string()), json!(TIME)]
}

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

// Numbers, strings, times

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
        assert_eq!(written(&event), body);
    }
}

#[test]
fn times_that_are_bare_numbers_are_read_and_leave_as_numbers() {
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
        assert_eq!(written(&event)["entry"][0]["changes"][0]["value"], value, "{field}");
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
            assert_eq!(written(&event).pointer("/entry/0/changes/0/value/groups/0").unwrap(), &group);
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
    assert_eq!(written(read), call);
}

#[test]
fn an_identity_is_dated_in_milliseconds() {
    let moment = SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_225_600_123);
    for time in [json!(1_767_225_600_123_u64), json!("1767225600123")] {
        let identity = json!({ "acknowledged": true, "created_timestamp": time, "hash": "Zm9vYmFy" });
        let message = message(&json!({ "type": "request_welcome", "identity": identity }));
        let created = message.identity.as_ref().unwrap().created_timestamp.as_ref().unwrap();
        assert_eq!((created.as_secs(), created.as_system_time()), (TIME, moment));
        assert_eq!(written(&message)["identity"], identity);
    }
}

#[test]
fn a_conversation_expires_at_a_number_or_a_string() {
    for time in times() {
        let conversation = json!({ "id": "c0ffee", "expiration_timestamp": time });
        let status = status(&json!({ "conversation": conversation }));
        let expires = status.conversation.as_ref().unwrap().expiration_timestamp.as_ref();
        assert_eq!(expires.unwrap().as_secs(), TIME);
        assert_eq!(written(&status)["conversation"], conversation);
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
        let ids: Vec<_> = event.updates().map(|update| (update.id(), update.sender().phone)).collect();
        assert_eq!(ids, [(Some("wamid.UNTIMED"), Some(NUMBER)), (Some("wamid.B"), Some(NUMBER))]);
        assert_eq!(event.messages().count(), 1);
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
        assert_eq!(written(&status)["payment"], payment);
    }
}

#[test]
fn a_template_is_disabled_at_a_number_or_a_string() {
    for time in times() {
        let template =
            template_status(&json!({ "event": "DISABLED", "disable_info": { "disable_date": time } }));
        let date = template.disable_info.as_ref().unwrap().disable_date.as_ref().unwrap();
        assert_eq!(date.as_secs(), TIME);
        assert_eq!(written(&template)["disable_info"]["disable_date"], time);
    }
}

#[test]
fn a_ban_is_dated_in_words() {
    let ban = json!({ "waba_ban_state": "SCHEDULE_FOR_DISABLE", "waba_ban_date": "March 3, 2026" });
    let account = account_update("DISABLED_UPDATE", &json!({ "ban_info": ban }));
    let ban = account.ban_info.as_ref().unwrap();
    assert_eq!(ban.waba_ban_date.as_deref(), Some("March 3, 2026"));
    assert_eq!(ban.waba_ban_state, Some(change::BanState::ScheduleForDisable));
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
        assert_eq!(template.message_template_id, TemplateId::from("9007199254740993"));
        assert_eq!(&written(&template)["message_template_id"], id);
        let status = status(&json!({ "template_id": id }));
        assert_eq!(status.template_id.as_deref(), Some(&template.message_template_id));
        assert_eq!(&written(&status)["template_id"], id);
    }
}

#[test]
fn a_business_and_a_campaign_are_named_by_numbers_in_places() {
    for id in [json!(400_000_000_000_031_u64), json!("400000000000031")] {
        let event = change(
            "business_status_update",
            &json!({ "business_id": id, "event": "COMPROMISED_NOTIFICATION" }),
        );
        let Content::BusinessStatusUpdate(BusinessStatusUpdate { business_id, .. }) = first(&event).content
        else {
            panic!("{event:?}")
        };
        assert_eq!(business_id.as_ref().unwrap(), "400000000000031");
        assert_eq!(&written(business_id.as_ref().unwrap()), &id);
        let event = change("campaign_status_update", &json!({ "campaign_id": id, "new_status": "PAUSED" }));
        let Content::CampaignStatusUpdate(CampaignStatusUpdate { campaign_id, .. }) = first(&event).content
        else {
            panic!("{event:?}")
        };
        assert_eq!(campaign_id.as_ref().unwrap(), "400000000000031");
        assert_eq!(&written(campaign_id.as_ref().unwrap()), &id);
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
            assert_eq!(written(update)[member], limit);
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
        assert_eq!(written(read), item);
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
        let alert = flow.alert.as_ref().unwrap();
        let read = [alert.error_rate, alert.availability, alert.errors[0].error_rate];
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
        assert_eq!(written(alert), value);
    }
}

#[test]
fn a_coordinate_of_whole_degrees_is_a_number_like_any_other() {
    let location = json!({ "latitude": 40, "longitude": -3.7038 });
    let message = message(&json!({ "type": "location", "location": location }));
    let MessageContent::Location(read) = &message.content else { panic!("{message:?}") };
    assert_eq!([read.latitude, read.longitude], [40.0, -3.7038]);
    assert_eq!(written(&**read), location);
}

// Missing, null, empty

#[test]
fn a_delivery_without_contacts_still_tells_who() {
    let value = json!({
        "messages": [with(json!({ "from": NUMBER, "id": "wamid.A", "timestamp": "1" }), &json!({ "type": "system", "system": { "type": "user_changed_number", "wa_id": "5511987650002" } }))],
        "statuses": [{ "id": "wamid.B", "status": "sent", "timestamp": "1767225600", "recipient_id": NUMBER }],
    });
    for value in [
        value.clone(),
        with(value.clone(), &json!({ "contacts": null })),
        with(value, &json!({ "contacts": [] })),
    ] {
        let event = change("messages", &value);
        assert_eq!(first(&event).contacts().count(), 0);
        let people: Vec<_> =
            event.updates().map(|update| (update.sender().phone, update.recipient().phone)).collect();
        assert_eq!(people, [(Some(NUMBER), None), (None, Some(NUMBER))]);
    }
    let image = json!({ "id": "600000000000001", "file": "/media/1", "mime_type": "image/png" });
    let on_premises = json!({ "messages": [{ "from": NUMBER, "id": "ABGG", "timestamp": "1767225600", "type": "image", "image": image }] });
    let event = event(on_premises.to_string().into_bytes());
    assert_eq!((event.source(), first(&event).sender().phone), (Source::OnPremises, Some(NUMBER)));
    assert_eq!(event.messages().next().unwrap().1.media().unwrap().file.as_deref(), Some("/media/1"));
}

#[test]
fn a_contact_without_a_profile_is_found_all_the_same() {
    for contact in [
        json!({ "wa_id": NUMBER }),
        json!({ "wa_id": NUMBER, "profile": null }),
        json!({ "wa_id": NUMBER, "profile": {} }),
    ] {
        for (field, array, item) in [
            ("messages", "messages", text_message("wamid.A")),
            (
                "messages",
                "statuses",
                json!({ "id": "wamid.B", "status": "failed", "timestamp": "1", "recipient_id": NUMBER }),
            ),
            (
                "user_preferences",
                "user_preferences",
                json!({ "wa_id": NUMBER, "category": "marketing_messages", "value": "stop", "timestamp": 1 }),
            ),
        ] {
            let event = change(field, &json!({ "contacts": [contact], array: [item] }));
            let found = first(&event).contact().unwrap();
            assert_eq!(
                (found.wa_id.as_ref().unwrap().as_str(), found.profile.name.as_deref()),
                (NUMBER, None)
            );
        }
    }
}

#[test]
fn the_contact_of_an_echo_has_a_username_and_no_name() {
    let echo = with(text_message("wamid.A"), &json!({ "from": "4930901820", "to": NUMBER }));
    let contacts = json!([{ "profile": { "username": "ana.prado" }, "wa_id": NUMBER }]);
    let event = change("smb_message_echoes", &json!({ "contacts": contacts, "message_echoes": [echo] }));
    let recipient = first(&event).recipient();
    assert_eq!(
        (recipient.name, recipient.username, recipient.phone),
        (None, Some("ana.prado"), Some(NUMBER))
    );
}

#[test]
fn a_contact_card_without_a_name_keeps_its_phones() {
    let message =
        message(&json!({ "type": "contacts", "contacts": [{ "phones": [{ "phone": "+49 30 901820" }] }] }));
    let MessageContent::Contacts(cards) = &message.content else { panic!("{message:?}") };
    assert!(cards[0].name.is_none());
    assert_eq!(cards[0].phones[0].phone.as_deref(), Some("+49 30 901820"));
}

#[test]
fn an_empty_number_is_no_number() {
    let mut text = with(text_message("wamid.A"), &json!({ "from": "", "from_user_id": USER }));
    let status = json!({ "id": "wamid.B", "status": "read", "timestamp": "1", "recipient_id": "", "recipient_user_id": USER });
    let contact = json!({ "wa_id": "", "user_id": USER, "profile": { "name": "Ana" } });
    let mut value = json!({ "contacts": [contact], "messages": [text], "statuses": [status] });
    for _ in 0..2 {
        let event = change("messages", &value);
        let people = event
            .updates()
            .map(|update| if update.kind() == "text" { update.sender() } else { update.recipient() });
        for user in people {
            assert_eq!((user.phone, user.user_id, user.name), (None, Some(USER), Some("Ana")));
        }
        // Since February 2026 the members are left out.
        text.as_object_mut().unwrap().remove("from");
        value["messages"] = json!([text]);
        value["contacts"][0].as_object_mut().unwrap().remove("wa_id");
        value["statuses"][0].as_object_mut().unwrap().remove("recipient_id");
    }
}

#[test]
fn a_user_id_in_the_place_of_the_number_is_a_user_id() {
    let parent = "BR.ENT.80000000000000000001";
    let contacts = json!([{ "profile": { "name": "Ana" }, "user_id": USER, "parent_user_id": parent }]);
    for from in [USER, parent] {
        let text = with(text_message("wamid.A"), &json!({ "from": from }));
        let alone = change("messages", &json!({ "messages": [text] }));
        let sender = first(&alone).sender();
        assert_eq!(sender.phone, None);
        assert_eq!(sender.to_string(), from);
        assert_eq!(
            (sender.user_id.is_some(), sender.parent_user_id.is_some()),
            (from == USER, from == parent)
        );
        let event = change("messages", &json!({ "contacts": contacts, "messages": [text] }));
        let sender = first(&event).sender();
        assert_eq!(
            (sender.phone, sender.user_id, sender.parent_user_id, sender.name),
            (None, Some(USER), Some(parent), Some("Ana")),
            "{from}"
        );
        let contact = json!({ "profile": { "name": "Ana" }, "wa_id": from });
        let event = change("messages", &json!({ "contacts": [contact], "messages": [text] }));
        let sender = first(&event).sender();
        assert_eq!((sender.phone, sender.name), (None, Some("Ana")), "{from}");
    }
}

#[test]
fn an_interactive_message_without_its_reply_keeps_its_errors() {
    let text = json!({ "from": NUMBER, "id": "wamid.Q", "timestamp": "1", "type": "interactive", "errors": [{ "code": 131_051, "title": "Unsupported" }] });
    let event = event(messages(&json!({ "messages": [text] })));
    let (update, message) = event.messages().next().unwrap();
    assert_eq!(
        (update.kind(), message.errors[0].code),
        ("interactive", error_code::UNSUPPORTED_MESSAGE_TYPE)
    );
    let MessageContent::Unknown(unknown) = &message.content else { panic!("{message:?}") };
    assert_eq!(unknown.reason().to_string(), "`interactive`: the member that `type` names is missing");
}

#[test]
fn a_button_without_a_payload_keeps_its_text() {
    for button in [
        json!({ "text": "Yes" }),
        json!({ "text": "Yes", "payload": null }),
        json!({ "text": "Yes", "payload": "" }),
    ] {
        let message = message(&json!({ "type": "button", "button": button }));
        let MessageContent::Button(button) = &message.content else { panic!("{message:?}") };
        assert_eq!((message.text(), button.payload.as_deref()), (Some("Yes"), None));
    }
}

#[test]
fn a_reaction_without_an_emoji_was_taken_back() {
    for reaction in [
        json!({ "message_id": "wamid.R" }),
        json!({ "message_id": "wamid.R", "emoji": "" }),
        json!({ "message_id": "wamid.R", "emoji": null }),
    ] {
        let message = message(&json!({ "type": "reaction", "reaction": reaction }));
        let MessageContent::Reaction(reaction) = &message.content else { panic!("{message:?}") };
        assert_eq!((reaction.message_id.as_str(), reaction.emoji.as_deref()), ("wamid.R", None));
    }
}

#[test]
fn an_order_without_a_text_is_an_order() {
    let message = message(
        &json!({ "type": "order", "order": { "catalog_id": "900000000000011", "product_items": [{ "quantity": 1 }] } }),
    );
    let MessageContent::Order(order) = &message.content else { panic!("{message:?}") };
    assert_eq!((order.product_items.len(), message.text()), (1, None));
}

#[test]
fn an_unsupported_message_says_so_with_or_without_its_object() {
    for (members, kind) in [
        (json!({}), None),
        (json!({ "unsupported": null }), None),
        (json!({ "unsupported": { "type": "poll_creation" } }), Some(UnsupportedType::PollCreation)),
    ] {
        let errors =
            json!({ "type": "unsupported", "errors": [{ "code": 131_051, "title": "Unsupported" }] });
        let message = message(&with(errors, &members));
        let MessageContent::Unsupported(unsupported) = &message.content else { panic!("{message:?}") };
        assert_eq!((&unsupported.kind, message.errors[0].code), (&kind, 131_051));
    }
}

#[test]
fn a_status_without_a_conversation_or_a_pricing_is_a_status() {
    for members in [json!({}), json!({ "conversation": null, "pricing": null })] {
        let status = status(&members);
        assert_eq!((status.conversation.is_none(), status.pricing.is_none()), (true, true));
        assert_eq!(status.status, MessageStatus::Sent);
    }
    let status = status(&json!({ "pricing": { "billable": false, "category": "utility" } }));
    let pricing = status.pricing.as_ref().unwrap();
    assert_eq!((pricing.billable, &pricing.pricing_model), (Some(false), &None));
    assert_eq!(pricing.category, Some(PricingCategory::Utility));
}

#[test]
fn the_reason_of_a_template_is_none_null_or_missing() {
    for (members, reason) in [
        (json!({}), None),
        (json!({ "reason": null }), None),
        (json!({ "reason": "NONE" }), Some(TemplateRejectionReason::None)),
        (
            json!({ "reason": "SCAM", "message_template_category": "UTILITY" }),
            Some(TemplateRejectionReason::Scam),
        ),
    ] {
        let template = template_status(&members);
        assert_eq!(template.reason, reason);
        let category = members.get("message_template_category").map(|_| TemplateCategory::Utility);
        assert_eq!(template.message_template_category, category);
    }
}

#[test]
fn an_approved_name_has_no_reason_to_be_rejected() {
    let value = json!({ "display_phone_number": "4930901820", "decision": "APPROVED", "requested_verified_name": "Blue Mugs", "rejection_reason": null });
    let event = change("phone_number_name_update", &value);
    let Content::PhoneNumberNameUpdate(name) = first(&event).content else { panic!("{event:?}") };
    assert_eq!((name.decision.as_str(), &name.rejection_reason), ("APPROVED", &None));
}

#[test]
fn an_error_needs_no_more_than_its_code() {
    for (error, code, href) in [
        (json!({ "code": 0 }), 0, None),
        (json!({ "code": 0, "message": "", "href": null }), 0, None),
        (json!({ "code": 131_000, "href": "/docs/errors" }), 131_000, Some("/docs/errors")),
    ] {
        let event = change("messages", &json!({ "errors": [error] }));
        let Content::Error(error) = first(&event).content else { panic!("{event:?}") };
        assert_eq!((error.code, error.message.as_deref(), error.href.as_deref()), (code, None, href));
        assert_eq!(error.details(), None);
    }
}

#[test]
fn the_details_of_an_error_are_found_at_both_places() {
    for error in [
        json!({ "code": 501, "title": "Unknown", "details": "The app is too old" }),
        json!({ "code": 501, "title": "Unknown", "error_data": { "details": "The app is too old" } }),
    ] {
        let message = message(&json!({ "type": "unknown", "errors": [error] }));
        assert!(matches!(message.content, MessageContent::Unsupported(_)));
        assert_eq!(message.errors[0].details(), Some("The app is too old"));
        assert_eq!(written(&message)["errors"][0], error);
    }
}

#[test]
fn a_restriction_may_name_the_violation_alone() {
    let account =
        account_update("ACCOUNT_RESTRICTION", &json!({ "violation_info": { "violation_type": "SCAM" } }));
    assert_eq!(account.restriction_info.len(), 0);
    assert_eq!(account.violation_info.as_ref().unwrap().violation_type, Some(change::ViolationType::Scam));
}

#[test]
fn a_removed_partner_may_leave_a_number_alone() {
    let account = account_update("PARTNER_REMOVED", &json!({ "phone_number": "4930901820" }));
    assert_eq!((account.phone_number.as_deref(), account.waba_info.is_none()), (Some("4930901820"), true));
    assert_eq!(account.event, AccountEvent::PartnerRemoved);
}

#[test]
fn a_standby_with_nothing_in_it_is_no_update_and_no_error() {
    for value in
        [json!({ "standby": {} }), json!({ "messaging_product": "whatsapp" }), json!({ "standby": null })]
    {
        let event = change("standby", &value);
        assert_eq!(event.updates().count(), 0, "{value}");
    }
}

#[test]
fn a_permission_to_call_is_known_without_a_type() {
    let reply = json!({ "type": "call_permission_reply", "call_permission_reply": { "response": "reject" } });
    let message = message(&json!({ "interactive": reply }));
    let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
    assert_eq!(interactive.content.kind(), "call_permission_reply");
    assert!(written(&message).get("type").is_none());
}

#[test]
fn the_empty_parts_of_a_contact_card_are_absent() {
    let card = json!({ "addresses": [], "emails": [], "ims": [], "org": {}, "urls": [], "name": { "formatted_name": "Rui" }, "birthday": "" });
    let message = message(&json!({ "type": "contacts", "contacts": [card] }));
    let MessageContent::Contacts(cards) = &message.content else { panic!("{message:?}") };
    let card = &cards[0];
    assert_eq!((card.addresses.len(), card.org.is_none(), card.birthday.is_none()), (0, true, true));
    assert_eq!(written(card), json!({ "name": { "formatted_name": "Rui" } }));
}

#[test]
fn a_file_may_come_without_its_url() {
    for (members, url) in
        [(json!({}), None), (json!({ "url": "https://example.com/1" }), Some("https://example.com/1"))]
    {
        let image =
            with(json!({ "id": "600000000000001", "mime_type": "image/png", "sha256": "YQ==" }), &members);
        let message = message(&json!({ "type": "image", "image": image }));
        let media = message.media().unwrap();
        assert_eq!((media.id.as_ref().unwrap().as_str(), media.url.as_deref()), ("600000000000001", url));
    }
}

#[test]
fn what_was_deleted_has_no_name() {
    let event = change(
        "business_username_updates",
        &json!({ "display_phone_number": "4930901820", "status": "deleted" }),
    );
    let Content::BusinessUsernameUpdate(update) = first(&event).content else { panic!("{event:?}") };
    assert_eq!((update.status.as_str(), update.username.as_deref()), ("deleted", None));
    let contact = json!({ "full_name": "Ana Prado", "phone_number": NUMBER });
    let sync = json!({ "type": "contact", "contact": contact, "action": "remove", "metadata": { "timestamp": "1767225600" } });
    let event = change("smb_app_state_sync", &json!({ "state_sync": [sync] }));
    let Content::StateSync(sync) = first(&event).content else { panic!("{event:?}") };
    assert_eq!((sync.action.as_str(), &sync.contact.as_ref().unwrap().first_name), ("remove", &None));
}

// Names that differ

#[test]
fn members_with_two_names_are_read_by_either() {
    for name in ["recipient_participant_id", "participant_recipient_id"] {
        assert_eq!(status(&json!({ name: NUMBER })).recipient_participant_id.unwrap().as_str(), NUMBER);
    }
    for name in ["recipient_parent_user_id", "parent_recipient_user_id", "parent_user_id"] {
        assert_eq!(status(&json!({ name: USER })).recipient_parent_user_id.unwrap(), USER);
    }
    for name in ["biz_opaque_callback_data", "biz_opaque_callback_date"] {
        let status = status(&json!({ name: "order 17" }));
        assert_eq!(status.biz_opaque_callback_data.as_deref(), Some("order 17"));
        let call = json!({ "id": "wacid.Q", "event": "connect", "timestamp": "1", name: "order 17" });
        let event = change("calls", &json!({ "calls": [call] }));
        let Content::Call(call) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(call.biz_opaque_callback_data.as_deref(), Some("order 17"));
    }
    for name in ["message_id", "messsage_id"] {
        let message = message(&json!({ "type": "reaction", "reaction": { name: "wamid.R", "emoji": "👍" } }));
        let MessageContent::Reaction(reaction) = &message.content else { panic!("{message:?}") };
        assert_eq!(reaction.message_id, "wamid.R");
    }
    for name in ["ad_account_linked", "ad_account_id"] {
        let account = account_update("AD_ACCOUNT_LINKED", &json!({ "waba_info": { name: "act_17" } }));
        assert_eq!(account.waba_info.unwrap().ad_account_linked.as_deref(), Some("act_17"));
    }
}

#[test]
fn values_with_two_spellings_are_one_value() {
    for (spelling, outcome) in [
        ("COMPLETED", CallOutcome::Completed),
        ("Completed", CallOutcome::Completed),
        ("FAILED", CallOutcome::Failed),
        ("Failed", CallOutcome::Failed),
    ] {
        let call = json!({ "id": "wacid.Q", "event": "terminate", "timestamp": "1", "status": spelling });
        let event = change("calls", &json!({ "calls": [call] }));
        let Content::Call(call) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(call.status.as_ref().unwrap()[0], outcome);
    }
    for spelling in ["PIN_REQUEST_SUCCESS", "PIN_RESET_SUCCESS"] {
        let event = change("security", &json!({ "event": spelling }));
        let Content::SecurityUpdate(security) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(security.event, SecurityEvent::PinRequestSuccess);
    }
    for spelling in ["LEGAL NAME NOT MATCHING", "LEGAL_NAME_NOT_MATCHING"] {
        let info = json!({ "client_business_id": "17", "status": "FAILED", "rejection_reasons": [spelling] });
        let account = account_update(
            "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
            &json!({ "partner_client_certification_info": info }),
        );
        let info = account.partner_client_certification_info.unwrap();
        assert_eq!(*info.rejection_reasons, [CertificationRejection::LegalNameNotMatching]);
    }
    for spelling in ["Purchase", "purchase"] {
        let item = json!({ "id": "wamid.Q", "event_name": spelling, "timestamp": 1 });
        let event = change("automatic_events", &json!({ "automatic_events": [item] }));
        let Content::AutomaticEvent(change::AutomaticEvent { event_name, .. }) = first(&event).content else {
            panic!("{event:?}")
        };
        assert_eq!(*event_name, change::AutomaticEventName::Purchase);
    }
}

#[test]
fn values_with_two_spellings_that_are_two_variants_are_both_known() {
    for (spelling, category) in [
        ("authentication_international", PricingCategory::AuthenticationInternational),
        ("authentication-international", PricingCategory::AuthenticationInternationalHyphen),
    ] {
        let status = status(&json!({ "pricing": { "category": spelling } }));
        assert_eq!(status.pricing.unwrap().category, Some(category));
    }
    for (spelling, restriction) in [
        ("RESTRICTED_ADD_PHONE_NUMBER_ACTION", RestrictionType::AddPhoneNumber),
        ("RESTRICTION_ADD_PHONE_NUMBER_ACTION", RestrictionType::AddPhoneNumberLegacy),
    ] {
        let info = json!([{ "restriction_type": spelling }]);
        let account = account_update("ACCOUNT_RESTRICTION", &json!({ "restriction_info": info }));
        assert_eq!(account.restriction_info[0].restriction_type, restriction);
    }
    for (spelling, kind) in [
        ("user_changed_number", SystemType::UserChangedNumber),
        ("customer_changed_number", SystemType::CustomerChangedNumber),
        ("customer_identity_changed", SystemType::CustomerIdentityChanged),
        ("user_identity_changed", SystemType::UserIdentityChanged),
    ] {
        let message = message(&json!({ "type": "system", "system": { "type": spelling } }));
        let MessageContent::System(system) = &message.content else { panic!("{message:?}") };
        assert_eq!(system.kind, Some(kind));
    }
}

#[test]
fn fields_with_several_names_hold_the_same() {
    let participants = json!({ "groups": [{ "timestamp": "1", "group_id": "group-of-neighbors", "type": "group_participants_add" }] });
    let username = json!({ "username": "bluemugs", "status": "approved" });
    let echoes = json!({ "message_echoes": [text_message("wamid.A")] });
    for (fields, value, kind) in [
        (
            &["group_participants_update", "group_participant_update"][..],
            &participants,
            "group_participants_add",
        ),
        (
            &["business_username_updates", "business_username_update", "phone_number_username_update"],
            &username,
            "approved",
        ),
        (&["smb_message_echoes", "message_echoes"], &echoes, "text"),
    ] {
        let shapes = fields.iter().map(|field| {
            let event = change(field, value);
            let update = first(&event);
            assert_eq!((update.field(), update.kind()), (*field, kind));
            std::mem::discriminant(&update.content)
                == std::mem::discriminant(&first(&change(fields[0], value)).content)
        });
        assert!(shapes.into_iter().all(|same| same));
    }
}

#[test]
fn the_old_name_of_unsupported_is_read_and_written_back() {
    for kind in ["unsupported", "unknown"] {
        let message = message(&json!({ "type": kind, "errors": [{ "code": 131_051 }] }));
        assert!(matches!(message.content, MessageContent::Unsupported(_)));
        assert_eq!((message.content.kind(), &written(&message)["type"]), ("unsupported", &json!(kind)));
    }
}

#[test]
fn the_language_of_a_template_is_kept_as_it_came() {
    for language in ["en_US", "en-US", "en"] {
        let template = template_status(&json!({ "message_template_language": language }));
        assert_eq!(template.message_template_language.as_deref(), Some(language));
    }
}

#[test]
fn the_origin_of_a_card_stands_in_it_or_beside_it() {
    use whatsapp_webhook::event::message::ContactOrigin;

    let card = json!({ "phones": [{ "phone": "+55 11 98765-0001" }] });
    let inside = json!([with(card.clone(), &json!({ "origin": "contact_request" }))]);
    let message_inside = message(&json!({ "type": "contacts", "contacts": inside }));
    let MessageContent::Contacts(cards) = &message_inside.content else { panic!("{message_inside:?}") };
    assert_eq!(cards[0].origin.as_deref(), Some(&ContactOrigin::ContactRequest));
    let beside = message(&json!({ "type": "contacts", "contacts": [card], "origin": "contact_request" }));
    assert_eq!(beside.origin.as_deref(), Some(&ContactOrigin::ContactRequest));
    assert_eq!(written(&beside)["origin"], "contact_request");
}

#[test]
fn an_address_is_read_in_both_of_its_shapes() {
    let reply = json!({ "name": "address_message", "body": "Rua das Flores 5", "response_json": "{\"city\":\"Santos\"}" });
    for interactive in [
        json!({ "type": "nfm_reply", "nfm_reply": reply }),
        json!({ "type": "interactive", "action": "address_message", "nfm_reply": reply }),
        json!({ "action": "address_message", "nfm_reply": reply }),
    ] {
        let message = message(&json!({ "type": "interactive", "interactive": interactive }));
        let MessageContent::Interactive(read) = &message.content else { panic!("{message:?}") };
        let InteractiveContent::NfmReply(reply) = &read.content else { panic!("{interactive}") };
        assert_eq!(reply.name.as_deref(), Some("address_message"));
        assert_eq!(reply.parse::<Value>().unwrap()["city"], "Santos");
        assert_eq!(written(&message)["interactive"], interactive);
    }
}

// Text and encoding

#[test]
fn escapes_in_the_body_are_text_in_the_event_and_stay_in_its_bytes() {
    let body = br#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"from":"1","id":"wamid.E","timestamp":"1","type":"text","text":{"body":"Gr\u00fc\u00dfe \ud83d\ude0a 5\/10 \u003C"}}]}}]}]}"#;
    let event = event(body.to_vec());
    assert_eq!(event.messages().next().unwrap().1.text(), Some("Grüße 😊 5/10 <"));
    assert_eq!(event.raw(), &body[..]);
}

#[test]
fn invisible_marks_in_a_text_are_kept() {
    let body = "User Ana changed from \u{200e}1 to \u{200e}2";
    let message = message(
        &json!({ "type": "system", "system": { "body": body, "type": "user_changed_number", "wa_id": "2" } }),
    );
    assert_eq!(message.text(), Some(body));
    assert_eq!(message.text().unwrap().matches('\u{200e}').count(), 2);
}

#[test]
fn the_answer_of_a_flow_is_json_in_a_string_and_any_json() {
    for (text, expected) in [
        (r#"{"flow_token":"t","size":2}"#, json!({ "flow_token": "t", "size": 2 })),
        ("[1,2]", json!([1, 2])),
        ("\"done\"", json!("done")),
        ("null", json!(null)),
    ] {
        let interactive = json!({ "type": "nfm_reply", "nfm_reply": { "response_json": text } });
        let message = message(&json!({ "type": "interactive", "interactive": interactive }));
        let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
        let InteractiveContent::NfmReply(reply) = &interactive.content else { panic!("{text}") };
        assert_eq!(reply.parse::<Value>().unwrap(), expected);
    }
    let interactive = json!({ "type": "nfm_reply", "nfm_reply": { "response_json": "no json" } });
    let message = message(&json!({ "type": "interactive", "interactive": interactive }));
    let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
    let InteractiveContent::NfmReply(reply) = &interactive.content else { panic!("{message:?}") };
    assert!(reply.parse::<Value>().is_err());
    assert_eq!(&*reply.response_json, "no json");
}

#[test]
fn a_checksum_is_text_in_base64_or_in_hex() {
    for sha256 in [
        "qUhAhcvvHCNTXCVZEEbp1LVxsfLxuGGQlrY2TFwkDQU=",
        "a9484085cbef1c23535c25591046e9d4b571b1f2f1b8619096b6364c5c240d05",
    ] {
        let message = message(&json!({ "type": "image", "image": { "id": "6", "sha256": sha256 } }));
        assert_eq!(message.media().unwrap().sha256.as_deref(), Some(sha256));
    }
}

#[test]
fn a_username_is_shown_with_one_at_sign_however_it_came() {
    for username in ["ana.prado", "@ana.prado"] {
        let text = json!({ "id": "wamid.A", "timestamp": "1", "from_user_id": USER, "type": "text", "text": { "body": "Hi" } });
        let contacts = json!([{ "user_id": USER, "profile": { "username": username } }]);
        let event = change("messages", &json!({ "contacts": contacts, "messages": [text] }));
        let sender = first(&event).sender();
        assert_eq!((sender.username, sender.to_string().as_str()), (Some(username), "@ana.prado"));
    }
}

#[test]
fn a_business_number_is_the_same_with_and_without_spaces() {
    for display in ["4930901820", "+49 30 901820"] {
        let past = with(text_message("wamid.A"), &json!({ "from": "4930901820", "to": NUMBER }));
        let history = json!([{ "threads": [{ "id": NUMBER, "messages": [past] }] }]);
        let event = change(
            "history",
            &json!({ "metadata": { "display_phone_number": display }, "history": history }),
        );
        let update = first(&event);
        assert_eq!(update.display_phone_number(), Some(display));
        assert_eq!((update.sender().phone, update.recipient().phone), (None, Some(NUMBER)));
    }
}

#[test]
fn half_an_emoji_is_a_replacement_character_wherever_it_stands() {
    let value = |field: &str, value: &str| {
        format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"{field}","value":{value}}}]}}]}}"#
        )
    };
    let image = r#"{"contacts":[{"wa_id":"1","profile":{"name":"Ana \ud83d"}}],"messages":[{"from":"1","id":"wamid.S","timestamp":"1","type":"image","image":{"id":"6","caption":"\ude0a left"}}]}"#;
    let event = event(value("messages", image).into_bytes());
    assert_eq!(first(&event).sender().name, Some("Ana \u{fffd}"));
    assert_eq!(event.messages().next().unwrap().1.text(), Some("\u{fffd} left"));
    let name = r#"{"decision":"APPROVED","requested_verified_name":"Mugs \ud83d"}"#;
    let event = self::event(value("phone_number_name_update", name).into_bytes());
    let Content::PhoneNumberNameUpdate(name) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(name.requested_verified_name.as_deref(), Some("Mugs \u{fffd}"));
    // What is not read by a type of this crate keeps the escape.
    let event = self::event(value("weather", r#"{"sky":"\ud83d"}"#).into_bytes());
    let Content::Unknown(unknown) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(unknown.raw(), r#"{"sky":"\ud83d"}"#);
    assert!(unknown.decode::<Value>().is_err());
}

// Delivery

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
fn the_last_status_is_the_same_whatever_order_they_come_in() {
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
    let (update, message) = event.messages().next().unwrap();
    assert_eq!((update.waba_id().unwrap().as_str(), update.id()), ("0", Some("ABGGFlA5Fpa")));
    assert_eq!(
        (update.phone_number_id().unwrap().as_str(), message.timestamp.as_secs()),
        ("123456123", 1_504_902_988)
    );
    assert_eq!((event.source(), written(&event)), (Source::CloudApi, body));
}

#[test]
fn an_error_of_no_message_is_an_update_of_its_own() {
    let event = change("messages", &json!({ "errors": [{ "code": 130_429, "title": "Rate limit hit" }] }));
    let update = first(&event);
    assert_eq!((update.kind(), update.id(), event.messages().count()), ("error", None, 0));
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
fn a_field_that_nobody_announced_is_kept_raw_and_named() {
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
    assert_eq!(event.messages().count(), 1);
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

// Slips of the documentation

#[test]
fn a_sample_that_is_no_json_is_an_error_and_no_panic() {
    for slip in [
        r#"{"object":"whatsapp_business_account","entry":[],}"#,
        r#"{"object":"whatsapp_business_account" "entry":[]}"#,
        "{\u{a0}\"object\":\"whatsapp_business_account\",\"entry\":[]}",
    ] {
        let said = WebhookEvent::from_bytes(slip.to_owned()).unwrap_err().to_string();
        assert!(said.starts_with("not JSON at line 1"), "{said}");
    }
    let wrapped = r#"[{"object":"whatsapp_business_account","entry":[]}]"#;
    let said = WebhookEvent::from_bytes(wrapped.to_owned()).unwrap_err().to_string();
    assert_eq!(said, "expected an object, got sequence");
}

#[test]
fn a_sample_with_a_member_at_the_wrong_place_loses_nothing_without_a_word() {
    let update = json!({ "event": "PARTNER_ADDED", "waba_info": { "waba_id": "17" } });
    // Without `object`
    let body =
        json!({ "entry": [{ "id": "1", "changes": [{ "field": "account_update", "value": update }] }] });
    let event = event(body.to_string().into_bytes());
    assert_eq!((first(&event).kind(), event.source()), ("PARTNER_ADDED", Source::CloudApi));
    assert_eq!(written(&event), body);
    // `field` inside `value`
    let inside = with(update, &json!({ "field": "account_update" }));
    let event = self::event(delivery(&json!([{ "value": inside }])));
    let Content::Unknown(unknown) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(unknown.decode::<Value>().unwrap(), json!({ "value": inside }));
    // `initiated_by` beside the groups, and as an element of the array
    let group =
        json!({ "timestamp": "1", "group_id": "group-of-neighbors", "type": "group_participants_remove" });
    let value = json!({ "groups": [group], "initiated_by": "participant" });
    let event = self::event(delivery(&json!([{ "field": "group_participants_update", "value": value }])));
    assert_eq!((first(&event).kind(), event.updates().count()), ("group_participants_remove", 1));
    assert_eq!(pointers(&event), ["/entry/0/changes/0/value/initiated_by"]);
    // `pricing` inside `conversation`
    let pricing = json!({ "billable": true, "category": "group_utility" });
    let status = status(&json!({ "conversation": { "id": "c0ffee", "pricing": pricing } }));
    assert_eq!(status.conversation.unwrap().pricing.unwrap().category, Some(PricingCategory::GroupUtility));
}

#[test]
fn rejection_info_counts_inside_the_value_and_is_named_outside() {
    let info = json!({ "reason": "A variable ends the text", "recommendation": "Add a word" });
    let template =
        template_status(&json!({ "event": "REJECTED", "reason": "INVALID_FORMAT", "rejection_info": info }));
    assert_eq!(written(&template)["rejection_info"], info);
    let value = json!({ "event": "REJECTED", "message_template_id": 7 });
    let event = event(delivery(
        &json!([{ "field": "message_template_status_update", "value": value, "rejection_info": info }]),
    ));
    assert_eq!(first(&event).kind(), "REJECTED");
    assert_eq!(pointers(&event), ["/entry/0/changes/0/rejection_info"]);
}

#[test]
fn a_value_in_brackets_is_read_for_calls_and_kept_raw_elsewhere() {
    let call =
        json!({ "id": "wacid.Q", "event": "terminate", "timestamp": "1", "status": ["FAILED", "COMPLETED"] });
    let event = change("calls", &json!({ "calls": [call] }));
    let Content::Call(read) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(**read.status.as_deref().unwrap(), [CallOutcome::Failed, CallOutcome::Completed]);
    assert_eq!(written(read), call);
    let value = json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": ["DISABLE"] } });
    let event = self::event(delivery(&json!([{ "field": "account_update", "value": value }])));
    let Content::Unknown(unknown) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(unknown.decode::<Value>().unwrap(), value);
    assert_eq!(unknown.reason().to_string(), "`ban_info.waba_ban_state`: expected a string, got sequence");
}
