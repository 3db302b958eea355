//! What a delivery tells, each thing with the place that it stands in.

mod parties;
mod updates;

use std::fmt;

pub use self::updates::Updates;
use super::{
    Content, DisplayPhoneNumber, PhoneNumberId, Timestamp, Unknown, WabaId,
    change::{self, AlertType, HandoverType, Head},
    decode::json,
    entry::Entry,
};

/// One thing that a delivery tells: a message, a status, an error, an account's news.
///
/// A delivery holds up to a thousand of them. [`WebhookEvent::updates`](crate::WebhookEvent::updates) goes through all; there is no such thing as
/// "the" message of a delivery.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Update<'a> {
    /// What is told.
    pub content: Content<'a>,
    field: &'a str,
    entry: Option<&'a Entry>,
    head: Option<&'a Head>,
}

impl<'a> Update<'a> {
    /// The `field` of the change, which is what an app subscribes to: `messages`, `account_update`, …
    ///
    /// `messages` for On-Premises deliveries, and empty where the entry was malformed.
    #[must_use]
    pub fn field(&self) -> &'a str {
        self.field
    }

    /// The WhatsApp Business Account that the update is about.
    ///
    /// For partner events it is the business portfolio's identifier; in the dashboard's tests it is `0`; On-Premises there is none.
    #[must_use]
    pub fn waba_id(&self) -> Option<&'a WabaId> {
        self.entry?.id.as_ref()
    }

    /// The business phone number that the update is about, by its identifier. Most fields about the account have none.
    #[must_use]
    pub fn phone_number_id(&self) -> Option<&'a PhoneNumberId> {
        match self.content {
            Content::AccountSettingsUpdate(settings) => {
                settings.phone_number_settings.as_ref()?.phone_number_id.as_ref()
            }
            _ => self.metadata()?.phone_number_id.as_ref(),
        }
    }

    /// The business phone number that the update is about, as people write it, at times with `+` and spaces.
    #[must_use]
    pub fn display_phone_number(&self) -> Option<&'a str> {
        match self.content {
            Content::AccountUpdate(account) => account.phone_number.as_deref(),
            Content::BusinessUsernameUpdate(username) => username.display_phone_number.as_deref(),
            Content::PhoneNumberNameUpdate(name) => name.display_phone_number.as_deref(),
            Content::PhoneNumberQualityUpdate(number) => number.display_phone_number.as_deref(),
            Content::SecurityUpdate(security) => security.display_phone_number.as_deref(),
            _ => self.metadata()?.display_phone_number.as_ref().map(DisplayPhoneNumber::as_str),
        }
    }

    fn metadata(&self) -> Option<&'a change::Metadata> {
        match self.content {
            Content::MessagingHandover(handover) => handover.recipient.as_deref(),
            _ => self.head?.metadata.as_ref(),
        }
    }

    /// A summary of what was said before the conversation was handed over to this app.
    #[must_use]
    pub fn conversation_context(&self) -> Option<&'a change::ConversationContext> {
        self.head?.conversation_context.as_deref()
    }

    /// When it happened: the item's own time, or the time of the entry for items that have none.
    #[must_use]
    pub fn occurred_at(&self) -> Option<&'a Timestamp> {
        match self.content {
            Content::Message(message) | Content::StandbyMessage(message) => Some(&message.timestamp),
            Content::Status(status) | Content::StandbyStatus(status) => Some(&status.timestamp),
            Content::StandbyEcho(echo) => Some(&echo.timestamp),
            Content::UserAction(action) => Some(&action.timestamp),
            Content::AccountSettingsUpdate(settings) => Some(&settings.timestamp),
            Content::MessagingHandover(handover) => Some(&handover.timestamp),
            Content::PaymentConfigurationUpdate(payment) => {
                payment.updated_timestamp.as_ref().or_else(|| self.entry?.time.as_ref())
            }
            Content::AutomaticEvent(event) => Some(&event.timestamp),
            Content::Call(call) => Some(&call.timestamp),
            Content::CallStatus(status) => Some(&status.timestamp),
            Content::GroupLifecycleUpdate(group) => Some(&group.timestamp),
            Content::GroupParticipantsUpdate(group) => Some(&group.timestamp),
            Content::GroupSettingsUpdate(group) => Some(&group.timestamp),
            Content::GroupStatusUpdate(group) => Some(&group.timestamp),
            Content::HistoryMessage(past) => Some(&past.message.timestamp),
            Content::MessageEcho(echo) => Some(&echo.timestamp),
            Content::StateSync(sync) => {
                let own = sync.metadata.as_deref().and_then(|metadata| metadata.timestamp.as_ref());
                own.or_else(|| self.entry?.time.as_ref())
            }
            Content::TrackingEvent(event) => Some(&event.timestamp),
            Content::UserIdUpdate(user) => Some(&user.timestamp),
            Content::UserPreference(preference) => Some(&preference.timestamp),
            _ => self.entry?.time.as_ref(),
        }
    }

    /// The identifier of the message or call that the update is, or is about; also of a malformed one, if it has one at all.
    #[must_use]
    pub fn id(&self) -> Option<&'a str> {
        match self.content {
            Content::Message(message) | Content::StandbyMessage(message) => Some(message.id.as_str()),
            Content::Status(status) | Content::StandbyStatus(status) => Some(status.id.as_str()),
            Content::StandbyEcho(echo) => Some(echo.id.as_str()),
            Content::Call(call) => Some(call.id.as_str()),
            Content::CallStatus(status) => Some(status.id.as_str()),
            Content::AutomaticEvent(event) => Some(event.id.as_str()),
            Content::HistoryMessage(past) => Some(past.message.id.as_str()),
            Content::MessageEcho(echo) => Some(echo.id.as_str()),
            Content::Unknown(unknown) => peek(unknown, "id"),
            _ => None,
        }
    }

    /// What kind of update it is, in the platform's words: a message's `type`, a status, an event or a decision;
    /// the field of something that has none of these, or is unknown.
    #[must_use]
    pub fn kind(&self) -> &'a str {
        match self.content {
            Content::Message(message) | Content::StandbyMessage(message) => message.content.kind(),
            Content::Status(status) | Content::StandbyStatus(status) => status.status.as_str(),
            Content::StandbyEcho(echo) => echo.sent("type").unwrap_or("standby"),
            Content::Error(_) => "error",
            Content::UserAction(action) => action.action_type.as_str(),
            Content::AccountUpdate(account) => account.event.as_str(),
            Content::AccountAlert(alert) => alert.alert_type().map_or(self.field, AlertType::as_str),
            Content::AccountReviewUpdate(review) => review.decision.as_str(),
            Content::AccountSettingsUpdate(settings) => settings.kind.as_str(),
            Content::BusinessStatusUpdate(business) => business.event.as_str(),
            Content::BusinessUsernameUpdate(username) => username.status.as_str(),
            Content::CampaignStatusUpdate(campaign) => campaign.new_status.as_str(),
            Content::FlowUpdate(flow) => flow.event.as_str(),
            Content::TemplateQualityUpdate(template) => template.new_quality_score.as_str(),
            Content::TemplateStatusUpdate(template) => template.event.as_str(),
            Content::MessagingHandover(handover) => {
                handover.handover_type().map_or(self.field, HandoverType::as_str)
            }
            Content::PartnerSolution(solution) => solution.event.as_str(),
            Content::PaymentConfigurationUpdate(payment) => payment.status.as_str(),
            Content::PhoneNumberNameUpdate(name) => name.decision.as_str(),
            Content::PhoneNumberQualityUpdate(number) => number.event.as_str(),
            Content::SecurityUpdate(security) => security.event.as_str(),
            Content::BusinessCapabilityUpdate(_)
            | Content::TemplateComponentsUpdate(_)
            | Content::TemplateCategoryUpdate(_)
            | Content::TemplateCategoryDetection(_) => self.field,
            Content::Call(call) => call.event.as_str(),
            Content::CallStatus(status) => status.status.as_str(),
            Content::AutomaticEvent(event) => event.event_name.as_str(),
            Content::GroupLifecycleUpdate(group) => group.kind.as_str(),
            Content::GroupParticipantsUpdate(group) => group.kind.as_str(),
            Content::GroupSettingsUpdate(group) => group.kind.as_str(),
            Content::GroupStatusUpdate(group) => group.kind.as_str(),
            Content::HistoryMessage(past) => past.message.content.kind(),
            Content::HistorySync(_) => "history",
            Content::MessageEcho(echo) => echo.content.kind(),
            Content::StateSync(sync) => sync.action.as_str(),
            Content::TrackingEvent(event) => event.event_name.as_str(),
            Content::UserIdUpdate(_) => "user_id_update",
            Content::UserPreference(preference) => preference.value.as_str(),
            Content::Unknown(unknown) => unknown.into_kind(),
        }
    }
}

/// A member of something unknown, as far as it can be read without decoding it.
fn peek<'a>(unknown: Unknown<&'a str>, name: &str) -> Option<&'a str> {
    json::member(unknown.into_raw(), name).and_then(json::plain_text).filter(|text| !text.is_empty())
}

impl fmt::Debug for Update<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The name of a field that is not modelled is text that was sent, like any other.
        let is_new = matches!(self.content, Content::Unknown(_)) && self.head.is_none();
        f.debug_struct("Update")
            .field("field", &format_args!("{}", if is_new { "unknown" } else { self.field }))
            .field("waba_id", &self.waba_id())
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}
