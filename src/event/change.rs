//! One change of a delivery: a `field`, and a `value` whose shape the field tells.
//!
//! This table is where a field's name meets its type; each type has a file of its own below.

mod account_alerts;
mod account_review_update;
mod account_settings_update;
mod account_update;
mod automatic_events;
mod business_capability_update;
mod business_status_update;
mod business_username_updates;
mod calls;
mod campaign_status_update;
mod flows;
mod group_lifecycle_update;
mod group_participants_update;
mod group_settings_update;
mod group_status_update;
mod head;
mod history;
mod item_value;
mod message_echoes;
mod message_template_components_update;
mod message_template_quality_update;
mod message_template_status_update;
mod messages;
mod messaging_handovers;
mod messaging_limit;
mod partner_solutions;
mod payment_configuration_update;
mod phone_number_name_update;
mod phone_number_quality_update;
mod security;
mod smb_app_state_sync;
mod standby;
mod template_category_update;
mod template_correct_category_detection;
mod tracking_events;
mod user_id_update;
mod user_preferences;

use std::{borrow::Cow, iter};

use serde::{Serialize, Serializer, de::Error as _, ser::SerializeMap as _};
use serde_json::Error;

pub use self::{
    account_alerts::*, account_review_update::*, account_settings_update::*, account_update::*,
    automatic_events::*, business_capability_update::*, business_status_update::*,
    business_username_updates::*, calls::*, campaign_status_update::*, flows::*, group_lifecycle_update::*,
    group_participants_update::*, group_settings_update::*, group_status_update::*, head::*, history::*,
    message_template_components_update::*, message_template_quality_update::*,
    message_template_status_update::*, messaging_handovers::*, messaging_limit::*, partner_solutions::*,
    payment_configuration_update::*, phone_number_name_update::*, phone_number_quality_update::*,
    security::*, smb_app_state_sync::*, standby::*, template_category_update::*,
    template_correct_category_detection::*, tracking_events::*, user_id_update::*, user_preferences::*,
};
pub(crate) use self::{head::Head, messages::Messages};
use self::{
    history::History, message_echoes::MessageEchoes, message_template_status_update::TemplateStatusValue,
    standby::Standby,
};
use super::{
    Content, DecodeError, Unknown, UnknownReason, UnrecognizedReason,
    decode::{
        audit::Audit,
        cursor::{Cursor, Refused},
        items::{Item, Leaf},
        json,
    },
};

/// What stands in the `value` of a change.
pub(crate) trait ChangeValue: Serialize + Sized {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Refused>;

    fn diagnose(raw: &str) -> UnknownReason;

    fn audit(raw: &str, audit: &mut Audit<'_>);

    /// Goes through the updates in it, in wire order.
    type Contents<'a>: Iterator<Item = Content<'a>> + Clone
    where
        Self: 'a;

    fn contents(&self) -> Self::Contents<'_>;

    /// The business's number and the users' contacts, for values that name them.
    fn head(&self) -> Option<&Head> {
        None
    }
}

/// A value that is one update as a whole.
pub(crate) trait Single: Leaf {
    fn content(&self) -> Content<'_>;
}

impl<T: Single> ChangeValue for Box<T> {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Refused> {
        <T as Item>::read(cursor).map(Self::new)
    }

    fn diagnose(raw: &str) -> UnknownReason {
        UnknownReason::malformed::<T>(raw)
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.part::<T>(raw);
    }

    type Contents<'a>
        = iter::Once<Content<'a>>
    where
        Self: 'a;

    fn contents(&self) -> Self::Contents<'_> {
        iter::once((**self).content())
    }
}

macro_rules! changes {
    ($( $Variant:ident($Type:ty) = $field:literal, )+) => {
        /// A change whose `field` is modelled; any other is kept raw by the list that it stands in.
        #[derive(Clone)]
        pub(crate) enum Change {
            $($Variant($Type),)+
        }

        /// The updates of one change that are still to come.
        #[derive(Clone)]
        pub(crate) enum Contents<'a> {
            $($Variant(<$Type as ChangeValue>::Contents<'a>),)+
            Single(Option<Content<'a>>),
        }

        impl<'a> Iterator for Contents<'a> {
            type Item = Content<'a>;

            fn next(&mut self) -> Option<Content<'a>> {
                match self {
                    $(Self::$Variant(contents) => contents.next(),)+
                    Self::Single(content) => content.take(),
                }
            }
        }

        impl Change {
            pub(crate) fn field(&self) -> &'static str {
                match self {
                    $(Self::$Variant(_) => $field,)+
                }
            }

            pub(crate) fn contents(&self) -> Contents<'_> {
                match self {
                    $(Self::$Variant(value) => Contents::$Variant(value.contents()),)+
                }
            }

            pub(crate) fn head(&self) -> Option<&Head> {
                match self {
                    $(Self::$Variant(value) => value.head(),)+
                }
            }

            fn read_value(field: &str, cursor: &mut Cursor<'_>) -> Result<Self, Refused> {
                match field {
                    $($field => <$Type as ChangeValue>::read(cursor).map(Self::$Variant),)+
                    _ => Err(Refused),
                }
            }

            fn diagnose_value(field: &str) -> fn(&str) -> UnknownReason {
                match field {
                    $($field => <$Type>::diagnose,)+
                    _ => UnknownReason::not_modeled,
                }
            }

            fn audit_value(field: &str, raw: &str, audit: &mut Audit<'_>) {
                match field {
                    $($field => <$Type>::audit(raw, audit),)+
                    _ => audit.report(UnrecognizedReason::Field),
                }
            }
        }

        impl Serialize for Change {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(2))?;
                match self {
                    $(Self::$Variant(value) => map.serialize_entry("value", value)?,)+
                }
                map.serialize_entry("field", self.field())?;
                map.end()
            }
        }
    };
}

changes! {
    AccountAlerts(Box<AccountAlert>) = "account_alerts",
    AccountReviewUpdate(Box<AccountReviewUpdate>) = "account_review_update",
    AccountSettingsUpdate(Box<AccountSettingsUpdate>) = "account_settings_update",
    AccountUpdate(Box<AccountUpdate>) = "account_update",
    AutomaticEvents(AutomaticEvents) = "automatic_events",
    BusinessCapabilityUpdate(Box<BusinessCapabilityUpdate>) = "business_capability_update",
    BusinessStatusUpdate(Box<BusinessStatusUpdate>) = "business_status_update",
    BusinessUsernameUpdate(Box<BusinessUsernameUpdate>) = "business_username_update",
    BusinessUsernameUpdates(Box<BusinessUsernameUpdate>) = "business_username_updates",
    Calls(Calls) = "calls",
    CampaignStatusUpdate(Box<CampaignStatusUpdate>) = "campaign_status_update",
    Flows(Box<FlowUpdate>) = "flows",
    GroupLifecycleUpdate(GroupLifecycle) = "group_lifecycle_update",
    GroupParticipantUpdate(GroupParticipants) = "group_participant_update",
    GroupParticipantsUpdate(GroupParticipants) = "group_participants_update",
    GroupSettingsUpdate(GroupSettings) = "group_settings_update",
    GroupStatusUpdate(GroupStatus) = "group_status_update",
    History(History) = "history",
    MessageEchoes(MessageEchoes) = "message_echoes",
    MessageTemplateComponentsUpdate(Box<TemplateComponentsUpdate>) = "message_template_components_update",
    MessageTemplateQualityUpdate(Box<TemplateQualityUpdate>) = "message_template_quality_update",
    MessageTemplateStatusUpdate(TemplateStatusValue) = "message_template_status_update",
    Messages(Messages) = "messages",
    MessagingHandovers(Box<MessagingHandover>) = "messaging_handovers",
    PartnerSolutions(Box<PartnerSolution>) = "partner_solutions",
    PaymentConfigurationUpdate(Box<PaymentConfigurationUpdate>) = "payment_configuration_update",
    PhoneNumberNameUpdate(Box<PhoneNumberNameUpdate>) = "phone_number_name_update",
    PhoneNumberQualityUpdate(Box<PhoneNumberQualityUpdate>) = "phone_number_quality_update",
    PhoneNumberUsernameUpdate(Box<BusinessUsernameUpdate>) = "phone_number_username_update",
    Security(Box<SecurityUpdate>) = "security",
    SmbAppStateSync(AppStateSync) = "smb_app_state_sync",
    SmbMessageEchoes(MessageEchoes) = "smb_message_echoes",
    Standby(Standby) = "standby",
    TemplateCategoryUpdate(Box<TemplateCategoryUpdate>) = "template_category_update",
    TemplateCorrectCategoryDetection(Box<TemplateCategoryDetection>) = "template_correct_category_detection",
    TrackingEvents(TrackingEvents) = "tracking_events",
    UserIdUpdate(UserIdUpdates) = "user_id_update",
    UserPreferences(UserPreferences) = "user_preferences",
}

/// What a value is taken for while its `field`, which most often stands behind it, is not known.
const MOST_FREQUENT: &str = "messages";

impl Item for Change {
    const NEW: UnrecognizedReason = UnrecognizedReason::Field;

    fn read_into(cursor: &mut Cursor<'_>, place: &mut Option<Self>) -> Result<(), Refused> {
        let (mut field, mut value) = (None, None);
        cursor.members(|name, cursor| {
            match name {
                "field" => field = Some(cursor.string()?),
                "value" => {
                    let start = cursor.at();
                    value = Some(start);
                    *place = Self::read_value(field.as_deref().unwrap_or(MOST_FREQUENT), cursor).ok();
                    if place.is_none() {
                        cursor.rewind(start);
                        cursor.skip()?;
                    }
                }
                _ => {
                    cursor.skip()?;
                }
            }
            Ok(())
        })?;
        let (field, value) = (field.ok_or(Refused)?, value.ok_or(Refused)?);
        if place.as_ref().is_none_or(|change| change.field() != field) {
            let end = cursor.at();
            cursor.rewind(value);
            *place = Some(Self::read_value(&field, cursor)?);
            cursor.rewind(end);
        }
        Ok(())
    }

    fn diagnose(raw: &str) -> UnknownReason {
        match parts(raw) {
            Ok((field, value)) => Self::diagnose_value(&field)(value),
            Err(error) => UnknownReason::Malformed(DecodeError::of_json(&error)),
        }
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        let field = parts(raw).map(|(field, _)| field).unwrap_or_default();
        audit.object(raw, |name, raw, audit| match name {
            "field" => {}
            "value" => Self::audit_value(&field, raw, audit),
            _ => audit.unknown_member(),
        });
    }
}

/// The name and the value of a change, as far as it has them.
fn parts(raw: &str) -> Result<(Cow<'_, str>, &str), Error> {
    let (mut field, mut value) = (None, None);
    json::members(raw, |name, raw| match name {
        "field" => field = Some(raw),
        "value" => value = Some(raw),
        _ => {}
    })?;
    let field = field.and_then(json::text).ok_or_else(|| Error::missing_field("field"))?;
    Ok((field, value.ok_or_else(|| Error::missing_field("value"))?))
}

/// A change that could not be read, as what its receiver is shown.
pub(crate) fn unknown(raw: &str) -> Unknown<&str> {
    match parts(raw) {
        Ok((Cow::Borrowed(field), value)) => Unknown::new(field, value, Change::diagnose_value(field)),
        _ => Unknown::new("changes", raw, <Change as Item>::diagnose),
    }
}
