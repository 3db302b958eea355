//! Fields whose value is one object: what their updates answer.

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content, Update, WebhookEvent,
    event::{
        TemplateCategoryUpdate, TemplateStatusUpdate, account_alerts::AlertStatus,
        message_template_quality_update::TemplateQualityScore, template_category_update::TemplateCategory,
    },
};

use super::{delivery, event, fixture};

fn only(event: &WebhookEvent) -> Update {
    let mut updates = event.updates();
    let update = updates.next().unwrap();
    assert!(updates.next().is_none());
    update
}

#[test]
fn a_quality_score_under_the_field_of_the_status_is_a_quality_update() {
    let event = fixture("message_template_status_update/quality.json");
    let update = only(&event);
    let Content::TemplateQualityUpdate(quality) = &update.content else { panic!("{update:?}") };
    assert_eq!(quality.previous_quality_score, Some(TemplateQualityScore::Green));
    assert_eq!(quality.new_quality_score, TemplateQualityScore::Yellow);
    assert_eq!((update.field(), update.kind()), ("message_template_status_update", "YELLOW"));
}

#[test]
fn an_alert_is_read_nested_and_flat() {
    for name in ["increased_capabilities_eligibility_failed", "flat"] {
        let event = fixture(&format!("account_alerts/{name}.json"));
        let update = only(&event);
        let Content::AccountAlert(alert) = &update.content else { panic!("{update:?}") };
        assert_eq!(update.kind(), "INCREASED_CAPABILITIES_ELIGIBILITY_FAILED");
        assert_eq!(alert.status(), Some(&AlertStatus::Active));
        assert!(alert.severity().is_some() && alert.description().is_some());
    }
}

#[test]
fn a_category_changes_from_and_to_the_same_whether_announced_or_done() {
    for (name, announced) in [("announced", true), ("done", false)] {
        let event = fixture(&format!("template_category_update/{name}.json"));
        let Content::TemplateCategoryUpdate(update) = only(&event).content else { panic!("{event:?}") };
        assert_eq!(update.is_announcement(), announced);
        assert_eq!(update.before(), Some(&TemplateCategory::Utility));
        assert_eq!(update.after(), &TemplateCategory::Marketing);
    }
    let new = json!({ "message_template_id": 1, "new_category": "MARKETING" });
    assert_eq!(serde_json::from_value::<TemplateCategoryUpdate>(new).unwrap().before(), None);
}

#[test]
fn a_detection_is_read_by_its_other_names() {
    let value =
        json!({ "message_template_id": 1, "current_category": "UTILITY", "suggested_category": "MARKETING" });
    let event = event(delivery(&json!([{ "field": "template_correct_category_detection", "value": value }])));
    let Content::TemplateCategoryDetection(detection) = only(&event).content else { panic!("{event:?}") };
    assert_eq!(detection.category, Some(TemplateCategory::Utility));
    assert_eq!(detection.correct_category, TemplateCategory::Marketing);
    assert_eq!(event.unrecognized().count(), 0);
}

#[test]
fn a_handover_names_the_user_and_the_number() {
    let event = fixture("messaging_handovers/without_type.json");
    let update = only(&event);
    let Content::MessagingHandover(handover) = &update.content else { panic!("{update:?}") };
    assert_eq!(update.kind(), "control_passed");
    assert_eq!(update.sender().unwrap().phone, Some("5511987650001"));
    assert_eq!(update.phone_number_id().unwrap(), "200000000000017");
    assert_eq!(update.display_phone_number(), Some("4930901820"));
    assert_eq!(update.occurred_at().unwrap().as_secs(), 1_767_225_600);
    assert!(handover.handover().unwrap().metadata.is_some());
    let event = fixture("messaging_handovers/sender_without_phone_number.json");
    assert_eq!(only(&event).sender().unwrap().user_id, Some("BR.81234567890123456"));
}

#[test]
fn updates_about_a_number_name_it() {
    let event = fixture("account_settings_update/everything.json");
    assert_eq!(only(&event).phone_number_id().unwrap(), "200000000000017");
    for name in
        ["security/pin_changed", "phone_number_name_update/approved", "phone_number_quality_update/flagged"]
    {
        let event = fixture(&format!("{name}.json"));
        assert_eq!(only(&event).display_phone_number(), Some("4930901820"), "{name}");
    }
}

#[test]
fn what_was_measured_of_a_flow_is_read_beside_its_event() {
    let event = fixture("flows/endpoint_latency.json");
    let Content::FlowUpdate(flow) = only(&event).content else { panic!("{event:?}") };
    assert_eq!((flow.p50_latency, flow.p90_latency, flow.threshold), (Some(410), Some(8800), Some(7000)));
    assert_eq!(serde_json::to_value(&flow).unwrap()["p90_latency"], 8800);
    let event = fixture("flows/flow_status_change_draft.json");
    let Content::FlowUpdate(flow) = only(&event).content else { panic!("{event:?}") };
    assert!(flow.p50_latency.is_none() && flow.threshold.is_none());
}

#[test]
fn a_template_event_tells_whether_it_can_be_sent() {
    let blocks = |event: &str| {
        let value = json!({ "event": event, "message_template_id": 1 });
        serde_json::from_value::<TemplateStatusUpdate>(value).unwrap().blocks_sending()
    };
    for event in ["PAUSED", "DISABLED", "REJECTED", "DELETED", "ARCHIVED", "PENDING", "PENDING_DELETION"] {
        assert_eq!(blocks(event), Some(true), "{event}");
    }
    for event in ["APPROVED", "FLAGGED", "REINSTATED"] {
        assert_eq!(blocks(event), Some(false), "{event}");
    }
    for event in ["IN_APPEAL", "LIMIT_EXCEEDED", "LOCKED", "UNLOCKED", "UNARCHIVED", "BRAND_NEW"] {
        assert_eq!(blocks(event), None, "{event}");
    }
}

#[test]
fn a_value_with_nothing_in_it_is_malformed() {
    for field in ["account_update", "business_capability_update", "flows", "message_template_status_update"] {
        for value in [json!({}), json!(null), json!([]), json!({ "new": 1 })] {
            let event = event(delivery(&json!([{ "field": field, "value": value }])));
            let Content::Unknown(unknown) = only(&event).content else { panic!("{event:?}") };
            assert_eq!(unknown.decode::<Value>().unwrap(), value, "{field}");
            assert_eq!(unknown.kind(), field);
        }
    }
}
