//! The JSON in the documentation is JSON, and of the type that it stands at.

use serde_json::Value;
use whatsapp_webhook::event::{self, change, message};

use super::sources;

/// Each `json` block of the sources, with the name of the type that it documents.
fn documented() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for source in sources() {
        for (at, mark) in source.match_indices("/// ```json\n") {
            let rest = &source[at + mark.len()..];
            let lines = rest.lines().map(|line| line.trim().trim_start_matches("///"));
            let block: String = lines.take_while(|line| line.trim() != "```").collect();
            let name = rest.split("pub struct ").nth(1).unwrap().split([' ', '{']).next().unwrap();
            found.push((name.to_owned(), block));
        }
    }
    found
}

#[test]
fn every_json_example_is_read_as_its_type_and_leaves_as_it_came() {
    let documented = documented();
    assert!(documented.len() >= 25, "{} examples", documented.len());
    macro_rules! check {
        ($($Type:ty),+ $(,)?) => {
            for (name, json) in &documented {
                let back = match name.as_str() {
                    $(name if stringify!($Type).rsplit("::").next().unwrap().trim() == name => {
                        serde_json::from_str::<$Type>(json).map(|value| serde_json::to_value(value).unwrap())
                    })+
                    other => panic!("the example of {other} is not checked: add it to this list"),
                };
                let back = back.unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(back, serde_json::from_str::<Value>(json).unwrap(), "{name}");
            }
        };
    }
    check!(
        event::ChatMessage,
        event::Contact,
        event::Conversation,
        event::Error,
        event::HistoryContext,
        event::Message,
        event::Payment,
        event::Pricing,
        event::Status,
        event::UserAction,
        change::AccountAlert,
        change::AccountReviewUpdate,
        change::AccountSettingsUpdate,
        change::AccountUpdate,
        change::AlertInfo,
        change::AutomaticEvent,
        change::BanInfo,
        change::BusinessCapabilityUpdate,
        change::BusinessStatusUpdate,
        change::BusinessUsernameUpdate,
        change::Call,
        change::CallHours,
        change::CallRecording,
        change::CallSession,
        change::CallStatus,
        change::CallTranscript,
        change::CallingSettings,
        change::CampaignStatusUpdate,
        change::ConversationContext,
        change::FlowAlert,
        change::FlowError,
        change::FlowUpdate,
        change::GroupLifecycleUpdate,
        change::GroupParticipant,
        change::GroupParticipantsUpdate,
        change::GroupPicture,
        change::GroupSettingsUpdate,
        change::GroupStatusUpdate,
        change::GroupText,
        change::Handover,
        change::HistorySync,
        change::HistoryThread,
        change::InternationalRateEligibility,
        change::MessagingHandover,
        change::Metadata,
        change::PartnerSolution,
        change::PaymentConfigurationUpdate,
        change::PhoneNumberNameUpdate,
        change::PhoneNumberQualityUpdate,
        change::PhoneNumberSettings,
        change::PurchaseData,
        change::RestrictionInfo,
        change::SecurityUpdate,
        change::SipServer,
        change::SipSettings,
        change::StandbyEcho,
        change::StateSync,
        change::SyncedContact,
        change::TemplateButton,
        change::TemplateCategoryDetection,
        change::TemplateCategoryUpdate,
        change::TemplateComponentsUpdate,
        change::TemplateDisableInfo,
        change::TemplateOtherInfo,
        change::TemplateQualityUpdate,
        change::TemplateRejectionInfo,
        change::TemplateStatusUpdate,
        change::TrackingData,
        change::TrackingEvent,
        change::UserIdChange,
        change::UserIdUpdate,
        change::UserPreference,
        change::ViolationInfo,
        change::VolumeTier,
        change::WabaInfo,
        event::on_premises::ApplicationSettings,
        message::Button,
        message::ButtonReply,
        message::ContactCard,
        message::Context,
        message::Edit,
        message::Interactive,
        message::Location,
        message::Media,
        message::NfmReply,
        message::Order,
        message::Reaction,
        message::Referral,
        message::Revoke,
        message::System,
        message::Text,
        message::Unsupported,
    );
}
