//! The table from field to type.
//!
//! A change has a `field`, which determines the shape of its `value`. Each type has a file of its own below; its row is at its
//! variant of [`Content`].

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
    /// The content of an update: a message, a status, a change of the account.
    ///
    /// The variant depends on the `field` of the change, which is what an app subscribes to, and on the array that the item is
    /// in. Echoes, messages of a history and messages in conversations that another app controls have their own variants, so a
    /// bot cannot reply to them by accident.
    ///
    /// ```
    /// use whatsapp_webhook::{Content, WebhookEvent};
    ///
    /// let body = r#"{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","time":1739321024,"changes":[{
    ///     "field":"message_template_status_update","value":{"event":"REJECTED","message_template_id":1689556908129832,
    ///     "message_template_name":"order_confirmation","message_template_language":"en_US","reason":"SCAM"}}]}]}"#;
    /// let event = WebhookEvent::from_bytes(body)?;
    /// for update in event.updates() {
    ///     match &update.content {
    ///         Content::TemplateStatusUpdate(template) => {
    ///             assert_eq!(template.event, "REJECTED");
    ///             assert_eq!(template.reason.as_ref().unwrap(), "SCAM");
    ///         }
    ///         Content::Message(message) => println!("{}", message.text().unwrap_or_default()),
    ///         Content::Unknown(unknown) => println!("{} is unknown: {}", unknown.kind(), unknown.raw()),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok::<(), whatsapp_webhook::DecodeError>(())
    /// ```
    ///
    /// The payloads are boxed and `#[non_exhaustive]`; [`Update`](crate::Update) has methods for what most of them share.
    /// `Serialize` writes the item in the shape that it has on the wire.
    ///
    /// # Fields
    ///
    /// The table lists every field that this version knows, with what arrives for it. An item of any other field, such as
    /// `consumer_profile`, of which Meta has published no sample, is [`Content::Unknown`] with its raw JSON, as is any item that
    /// is malformed. The items of On-Premises notifications arrive as those of `messages`.
    ///
    /// Since 28 June 2026, a callback URL that overrides the app's receives 14 fields: `messages`, `message_echoes`, `calls`,
    /// `consumer_profile`, `messaging_handovers`, `standby`, the four `group_…` fields, `smb_message_echoes`,
    /// `smb_app_state_sync`, `history` and `account_settings_update`. All other fields go to the app's URL. (Source:
    /// <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override>.)
    pub enum Content {
        /// A message from a user.
        Message(Message) = ("messages", "messages"),
        /// The delivery status of a message that the business sent.
        Status(Status) = ("messages", "statuses"),
        /// An error of the system, the app or the account that belongs to no single message or call.
        Error(ApiError) = ("messages", "errors") | ("calls", "errors") | ("history", "history/errors"),
        /// A user's action on a message, such as a click on a link.
        UserAction(UserAction) = ("messages", "user_actions"),
        /// A change of the account, such as a violation, a restriction or a new partner.
        AccountUpdate(AccountUpdate) = ("account_update", ""),
        /// An alert about limits, an Official Business Account or a profile picture.
        AccountAlert(AccountAlert) = ("account_alerts", ""),
        /// The decision on the review of the account.
        AccountReviewUpdate(AccountReviewUpdate) = ("account_review_update", ""),
        /// A change of a phone number's settings.
        AccountSettingsUpdate(AccountSettingsUpdate) = ("account_settings_update", ""),
        /// A change of the business's limits.
        BusinessCapabilityUpdate(BusinessCapabilityUpdate) = ("business_capability_update", ""),
        /// An event of the business portfolio.
        BusinessStatusUpdate(BusinessStatusUpdate) = ("business_status_update", ""),
        /// The status of the business's username.
        BusinessUsernameUpdate(BusinessUsernameUpdate) = ("business_username_updates", "")
            | ("business_username_update", "")
            | ("phone_number_username_update", ""),
        /// A status change of a campaign.
        CampaignStatusUpdate(CampaignStatusUpdate) = ("campaign_status_update", ""),
        /// A status change of a Flow, or an alert about its health.
        FlowUpdate(FlowUpdate) = ("flows", ""),
        /// The components of a template after an edit.
        TemplateComponentsUpdate(TemplateComponentsUpdate) = ("message_template_components_update", ""),
        /// A status change of a template.
        TemplateStatusUpdate(TemplateStatusUpdate) = ("message_template_status_update", ""),
        /// A change of a template's quality score.
        TemplateQualityUpdate(TemplateQualityUpdate) =
            ("message_template_quality_update", "") | ("message_template_status_update", ""),
        /// A change of a template's category, announced or completed.
        TemplateCategoryUpdate(TemplateCategoryUpdate) = ("template_category_update", ""),
        /// A template whose content does not match its category.
        TemplateCategoryDetection(TemplateCategoryDetection) = ("template_correct_category_detection", ""),
        /// The handover of a conversation from one app to another.
        MessagingHandover(MessagingHandover) = ("messaging_handovers", ""),
        /// The creation or status change of a multi-partner solution.
        PartnerSolution(PartnerSolution) = ("partner_solutions", ""),
        /// The creation or status change of a payment configuration.
        PaymentConfigurationUpdate(PaymentConfigurationUpdate) = ("payment_configuration_update", ""),
        /// The decision on the review of a phone number's display name.
        PhoneNumberNameUpdate(PhoneNumberNameUpdate) = ("phone_number_name_update", ""),
        /// A change of a phone number's throughput or messaging limit.
        PhoneNumberQualityUpdate(PhoneNumberQualityUpdate) = ("phone_number_quality_update", ""),
        /// A change of a phone number's two-step verification PIN.
        SecurityUpdate(SecurityUpdate) = ("security", ""),
        /// A lead or a purchase that Meta detected in a conversation.
        AutomaticEvent(AutomaticEvent) = ("automatic_events", "automatic_events"),
        /// An event of a voice call.
        Call(Call) = ("calls", "calls"),
        /// The status of a voice call that the business placed.
        CallStatus(CallStatus) = ("calls", "statuses"),
        /// The creation or deletion of a group.
        GroupLifecycleUpdate(GroupLifecycleUpdate) = ("group_lifecycle_update", "groups"),
        /// A change of a group's participants, or a request to join.
        GroupParticipantsUpdate(GroupParticipantsUpdate) =
            ("group_participants_update", "groups") | ("group_participant_update", "groups"),
        /// A change of a group's picture, name or description.
        GroupSettingsUpdate(GroupSettingsUpdate) = ("group_settings_update", "groups"),
        /// The suspension of a group, or its end.
        GroupStatusUpdate(GroupStatusUpdate) = ("group_status_update", "groups"),
        /// A message from before the number was connected, sent by the user or the business. A bot must not respond to it.
        HistoryMessage(HistoryMessage) = ("history", "history/messages" | "messages" | "message_echoes"),
        /// The progress of the transfer of a history, sent with each chunk.
        HistorySync(HistorySync) = ("history", "history/metadata"),
        /// A message that the business sent from the WhatsApp Business app or another app. A bot must not respond to it.
        MessageEcho(TranscriptMessage) =
            ("smb_message_echoes", "message_echoes") | ("message_echoes", "message_echoes"),
        /// A user's message in a conversation that another app controls. The other app responds to it.
        StandbyMessage(Message) = ("standby", "messages"),
        /// A message that another app sent in a conversation that it controls.
        StandbyEcho(StandbyEcho) = ("standby", "message_echoes"),
        /// The delivery status of a message that another app sent in a conversation that it controls.
        StandbyStatus(Status) = ("standby", "statuses"),
        /// A contact of the WhatsApp Business app that was added, changed or removed.
        StateSync(StateSync) = ("smb_app_state_sync", "state_sync"),
        /// An event of a tracked message.
        TrackingEvent(TrackingEvent) = ("tracking_events", "events"),
        /// A change of a user's business-scoped ID. Apps can no longer subscribe to the field.
        UserIdUpdate(UserIdUpdate) = ("user_id_update", "user_id_update"),
        /// A user's choice about marketing messages.
        UserPreference(UserPreference) = ("user_preferences", "user_preferences"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A walk has a bit for each row that it came to, and one for the array `history`.
    #[test]
    fn the_rows_fit_into_the_bits_of_a_walk() {
        assert!(ROWS.len() <= 63, "{} rows", ROWS.len());
    }
}
