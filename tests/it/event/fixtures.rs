//! Every documented payload, in our own words: known in full, and written back as it came.

use serde_json::Value;
use whatsapp_webhook::{Content, event::message::MessageContent};

use super::{all_fixtures, event, is_unknown};

#[test]
fn every_fixture_is_known_in_full_and_leaves_as_it_came() {
    let fixtures = all_fixtures();
    assert!(fixtures.len() >= 317, "{} fixtures", fixtures.len());
    for (name, body) in fixtures {
        let event = event(body.to_string().into_bytes());
        assert!(event.updates().count() > 0, "{name} has no updates");
        for update in event.updates() {
            assert!(!is_unknown(&update.content), "{name}: {:?}", update.content);
            if let Content::Message(message) = update.content {
                assert!(!matches!(message.content, MessageContent::Unknown(_)), "{name}");
            }
        }
        let unrecognized: Vec<String> = event.unrecognized().map(|found| found.to_string()).collect();
        assert!(unrecognized.is_empty(), "{name}: {unrecognized:?}");
        assert_eq!(serde_json::to_value(&event).unwrap(), body, "{name}");
    }
}

/// Each value of the enums is written in some fixture, so that a value without one is noticed.
#[test]
fn every_value_of_the_open_strings_of_these_fields_is_in_a_fixture() {
    use whatsapp_webhook::event::{
        ClickComponent, HistoryStatus, MessageCreationType, MessageStatus, PaymentMethodType,
        PricingCategory, PricingModel, PricingType, RefundSpeed, TransactionStatus, TransactionType, change,
        message,
    };

    fn strings(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(elements) => elements.iter().for_each(|element| strings(element, found)),
            Value::Object(members) => members.values().for_each(|member| strings(member, found)),
            _ => {}
        }
    }

    let mut found = Vec::new();
    all_fixtures().iter().for_each(|(_, body)| strings(body, &mut found));
    let mut missing = Vec::new();
    macro_rules! look_for {
        ($($Enum:ty),+ $(,)?) => {
            $(missing.extend(<$Enum>::KNOWN.iter().map(|known| known.as_str()).filter(|known| !found.iter().any(|text| text == known)));)+
        };
    }
    look_for!(
        change::AccountEvent,
        change::AccountSettingsType,
        change::AlertEntityType,
        change::AlertSeverity,
        change::AlertStatus,
        change::AlertType,
        change::AutomaticEventName,
        change::BanState,
        change::BusinessStatusEvent,
        change::BusinessUsernameStatus,
        change::CallDirection,
        change::CallEvent,
        change::CallIconVisibility,
        change::CallOutcome,
        change::CallState,
        change::CampaignPauseReason,
        change::CampaignStatus,
        change::CertificationRejection,
        change::CertificationStatus,
        change::DayOfWeek,
        change::DisconnectionInitiator,
        change::DisconnectionReason,
        change::FlowAlertState,
        change::FlowEvent,
        change::FlowStatus,
        change::GroupLifecycleType,
        change::GroupParticipantsType,
        change::GroupSettingsType,
        change::GroupStatusType,
        change::HandoverRole,
        change::HandoverType,
        change::JoinApprovalMode,
        change::JoinReason,
        change::MessagingTier,
        change::NameRejectionReason,
        change::PartnerSolutionEvent,
        change::PartnerSolutionStatus,
        change::PaymentConfigurationStatus,
        change::PaymentProvider,
        change::PhoneNumberQualityEvent,
        change::PreferenceCategory,
        change::PreferenceValue,
        change::RemovalInitiator,
        change::RestrictionType,
        change::ReviewDecision,
        change::SdpType,
        change::SecurityEvent,
        change::SettingStatus,
        change::StateSyncAction,
        change::StateSyncType,
        change::TemplateButtonType,
        change::TemplateCategory,
        change::TemplateEvent,
        change::TemplateOtherInfoTitle,
        change::TemplateQualityScore,
        change::TemplateRejectionReason,
        change::TrackingEventName,
        change::ViolationType,
        message::CallPermissionResponse,
        message::CallPermissionSource,
        message::ContactOrigin,
        message::ReferralMediaType,
        message::SystemType,
        message::UnsupportedType,
        ClickComponent,
        HistoryStatus,
        MessageCreationType,
        MessageStatus,
        PaymentMethodType,
        PricingCategory,
        PricingModel,
        PricingType,
        RefundSpeed,
        TransactionStatus,
        TransactionType,
    );
    assert!(missing.is_empty(), "in no fixture: {missing:?}");
}
