//! The table from field to type: which type arrives for which field.
//!
//! A change holds a `field`, and a `value` whose shape the field tells. Each type has a file of its own below; its row
//! stands at its variant of [`Content`].

pub mod account_alerts;
pub mod account_review_update;
pub mod account_settings_update;
pub mod account_update;
pub mod automatic_events;
pub mod business_capability_update;
pub mod business_status_update;
pub mod business_username_updates;
pub mod calls;
pub mod campaign_status_update;
pub mod flows;
pub mod group_lifecycle_update;
pub mod group_participants_update;
pub mod group_settings_update;
pub mod group_status_update;
pub mod history;
pub mod message_template_components_update;
pub mod message_template_quality_update;
pub mod message_template_status_update;
pub mod messaging_handovers;
pub mod messaging_limit;
pub mod partner_solutions;
pub mod payment_configuration_update;
pub mod phone_number_name_update;
pub mod phone_number_quality_update;
pub mod security;
pub mod smb_app_state_sync;
pub mod standby;
pub mod template_category_update;
pub mod template_correct_category_detection;
pub mod tracking_events;
pub mod user_id_update;
pub mod user_preferences;

pub use self::{
    account_alerts::AccountAlert,
    account_review_update::AccountReviewUpdate,
    account_settings_update::AccountSettingsUpdate,
    account_update::AccountUpdate,
    automatic_events::AutomaticEvent,
    business_capability_update::BusinessCapabilityUpdate,
    business_status_update::BusinessStatusUpdate,
    business_username_updates::BusinessUsernameUpdate,
    calls::{Call, CallStatus},
    campaign_status_update::CampaignStatusUpdate,
    flows::FlowUpdate,
    group_lifecycle_update::GroupLifecycleUpdate,
    group_participants_update::GroupParticipantsUpdate,
    group_settings_update::GroupSettingsUpdate,
    group_status_update::GroupStatusUpdate,
    history::{HistoryMessage, HistorySync},
    message_template_components_update::TemplateComponentsUpdate,
    message_template_quality_update::TemplateQualityUpdate,
    message_template_status_update::TemplateStatusUpdate,
    messaging_handovers::MessagingHandover,
    partner_solutions::PartnerSolution,
    payment_configuration_update::PaymentConfigurationUpdate,
    phone_number_name_update::PhoneNumberNameUpdate,
    phone_number_quality_update::PhoneNumberQualityUpdate,
    security::SecurityUpdate,
    smb_app_state_sync::StateSync,
    standby::StandbyEcho,
    template_category_update::TemplateCategoryUpdate,
    template_correct_category_detection::TemplateCategoryDetection,
    tracking_events::TrackingEvent,
    user_id_update::UserIdUpdate,
    user_preferences::UserPreference,
};
use super::{ApiError, Message, Status, TranscriptMessage, UserAction, content::contents};

contents! {
    /// What an update tells.
    pub enum Content {
        /// A user sent a message.
        Message(Message) = ("messages", "messages"),
        /// Something became of a message that the business sent.
        Status(Status) = ("messages", "statuses"),
        /// The system, the app or the account has a problem that belongs to no single message.
        Error(ApiError) = ("messages", "errors") | ("calls", "errors") | ("history", "history/errors"),
        /// A user did something with a message, such as a tap on a link.
        UserAction(UserAction) = ("messages", "user_actions"),
        /// Something happened to the account.
        AccountUpdate(AccountUpdate) = ("account_update", ""),
        /// There is a warning or news about limits, an Official Business Account or a profile picture.
        AccountAlert(AccountAlert) = ("account_alerts", ""),
        /// The review of the account ended.
        AccountReviewUpdate(AccountReviewUpdate) = ("account_review_update", ""),
        /// Settings of a phone number were changed.
        AccountSettingsUpdate(AccountSettingsUpdate) = ("account_settings_update", ""),
        /// A limit of the business changed.
        BusinessCapabilityUpdate(BusinessCapabilityUpdate) = ("business_capability_update", ""),
        /// Something happened to the business portfolio.
        BusinessStatusUpdate(BusinessStatusUpdate) = ("business_status_update", ""),
        /// Something became of the business's username.
        BusinessUsernameUpdate(BusinessUsernameUpdate) = ("business_username_updates", "") | ("business_username_update", "") | ("phone_number_username_update", ""),
        /// The state of a campaign changed.
        CampaignStatusUpdate(CampaignStatusUpdate) = ("campaign_status_update", ""),
        /// The state or the health of a Flow changed.
        FlowUpdate(FlowUpdate) = ("flows", ""),
        /// A template was edited.
        TemplateComponentsUpdate(TemplateComponentsUpdate) = ("message_template_components_update", ""),
        /// A template can be sent, or no longer can.
        TemplateStatusUpdate(TemplateStatusUpdate) = ("message_template_status_update", ""),
        /// A template's quality score changed.
        TemplateQualityUpdate(TemplateQualityUpdate) = ("message_template_quality_update", "") | ("message_template_status_update", ""),
        /// A template was moved to another category, or will be.
        TemplateCategoryUpdate(TemplateCategoryUpdate) = ("template_category_update", ""),
        /// A template seems to be in the wrong category.
        TemplateCategoryDetection(TemplateCategoryDetection) = ("template_correct_category_detection", ""),
        /// A conversation went from one app to another.
        MessagingHandover(MessagingHandover) = ("messaging_handovers", ""),
        /// A multi-partner solution was made, or its state changed.
        PartnerSolution(PartnerSolution) = ("partner_solutions", ""),
        /// A payment configuration was made, or its state changed.
        PaymentConfigurationUpdate(PaymentConfigurationUpdate) = ("payment_configuration_update", ""),
        /// The review of a phone number's display name ended.
        PhoneNumberNameUpdate(PhoneNumberNameUpdate) = ("phone_number_name_update", ""),
        /// The throughput or the limit of a phone number changed.
        PhoneNumberQualityUpdate(PhoneNumberQualityUpdate) = ("phone_number_quality_update", ""),
        /// Something happened to the PIN of a phone number.
        SecurityUpdate(SecurityUpdate) = ("security", ""),
        /// The platform recognized a lead or a purchase in a conversation.
        AutomaticEvent(AutomaticEvent) = ("automatic_events", "automatic_events"),
        /// Something happened to a voice call.
        Call(Call) = ("calls", "calls"),
        /// Something became of a voice call that the business placed.
        CallStatus(CallStatus) = ("calls", "statuses"),
        /// A group was created or deleted.
        GroupLifecycleUpdate(GroupLifecycleUpdate) = ("group_lifecycle_update", "groups"),
        /// Users joined a group, left it, or ask to join.
        GroupParticipantsUpdate(GroupParticipantsUpdate) = ("group_participants_update", "groups") | ("group_participant_update", "groups"),
        /// A group's picture, name or description changed.
        GroupSettingsUpdate(GroupSettingsUpdate) = ("group_settings_update", "groups"),
        /// A group was suspended, or is no longer.
        GroupStatusUpdate(GroupStatusUpdate) = ("group_status_update", "groups"),
        /// A message from before the number was connected, written by either side. It is not to be answered.
        HistoryMessage(HistoryMessage) = ("history", "history/messages" | "messages" | "message_echoes"),
        /// A chunk of the history has come; this is how far the transfer is.
        HistorySync(HistorySync) = ("history", "history/metadata"),
        /// A message that the business sent in the WhatsApp Business app or by another app. It is not to be answered.
        MessageEcho(TranscriptMessage) = ("smb_message_echoes", "message_echoes") | ("message_echoes", "message_echoes"),
        /// A user's message in a conversation that another app holds. It is that app's to answer, not yours.
        StandbyMessage(Message) = ("standby", "messages"),
        /// A message that another app sent in a conversation which it holds.
        StandbyEcho(StandbyEcho) = ("standby", "message_echoes"),
        /// Something became of a message that another app sent in a conversation which it holds.
        StandbyStatus(Status) = ("standby", "statuses"),
        /// A contact of the WhatsApp Business app was added, changed or removed.
        StateSync(StateSync) = ("smb_app_state_sync", "state_sync"),
        /// A message that is tracked got a step further.
        TrackingEvent(TrackingEvent) = ("tracking_events", "events"),
        /// A user's business-scoped ID changed.
        UserIdUpdate(UserIdUpdate) = ("user_id_update", "user_id_update"),
        /// A user stopped marketing messages, or wants them again.
        UserPreference(UserPreference) = ("user_preferences", "user_preferences"),
    }
}
