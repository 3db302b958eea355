//! The field `account_alerts`: warnings and news about limits, Official Business Accounts and profile pictures.

use crate::event::{
    EntityId, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A warning or a piece of news about a business, an account or a phone number.
    ///
    /// ```json
    /// {"entity_type": "BUSINESS", "entity_id": "506914307656634",
    ///  "alert_info": {"alert_severity": "WARNING", "alert_status": "ACTIVE",
    ///                 "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED", "alert_description": "Not now."}}
    /// ```
    ///
    /// It comes when the platform decides on higher limits or on an Official Business Account, and when a profile picture is gone.
    /// Older deliveries have the members of [`alert_info`](Self::alert_info) beside it; [`alert_type()`](Self::alert_type()),
    /// [`severity()`](Self::severity), [`status()`](Self::status) and [`description()`](Self::description) read both.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_alerts>
    pub struct AccountAlert {
        /// What the alert is about.
        pub entity_type: AlertEntityType,
        /// The identifier of what the alert is about.
        pub entity_id: Option<EntityId>,
        /// The alert itself.
        pub alert_info: Option<AlertInfo>,
        /// How grave it is, in older deliveries.
        pub alert_severity: Option<AlertSeverity>,
        /// Whether it still holds, in older deliveries.
        pub alert_status: Option<AlertStatus>,
        /// What it says, in older deliveries.
        pub alert_type: Option<AlertType>,
        /// The same for people, in older deliveries.
        pub alert_description: Option<Text>,
    }
}

impl Payload for AccountAlert {
    fn kind(&self) -> Option<&str> {
        self.alert_type().map(AlertType::as_str)
    }
}

impl AccountAlert {
    /// How grave it is.
    #[must_use]
    pub fn severity(&self) -> Option<&AlertSeverity> {
        self.info().and_then(|info| info.alert_severity.as_ref()).or(self.alert_severity.as_ref())
    }

    /// Whether it still holds.
    #[must_use]
    pub fn status(&self) -> Option<&AlertStatus> {
        self.info().and_then(|info| info.alert_status.as_ref()).or(self.alert_status.as_ref())
    }

    /// What it says.
    #[must_use]
    pub fn alert_type(&self) -> Option<&AlertType> {
        self.info().and_then(|info| info.alert_type.as_ref()).or(self.alert_type.as_ref())
    }

    /// The same for people.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.info().and_then(|info| info.alert_description.as_deref()).or(self.alert_description.as_deref())
    }

    fn info(&self) -> Option<&AlertInfo> {
        self.alert_info.as_ref()
    }
}

object! {
    /// What an alert says.
    ///
    /// ```json
    /// {"alert_severity": "INFORMATIONAL", "alert_status": "NONE", "alert_type": "OBA_APPROVED", "alert_description": "It has a badge."}
    /// ```
    pub struct AlertInfo {
        /// How grave it is.
        pub alert_severity: Option<AlertSeverity>,
        /// Whether it still holds.
        pub alert_status: Option<AlertStatus>,
        /// What it says.
        pub alert_type: Option<AlertType>,
        /// The same for people.
        pub alert_description: Option<Text>,
    }
}

open_string! {
    /// What an alert is about.
    pub enum AlertEntityType {
        /// A business portfolio.
        Business = "BUSINESS",
        /// A business phone number.
        PhoneNumber = "PHONE_NUMBER",
        /// A status; the platform does not say more.
        CurrentStatusId = "CURRENT_STATUS_ID",
        /// A WhatsApp Business Account, in older deliveries.
        Waba = "WABA",
    }
}

open_string! {
    /// How grave an alert is.
    pub enum AlertSeverity {
        /// Something has to be done at once.
        Critical = "CRITICAL",
        /// Nothing has to be done.
        Informational = "INFORMATIONAL",
        /// Something should be done.
        Warning = "WARNING",
    }
}

open_string! {
    /// Whether an alert still holds.
    pub enum AlertStatus {
        /// It holds.
        Active = "ACTIVE",
        /// It is news, which does not end.
        None = "NONE",
        /// It no longer holds.
        Resolved = "RESOLVED",
    }
}

open_string! {
    /// What an alert says.
    pub enum AlertType {
        /// The limits cannot be raised yet.
        IncreasedCapabilitiesEligibilityDeferred = "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
        /// The limits will not be raised.
        IncreasedCapabilitiesEligibilityFailed = "INCREASED_CAPABILITIES_ELIGIBILITY_FAILED",
        /// The platform has to know more before the limits are raised.
        IncreasedCapabilitiesEligibilityNeedMoreInfo = "INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO",
        /// The number is an Official Business Account now.
        ObaApproved = "OBA_APPROVED",
        /// The number is not made an Official Business Account.
        ObaRejected = "OBA_REJECTED",
        /// The profile picture is gone.
        ProfilePictureLost = "PROFILE_PICTURE_LOST",
    }
}
