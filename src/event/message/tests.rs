//! Messages of the fixtures, as a handler reads them.

use std::{fs, path::Path};

use serde_json::{Value, json};

use super::*;
use crate::event::{
    Content, MessageStatus, PricingSubtype, Status, TranscriptMessage, UserAction, UserActionType,
    WebhookEvent,
};

fn fixture(name: &str) -> WebhookEvent {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let event = WebhookEvent::from_bytes(fs::read(path).unwrap()).unwrap();
    let unrecognized: Vec<String> = event.unrecognized().map(|found| found.to_string()).collect();
    assert!(unrecognized.is_empty(), "{name}: {unrecognized:?}");
    event
}

fn messages(name: &str) -> Vec<Message> {
    fixture(name).updates().map(|update| update.message().cloned().unwrap()).collect()
}

fn actions(name: &str) -> Vec<UserAction> {
    let event = fixture(name);
    let actions = event.updates().map(|update| match update.content {
        Content::UserAction(action) => *action,
        content => panic!("{content:?}"),
    });
    actions.collect()
}

fn statuses(name: &str) -> Vec<Status> {
    fixture(name).updates().map(|update| update.status().cloned().unwrap()).collect()
}

/// The phone number, user ID and parent user ID of the sender of the only message.
fn sender(name: &str) -> [Option<String>; 3] {
    let update = fixture(name).updates().next().unwrap();
    let user = update.sender().unwrap();
    [user.phone, user.user_id, user.parent_user_id].map(|id| id.map(str::to_owned))
}

fn ids(phone: &str, user_id: &str, parent_user_id: &str) -> [Option<String>; 3] {
    [phone, user_id, parent_user_id].map(|id| (!id.is_empty()).then(|| id.to_owned()))
}

#[test]
fn a_system_message_is_by_the_named_sender_else_by_the_user_after_or_before_the_change() {
    let (old, old_parent) = ("BR.81234567890123456", "BR.ENT.7000000000000000009");
    let new = "BR.7000000000000000003";
    for (case, expected) in [
        ("user_changed_user_id_without_number", ids("", old, old_parent)),
        ("user_changed_number_with_user_ids", ids("5511987650001", old, old_parent)),
        ("user_changed_number_without_from", ids("", new, "")),
        ("with_previous_user_ids_alone", ids("", old, old_parent)),
        ("user_changed_number", ids("5511987650001", "", "")),
    ] {
        assert_eq!(sender(&format!("messages/system_{case}.json")), expected, "{case}");
    }
}

#[test]
fn a_change_of_number_or_identity_is_one_variant_in_both_spellings() {
    for (spelling, kind) in [
        ("user_changed_number", SystemType::UserChangedNumber),
        ("customer_changed_number", SystemType::UserChangedNumber),
        ("user_identity_changed", SystemType::CustomerIdentityChanged),
        ("customer_identity_changed", SystemType::CustomerIdentityChanged),
    ] {
        assert_eq!(SystemType::from(spelling), kind);
    }
}

#[test]
fn the_author_of_a_quoted_message_is_named_by_user_ids() {
    let [message] = &messages("messages/text_reply_to_a_user_without_a_number.json")[..] else { panic!() };
    let context = message.context.as_ref().unwrap();
    assert_eq!(context.from, None);
    assert_eq!(context.from_user_id.as_ref().unwrap(), "BR.81234567890123456");
    assert_eq!(context.from_parent_user_id.as_ref().unwrap(), "BR.ENT.7000000000000000009");
}

#[test]
fn an_edit_replies_to_what_the_new_version_replies_to() {
    let [message] = &messages("messages/edit_of_a_reply.json")[..] else { panic!() };
    assert_eq!(message.reply_to().unwrap(), "wamid.FIXTURE0409");
    let mut json = serde_json::to_value(message).unwrap();
    let echo: TranscriptMessage = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(echo.reply_to().unwrap(), "wamid.FIXTURE0409");
    json["context"] = json!({ "forwarded": true });
    assert_eq!(
        serde_json::from_value::<Message>(json.clone()).unwrap().reply_to().unwrap(),
        "wamid.FIXTURE0409"
    );
    json["context"] = json!({ "id": "wamid.OUTER" });
    assert_eq!(serde_json::from_value::<Message>(json).unwrap().reply_to().unwrap(), "wamid.OUTER");
}

#[test]
fn a_method_of_payment_is_read() {
    let [message] = &messages("messages/interactive_payment_method.json")[..] else { panic!() };
    let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
    let InteractiveContent::PaymentMethod(reply) = &interactive.content else { panic!("{interactive:?}") };
    assert_eq!(reply.payment_method.as_deref(), Some("offsite_card_pay"));
    assert_eq!(reply.payment_timestamp.unwrap().as_secs(), 1_767_226_411);
    assert_eq!(reply.reference_id.as_deref(), Some("order-17"));
    assert_eq!(reply.last_four_digits.as_deref(), Some("4242"));
    assert_eq!(reply.credential_id.as_deref(), Some("cred-9"));
    assert_eq!((message.text(), message.choice()), (None, None));
}

/// The members of the new type are made up: Meta documents the type, and its members are not confirmed.
#[test]
fn an_interactive_message_of_the_type_product_is_kept_raw_and_whole() {
    let product = json!({ "catalog_id": "194836987003835", "product_retailer_id": "jar-2l" });
    let json = json!({
        "from": "5511987650001", "id": "wamid.A", "timestamp": "1767226401", "type": "interactive",
        "interactive": { "type": "product", "product": product },
    });
    let message: Message = serde_json::from_value(json.clone()).unwrap();
    let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
    let InteractiveContent::Unknown(unknown) = &interactive.content else { panic!("{interactive:?}") };
    assert_eq!(unknown.kind(), "product");
    assert_eq!(unknown.decode::<Value>().unwrap(), json["interactive"]);
    assert_eq!(serde_json::to_value(&message).unwrap(), json);
}

#[test]
fn an_action_has_the_tap_that_led_to_it_whichever_member_holds_it() {
    let views = actions("messages/user_actions_landing_page_view.json");
    let ids: Vec<_> = views.iter().map(|view| view.click().unwrap().click_id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["c-2", "c-3"]);
    assert!(views.iter().all(|view| view.action_type == UserActionType::LandingPageView));
    let clicks = actions("messages/user_actions_in_capitals.json");
    let components: Vec<_> = clicks
        .iter()
        .map(|action| action.click().unwrap().click_component.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(components, ["cta", "body"]);
    assert_eq!(clicks[0].click().unwrap().client_user_agent.as_deref(), Some("(Android 15)"));
}

#[test]
fn a_message_of_unnamed_kind_is_unsupported() {
    let [message] = &messages("messages/unsupported_type_unknown.json")[..] else { panic!() };
    let MessageContent::Unsupported(unsupported) = &message.content else { panic!("{message:?}") };
    assert_eq!(unsupported.kind, Some(UnsupportedType::Undetermined));
}

#[test]
fn a_pricing_has_a_subtype() {
    let [status] = &statuses("messages/status_pricing_paid_exempt.json")[..] else { panic!() };
    assert_eq!(status.pricing.as_ref().unwrap().subtype, Some(PricingSubtype::PaidExempt));
}

#[test]
fn the_codes_of_2026_fail_and_one_of_them_is_retryable() {
    let statuses = statuses("messages/status_failed_codes_of_2026.json");
    assert!(statuses.iter().all(|status| status.status == MessageStatus::Failed));
    let retryable: Vec<i64> = statuses
        .iter()
        .flat_map(|status| &status.errors)
        .filter(|error| error.is_retryable())
        .map(|error| error.code)
        .collect();
    assert_eq!((statuses.len(), &retryable[..]), (11, &[134_101][..]));
}

#[test]
fn the_user_id_of_turn_io_is_that_of_the_sender() {
    let event = fixture("on_premises/text_passed_on_by_turn_io_without_a_number.json");
    let update = event.updates().next().unwrap();
    let user = update.sender().unwrap();
    assert_eq!((user.id(), user.name), ("BR.81234567890123456", Some("Ana Prado")));
}

#[test]
fn a_number_with_another_digit_is_that_of_the_only_contact() {
    let event = fixture("messages/text_wa_id_with_another_digit.json");
    let update = event.updates().next().unwrap();
    let user = update.sender().unwrap();
    assert_eq!((user.phone, user.name), (Some("5511987650001"), Some("Ana Prado")));
}
