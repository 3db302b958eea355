//! Restrictions.

use std::time::SystemTime;

use crate::event::{
    Text, Timestamp,
    macros::{object, open_string},
};

object! {
    /// A restriction of an account.
    ///
    /// ```json
    /// {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1641848395}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/policy-enforcement>
    #[derive(Clone, Debug, PartialEq)]
    pub struct RestrictionInfo {
        /// The restricted action.
        pub restriction_type: RestrictionType,
        /// When the restriction ends. Absent if the restriction has no end.
        pub expiration: Option<Timestamp>,
        /// A human-readable remedy.
        pub remediation: Option<Text>,
    }
}

impl RestrictionInfo {
    /// Returns whether the restriction is in force at a point in time.
    ///
    /// A restriction without an end is in force until Meta sends another update.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use whatsapp_webhook::event::account_update::RestrictionInfo;
    ///
    /// let restriction: RestrictionInfo =
    ///     serde_json::from_str(r#"{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":1641848395}"#)?;
    /// let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1641848395);
    /// assert!(restriction.is_active_at(end - Duration::from_secs(1)));
    /// assert!(!restriction.is_active_at(end));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_active_at(&self, now: SystemTime) -> bool {
        self.expiration.as_ref().is_none_or(|end| now < end.as_system_time())
    }
}

open_string! {
    /// A restricted action.
    pub enum RestrictionType {
        /// Adding phone numbers.
        AddPhoneNumber = "RESTRICTED_ADD_PHONE_NUMBER_ACTION" | "RESTRICTION_ADD_PHONE_NUMBER_ACTION",
        /// Sending messages to users who did not write first.
        BizInitiatedMessaging = "RESTRICTED_BIZ_INITIATED_MESSAGING",
        /// Responding to users.
        CustomerInitiatedMessaging = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
        /// Placing and receiving calls.
        BizInitiatedAndUserInitiatedCalling = "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
        /// Placing calls.
        BusinessInitiatedCalling = "RESTRICTED_BUSINESS_INITIATED_CALLING",
        /// Receiving calls.
        UserInitiatedCalling = "RESTRICTED_USER_INITIATED_CALLING",
        /// Receiving calls; users do not see the call button.
        UserInitiatedCallingCallButtonHidden = "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN",
        /// Sending utility templates through Direct Send.
        DirectSendUtilityTemplates = "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES",
        /// Sending utility templates.
        UtilityTemplates = "RESTRICTED_UTILITY_TEMPLATES",
    }
}
