//! The field `account_alerts`: alerts about limits, Official Business Accounts and profile pictures.

use crate::event::{
    EntityId, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// An alert about a business portfolio, an account or a phone number.
    ///
    /// Sent when Meta decides on higher limits or on an Official Business Account, and when a profile picture is lost. Older
    /// notifications have the members of [`alert_info`](Self::alert_info) beside it;
    /// [`alert_type()`](Self::alert_type()), [`severity()`](Self::severity), [`status()`](Self::status) and
    /// [`description()`](Self::description) return the value from either place.
    ///
    /// ```json
    /// {"entity_type": "BUSINESS", "entity_id": "506914307656634",
    ///  "alert_info": {"alert_severity": "WARNING", "alert_status": "ACTIVE",
    ///                 "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED", "alert_description": "Not now."}}
    /// ```
    ///
    /// Field: `account_alerts`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_alerts>
    #[doc(alias = "account_alerts")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct AccountAlert {
        /// The kind of the subject of the alert.
        pub entity_type: AlertEntityType,
        /// The identifier of the subject of the alert.
        pub entity_id: Option<EntityId>,
        /// The alert itself. Absent in older notifications.
        pub alert_info: Option<AlertInfo>,
        /// The severity, in older notifications.
        pub alert_severity: Option<AlertSeverity>,
        /// Whether the alert is still in force, in older notifications.
        pub alert_status: Option<AlertStatus>,
        /// The type of the alert, in older notifications.
        pub alert_type: Option<AlertType>,
        /// A human-readable description, in older notifications.
        pub alert_description: Option<Text>,
    }
}

impl Payload for AccountAlert {
    fn kind(&self) -> Option<&str> {
        self.alert_type().map(AlertType::as_str)
    }
}

impl AccountAlert {
    /// Returns the severity.
    #[must_use]
    pub fn severity(&self) -> Option<&AlertSeverity> {
        self.info().and_then(|info| info.alert_severity.as_ref()).or(self.alert_severity.as_ref())
    }

    /// Returns whether the alert is still in force.
    #[must_use]
    pub fn status(&self) -> Option<&AlertStatus> {
        self.info().and_then(|info| info.alert_status.as_ref()).or(self.alert_status.as_ref())
    }

    /// Returns the type of the alert.
    #[must_use]
    pub fn alert_type(&self) -> Option<&AlertType> {
        self.info().and_then(|info| info.alert_type.as_ref()).or(self.alert_type.as_ref())
    }

    /// Returns the human-readable description.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.info().and_then(|info| info.alert_description.as_deref()).or(self.alert_description.as_deref())
    }

    fn info(&self) -> Option<&AlertInfo> {
        self.alert_info.as_ref()
    }
}

object! {
    /// The type, severity, status and description of an alert.
    ///
    /// ```json
    /// {"alert_severity": "INFORMATIONAL", "alert_status": "NONE", "alert_type": "OBA_APPROVED", "alert_description": "The number has a badge."}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct AlertInfo {
        /// The severity.
        pub alert_severity: Option<AlertSeverity>,
        /// Whether the alert is still in force.
        pub alert_status: Option<AlertStatus>,
        /// The type of the alert.
        pub alert_type: Option<AlertType>,
        /// A human-readable description.
        pub alert_description: Option<Text>,
    }
}

open_string! {
    /// The kind of the subject of an alert.
    pub enum AlertEntityType {
        /// A business portfolio.
        Business = "BUSINESS",
        /// A business phone number.
        PhoneNumber = "PHONE_NUMBER",
        /// A status. Meta documents no details.
        CurrentStatusId = "CURRENT_STATUS_ID",
        /// A WhatsApp Business Account, in older notifications.
        Waba = "WABA",
    }
}

open_string! {
    /// The severity of an alert.
    pub enum AlertSeverity {
        /// Immediate action is required.
        Critical = "CRITICAL",
        /// No action is required.
        Informational = "INFORMATIONAL",
        /// Action is recommended.
        Warning = "WARNING",
    }
}

open_string! {
    /// The status of an alert.
    pub enum AlertStatus {
        /// The alert is in force.
        Active = "ACTIVE",
        /// The alert is informational and has no duration.
        None = "NONE",
        /// The alert is resolved.
        Resolved = "RESOLVED",
    }
}

open_string! {
    /// The type of an alert.
    pub enum AlertType {
        /// The business is not yet eligible for higher limits.
        IncreasedCapabilitiesEligibilityDeferred = "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
        /// The business is not eligible for higher limits.
        IncreasedCapabilitiesEligibilityFailed = "INCREASED_CAPABILITIES_ELIGIBILITY_FAILED",
        /// Meta needs more information to decide on higher limits.
        IncreasedCapabilitiesEligibilityNeedMoreInfo = "INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO",
        /// The phone number became an Official Business Account.
        ObaApproved = "OBA_APPROVED",
        /// The request for an Official Business Account was rejected.
        ObaRejected = "OBA_REJECTED",
        /// The profile picture was lost.
        ProfilePictureLost = "PROFILE_PICTURE_LOST",
    }
}
