//! Violations, restrictions and bans.

use crate::event::{
    Text, Timestamp,
    macros::{object, open_string},
};

use std::time::SystemTime;

object! {
    /// Something that an account may not do for now.
    ///
    /// ```json
    /// {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1641848395}
    /// ```
    pub struct RestrictionInfo {
        /// What it may not do.
        pub restriction_type: RestrictionType,
        /// When the restriction ends; none if it does not end by itself.
        pub expiration: Option<Timestamp>,
        /// What to do about it.
        pub remediation: Option<Text>,
    }
}

impl RestrictionInfo {
    /// Whether the restriction holds at a point in time, as far as the platform has told.
    ///
    /// A restriction without an end holds until the platform says otherwise.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use whatsapp_webhook::event::change::RestrictionInfo;
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
    /// What a restricted account may not do.
    pub enum RestrictionType {
        /// Add phone numbers.
        AddPhoneNumber = "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
        /// Add phone numbers, in an older spelling.
        AddPhoneNumberLegacy = "RESTRICTION_ADD_PHONE_NUMBER_ACTION",
        /// Write to users first.
        BizInitiatedMessaging = "RESTRICTED_BIZ_INITIATED_MESSAGING",
        /// Answer users.
        CustomerInitiatedMessaging = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
        /// Call users and be called.
        BizInitiatedAndUserInitiatedCalling = "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
        /// Call users.
        BusinessInitiatedCalling = "RESTRICTED_BUSINESS_INITIATED_CALLING",
        /// Be called.
        UserInitiatedCalling = "RESTRICTED_USER_INITIATED_CALLING",
        /// Be called, and the call button is hidden.
        UserInitiatedCallingCallButtonHidden = "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN",
        /// Send utility templates through Direct Send.
        DirectSendUtilityTemplates = "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES",
        /// Send utility templates.
        UtilityTemplates = "RESTRICTED_UTILITY_TEMPLATES",
    }
}

object! {
    /// A rule that an account broke.
    ///
    /// ```json
    /// {"violation_type": "ADULT"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/policy-enforcement>
    pub struct ViolationInfo {
        /// The rule.
        pub violation_type: Option<ViolationType>,
        /// What to do about it.
        pub remediation: Option<Text>,
    }
}

open_string! {
    /// A rule that an account can break. Most are kinds of goods that may not be sold.
    pub enum ViolationType {
        /// Adult content.
        Adult = "ADULT",
        /// Alcohol.
        Alcohol = "ALCOHOL",
        /// Animals.
        Animals = "ANIMALS",
        /// Body parts and fluids.
        BodyPartsFluids = "BODY_PARTS_FLUIDS",
        /// Dating.
        Dating = "DATING",
        /// Digital services and products.
        DigitalServicesProducts = "DIGITAL_SERVICES_PRODUCTS",
        /// Drugs.
        Drugs = "DRUGS",
        /// Gambling.
        Gambling = "GAMBLING",
        /// Healthcare.
        Healthcare = "HEALTHCARE",
        /// Illegal products.
        IllegalProducts = "ILLEGAL_PRODUCTS",
        /// Misleading offers.
        Misleading = "MISLEADING",
        /// Overtly sexualized positioning.
        OverlySexualizedPositioning = "OVERTLY_SEXUALIZED_POSITIONING",
        /// Real, virtual or fake currency.
        RealFakeCurrency = "REAL_FAKE_CURRENCY",
        /// Scam.
        Scam = "SCAM",
        /// Supplements.
        Supplements = "SUPPLEMENTS",
        /// Infringements of third parties' rights.
        ThirdPartyInfringements = "THIRD_PARTY_INFRINGEMENTS",
        /// Tobacco.
        Tobacco = "TOBACCO",
        /// Unauthorized media.
        UnauthorizedMedia = "UNAUTHORIZED_MEDIA",
        /// Weapons.
        Weapons = "WEAPONS",
        /// Calls of low quality.
        LowCallingQuality = "LOW_CALLING_QUALITY",
        /// Calls by the business of low quality.
        LowBusinessInitiatedCallingQuality = "LOW_BUSINESS_INITIATED_CALLING_QUALITY",
        /// Calls by users of low quality.
        LowUserInitiatedCallingQuality = "LOW_USER_INITIATED_CALLING_QUALITY",
        /// Calls by users that are seldom picked up.
        UserInitiatedCallsLowPickupRate = "USER_INITIATED_CALLS_LOW_PICKUP_RATE",
        /// A warning: templates sent through Direct Send as utility are not.
        DirectSendUtilityCategoryAbuseWarn = "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_WARN",
        /// The end of a restriction for such templates.
        DirectSendUtilityCategoryAbuseUnban = "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_UNBAN",
    }
}

object! {
    /// The state of an account's ban.
    ///
    /// ```json
    /// {"waba_ban_state": "SCHEDULE_FOR_DISABLE", "waba_ban_date": "April 17, 2025"}
    /// ```
    pub struct BanInfo {
        /// The state.
        pub waba_ban_state: Option<BanState>,
        /// The day, as text such as `April 17, 2025`.
        pub waba_ban_date: Option<Text>,
    }
}

open_string! {
    /// The state of an account's ban.
    pub enum BanState {
        /// The account is banned.
        Disable = "DISABLE",
        /// The account is no longer banned.
        Reinstate = "REINSTATE",
        /// The account will be banned.
        ScheduleForDisable = "SCHEDULE_FOR_DISABLE",
    }
}
