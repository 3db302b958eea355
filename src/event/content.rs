//! What an update can be.

use super::{
    AccountAlert, AccountReviewUpdate, AccountSettingsUpdate, AccountUpdate, BusinessCapabilityUpdate,
    BusinessStatusUpdate, BusinessUsernameUpdate, CampaignStatusUpdate, ChatMessage, Error, FlowUpdate,
    Message, MessagingHandover, PartnerSolution, PaymentConfigurationUpdate, PhoneNumberNameUpdate,
    PhoneNumberQualityUpdate, SecurityUpdate, Status, TemplateCategoryDetection, TemplateCategoryUpdate,
    TemplateComponentsUpdate, TemplateQualityUpdate, TemplateStatusUpdate, Unknown, UserAction,
    change::{
        AutomaticEvent, Call, CallStatus, GroupLifecycleUpdate, GroupParticipantsUpdate, GroupSettingsUpdate,
        GroupStatusUpdate, HistoryMessage, HistorySync, StandbyEcho, StateSync, TrackingEvent, UserIdUpdate,
        UserPreference,
    },
};

/// What an update tells.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Content<'a> {
    /// A user sent a message.
    Message(&'a Message),
    /// Something became of a message that the business sent.
    Status(&'a Status),
    /// The system, the app or the account has a problem that belongs to no single message.
    Error(&'a Error),
    /// A user did something with a message, such as a tap on a link.
    UserAction(&'a UserAction),
    /// Something happened to the account.
    AccountUpdate(&'a AccountUpdate),
    /// There is a warning or news about limits, an Official Business Account or a profile picture.
    AccountAlert(&'a AccountAlert),
    /// The review of the account ended.
    AccountReviewUpdate(&'a AccountReviewUpdate),
    /// Settings of a phone number were changed.
    AccountSettingsUpdate(&'a AccountSettingsUpdate),
    /// A limit of the business changed.
    BusinessCapabilityUpdate(&'a BusinessCapabilityUpdate),
    /// Something happened to the business portfolio.
    BusinessStatusUpdate(&'a BusinessStatusUpdate),
    /// Something became of the business's username.
    BusinessUsernameUpdate(&'a BusinessUsernameUpdate),
    /// The state of a campaign changed.
    CampaignStatusUpdate(&'a CampaignStatusUpdate),
    /// The state or the health of a Flow changed.
    FlowUpdate(&'a FlowUpdate),
    /// A template was edited.
    TemplateComponentsUpdate(&'a TemplateComponentsUpdate),
    /// A template's quality score changed.
    TemplateQualityUpdate(&'a TemplateQualityUpdate),
    /// A template can be sent, or no longer can.
    TemplateStatusUpdate(&'a TemplateStatusUpdate),
    /// A template was moved to another category, or will be.
    TemplateCategoryUpdate(&'a TemplateCategoryUpdate),
    /// A template seems to be in the wrong category.
    TemplateCategoryDetection(&'a TemplateCategoryDetection),
    /// A conversation went from one app to another.
    MessagingHandover(&'a MessagingHandover),
    /// A multi-partner solution was made, or its state changed.
    PartnerSolution(&'a PartnerSolution),
    /// A payment configuration was made, or its state changed.
    PaymentConfigurationUpdate(&'a PaymentConfigurationUpdate),
    /// The review of a phone number's display name ended.
    PhoneNumberNameUpdate(&'a PhoneNumberNameUpdate),
    /// The throughput or the limit of a phone number changed.
    PhoneNumberQualityUpdate(&'a PhoneNumberQualityUpdate),
    /// Something happened to the PIN of a phone number.
    SecurityUpdate(&'a SecurityUpdate),
    /// The platform recognized a lead or a purchase in a conversation.
    AutomaticEvent(&'a AutomaticEvent),
    /// Something happened to a voice call.
    Call(&'a Call),
    /// Something became of a voice call that the business placed.
    CallStatus(&'a CallStatus),
    /// A group was created or deleted.
    GroupLifecycleUpdate(&'a GroupLifecycleUpdate),
    /// Users joined a group, left it, or ask to join.
    GroupParticipantsUpdate(&'a GroupParticipantsUpdate),
    /// A group's picture, name or description changed.
    GroupSettingsUpdate(&'a GroupSettingsUpdate),
    /// A group was suspended, or is no longer.
    GroupStatusUpdate(&'a GroupStatusUpdate),
    /// A message from before the number was connected, written by either side. It is not to be answered.
    HistoryMessage(HistoryMessage<'a>),
    /// A chunk of the history has come; this is how far the transfer is.
    HistorySync(&'a HistorySync),
    /// A message that the business sent in the WhatsApp Business app or by another app. It is not to be answered.
    MessageEcho(&'a ChatMessage),
    /// A user's message in a conversation that another app holds. It is that app's to answer, not yours.
    StandbyMessage(&'a Message),
    /// A message that another app sent in a conversation which it holds.
    StandbyEcho(&'a StandbyEcho),
    /// Something became of a message that another app sent in a conversation which it holds.
    StandbyStatus(&'a Status),
    /// A contact of the WhatsApp Business app was added, changed or removed.
    StateSync(&'a StateSync),
    /// A message that is tracked got a step further.
    TrackingEvent(&'a TrackingEvent),
    /// A user's business-scoped ID changed.
    UserIdUpdate(&'a UserIdUpdate),
    /// A user stopped marketing messages, or wants them again.
    UserPreference(&'a UserPreference),
    /// Something that this version has no type for, or that is malformed; nothing of it is lost.
    Unknown(Unknown<&'a str>),
}
