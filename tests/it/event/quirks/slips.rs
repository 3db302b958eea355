//! Section F, slips of the documentation.

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, WebhookEvent,
    event::{PricingCategory, Source, calls::CallOutcome},
};

use super::{change, first, status, template_status, with, written};
use crate::event::{delivery, event, pointers};

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
    assert_eq!(said, "expected an object, got an array");
}

#[test]
fn a_sample_with_a_member_at_the_wrong_place_loses_nothing_without_a_word() {
    let update = json!({ "event": "PARTNER_ADDED", "waba_info": { "waba_id": "17" } });
    // Without `object`
    let body =
        json!({ "entry": [{ "id": "1", "changes": [{ "field": "account_update", "value": update }] }] });
    let event = event(body.to_string().into_bytes());
    assert_eq!((first(&event).kind(), event.source()), ("PARTNER_ADDED", Source::Cloud));
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
    assert_eq!(**read.status.as_ref().unwrap(), [CallOutcome::Failed, CallOutcome::Completed]);
    assert_eq!(written(&read), call);
    let value = json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": ["DISABLE"] } });
    let event = self::event(delivery(&json!([{ "field": "account_update", "value": value }])));
    let Content::Unknown(unknown) = first(&event).content else { panic!("{event:?}") };
    assert_eq!(unknown.decode::<Value>().unwrap(), value);
    assert_eq!(unknown.reason().to_string(), "`ban_info.waba_ban_state`: expected a string, got an array");
}
