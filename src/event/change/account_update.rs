//! The field `account_update`: what happens to a WhatsApp Business Account.

use std::time::SystemTime;

use crate::{
    event::{AppId, BusinessId, SolutionId, Timestamp, WabaId, change::Single, items::Leaf, update::Content},
    macros::{object, open_string},
};

object! {
    /// Something that happened to a WhatsApp Business Account: a violation, a restriction, a ban, a partner added or removed, and more.
    ///
    /// ```json
    /// {"event": "ACCOUNT_RESTRICTION",
    ///  "restriction_info": [{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1641848395}]}
    /// ```
    ///
    /// [`event`](Self::event) says what happened and with which part it comes. For the partner events the entry's identifier is the
    /// business portfolio's, and the account's stands in [`waba_info`](Self::waba_info).
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update>
    pub struct AccountUpdate {
        /// What happened.
        event: AccountEvent,
        /// The business phone number that it happened to, if to one.
        phone_number: Option<Box<str>>,
        /// The account's primary country, two letters; with `BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE`.
        country: Option<Box<str>>,
        /// What the account may not do for now; with `ACCOUNT_RESTRICTION`.
        restriction_info: Box<[RestrictionInfo]>,
        /// The rule that was broken; with `ACCOUNT_VIOLATION`, and at times with `ACCOUNT_RESTRICTION` in place of the restrictions.
        violation_info: Option<Box<ViolationInfo>>,
        /// The state of a ban; with `DISABLED_UPDATE`.
        ban_info: Option<Box<BanInfo>>,
        /// The account and the businesses around it; with the partner events, `AD_ACCOUNT_LINKED` and `MM_LITE_TERMS_SIGNED`.
        waba_info: Option<Box<WabaInfo>>,
        /// Why a partner was removed; with `PARTNER_REMOVED` of numbers that also use the WhatsApp Business app.
        disconnection_info: Option<Box<DisconnectionInfo>>,
        /// From when the international rate for authentication applies; with `AUTH_INTL_PRICE_ELIGIBILITY_UPDATE`.
        auth_international_rate_eligibility: Option<Box<InternationalRateEligibility>>,
        /// How far the certification of a partner's client is; with `PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE`.
        partner_client_certification_info: Option<Box<PartnerCertification>>,
        /// The client whose certification is needed; with `PARTNER_CLIENT_CERTIFICATION_NEEDED`.
        partner_client_certification_needed_info: Option<Box<CertificationNeeded>>,
        /// The volume tier that was reached; with `VOLUME_BASED_PRICING_TIER_UPDATE`.
        volume_tier_info: Option<Box<VolumeTier>>,
    }
}

impl Leaf for AccountUpdate {}

impl Single for AccountUpdate {
    fn content(&self) -> Content<'_> {
        Content::AccountUpdate(self)
    }
}

open_string! {
    /// What happened to an account.
    pub enum AccountEvent {
        /// The account was deleted.
        AccountDeleted = "ACCOUNT_DELETED",
        /// The number left the platform; of numbers that also use the WhatsApp Business app.
        AccountOffboarded = "ACCOUNT_OFFBOARDED",
        /// The number came back to the platform; of numbers that also use the WhatsApp Business app.
        AccountReconnected = "ACCOUNT_RECONNECTED",
        /// The account may not do everything any more; see [`AccountUpdate::restriction_info`].
        AccountRestriction = "ACCOUNT_RESTRICTION",
        /// The account broke a rule; see [`AccountUpdate::violation_info`].
        AccountViolation = "ACCOUNT_VIOLATION",
        /// An ad account was linked; see [`AccountUpdate::waba_info`].
        AdAccountLinked = "AD_ACCOUNT_LINKED",
        /// The international rate for authentication will apply; see [`AccountUpdate::auth_international_rate_eligibility`].
        AuthIntlPriceEligibilityUpdate = "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
        /// The account's primary country was set or changed; see [`AccountUpdate::country`].
        BusinessPrimaryLocationCountryUpdate = "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE",
        /// The account was banned, will be, or was reinstated; see [`AccountUpdate::ban_info`].
        DisabledUpdate = "DISABLED_UPDATE",
        /// The terms of the Marketing Messages API were signed; see [`AccountUpdate::waba_info`].
        MmLiteTermsSigned = "MM_LITE_TERMS_SIGNED",
        /// The account was shared with a partner; see [`AccountUpdate::waba_info`].
        PartnerAdded = "PARTNER_ADDED",
        /// A client gave the partner's app access; see [`AccountUpdate::waba_info`].
        PartnerAppInstalled = "PARTNER_APP_INSTALLED",
        /// A client took the partner's app's access away; see [`AccountUpdate::waba_info`].
        PartnerAppUninstalled = "PARTNER_APP_UNINSTALLED",
        /// A client has to be certified; see [`AccountUpdate::partner_client_certification_needed_info`].
        PartnerClientCertificationNeeded = "PARTNER_CLIENT_CERTIFICATION_NEEDED",
        /// A client's certification moved on; see [`AccountUpdate::partner_client_certification_info`].
        PartnerClientCertificationStatusUpdate = "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
        /// The account is no longer shared with a partner; see [`AccountUpdate::waba_info`] and [`AccountUpdate::disconnection_info`].
        PartnerRemoved = "PARTNER_REMOVED",
        /// The account was verified; in older payloads, with [`AccountUpdate::phone_number`].
        VerifiedAccount = "VERIFIED_ACCOUNT",
        /// The account reached another volume tier; see [`AccountUpdate::volume_tier_info`].
        VolumeBasedPricingTierUpdate = "VOLUME_BASED_PRICING_TIER_UPDATE",
    }
}

object! {
    /// Something that an account may not do for now.
    ///
    /// ```json
    /// {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1641848395}
    /// ```
    pub struct RestrictionInfo {
        /// What it may not do.
        restriction_type: RestrictionType,
        /// When the restriction ends; none if it does not end by itself.
        expiration: Option<Timestamp>,
        /// What to do about it.
        remediation: Option<Box<str>>,
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
        violation_type: Option<ViolationType>,
        /// What to do about it.
        remediation: Option<Box<str>>,
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
        waba_ban_state: Option<BanState>,
        /// The day, as text such as `April 17, 2025`.
        waba_ban_date: Option<Box<str>>,
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

object! {
    /// An account and the businesses around it.
    ///
    /// ```json
    /// {"waba_id": "102290129340398", "owner_business_id": "2729063490586005", "partner_app_id": "594425479261596"}
    /// ```
    pub struct WabaInfo {
        /// The account.
        waba_id: Option<WabaId>,
        /// The business portfolio that owns it.
        owner_business_id: Option<BusinessId>,
        /// The partner's app that got or lost access.
        partner_app_id: Option<AppId>,
        /// The multi-partner solution through which the account was shared.
        solution_id: Option<SolutionId>,
        /// The partners of the solution.
        solution_partner_business_ids: Box<[BusinessId]>,
        /// The ad account that was linked.
        ad_account_linked | "ad_account_id": Option<Box<str>>,
    }
}

object! {
    /// Why a number was disconnected from a partner.
    pub struct DisconnectionInfo {
        /// Why.
        reason: Option<DisconnectionReason>,
        /// Who did it.
        initiated_by: Option<DisconnectionInitiator>,
    }
}

open_string! {
    /// Why a number was disconnected from a partner.
    pub enum DisconnectionReason {
        /// The account was disconnected.
        AccountDisconnected = "ACCOUNT_DISCONNECTED",
        /// The WhatsApp Business app was exchanged for the WhatsApp app.
        BusinessDowngrade = "BUSINESS_DOWNGRADE",
        /// The number was changed.
        ChangeNumber = "CHANGE_NUMBER",
        /// The linked device was not used for long.
        CompanionInactivity = "COMPANION_INACTIVITY",
        /// The phone was not used for long.
        PrimaryInactivity = "PRIMARY_INACTIVITY",
        /// The user registered anew.
        UserReRegistered = "USER_RE_REGISTERED",
    }
}

open_string! {
    /// Who disconnected a number.
    pub enum DisconnectionInitiator {
        /// The platform.
        System = "SYSTEM",
        /// The business.
        User = "USER",
    }
}

object! {
    /// From when the international rate for authentication messages applies to a business.
    ///
    /// ```json
    /// {"start_time": 1748736000, "exception_countries": [{"country_code": "IN", "start_time": 1751328000}]}
    /// ```
    pub struct InternationalRateEligibility {
        /// From when, in general.
        start_time: Option<Timestamp>,
        /// Countries for which it applies from another time.
        exception_countries: Box<[ExceptionCountry]>,
    }
}

object! {
    /// A country for which the international rate applies from a time of its own.
    pub struct ExceptionCountry {
        /// The country's two-letter code.
        country_code: Option<Box<str>>,
        /// From when.
        start_time: Option<Timestamp>,
    }
}

object! {
    /// How far the certification of a partner's client is.
    pub struct PartnerCertification {
        /// The client's business portfolio.
        client_business_id: Option<BusinessId>,
        /// How far it is.
        status: Option<CertificationStatus>,
        /// Why it was rejected.
        rejection_reasons: Box<[CertificationRejection]>,
    }
}

open_string! {
    /// How far the certification of a partner's client is.
    pub enum CertificationStatus {
        /// Granted.
        Approved = "APPROVED",
        /// Given up.
        Discarded = "DISCARDED",
        /// Failed.
        Failed = "FAILED",
        /// Under way.
        Pending = "PENDING",
        /// Rejected.
        Rejected = "REJECTED",
        /// Taken back.
        Revoked = "REVOKED",
    }
}

open_string! {
    /// Why the certification of a partner's client was rejected. The platform writes the names with spaces and with underscores.
    pub enum CertificationRejection {
        /// The address does not match.
        AddressNotMatching = "ADDRESS NOT MATCHING" | "ADDRESS_NOT_MATCHING",
        /// The business may not take part.
        BusinessNotEligible = "BUSINESS NOT ELIGIBLE" | "BUSINESS_NOT_ELIGIBLE",
        /// The legal name does not match.
        LegalNameNotMatching = "LEGAL NAME NOT MATCHING" | "LEGAL_NAME_NOT_MATCHING",
        /// The legal name is not in the documents.
        LegalNameNotFoundInDocuments = "LEGAL NAME NOT FOUND IN DOCUMENTS" | "LEGAL_NAME_NOT_FOUND_IN_DOCUMENTS",
        /// The documents cannot be read.
        MalformedDocuments = "MALFORMED DOCUMENTS" | "MALFORMED_DOCUMENTS",
        /// No reason.
        None = "NONE",
        /// The website does not match.
        WebsiteNotMatching = "WEBSITE NOT MATCHING" | "WEBSITE_NOT_MATCHING",
    }
}

object! {
    /// A client who has to be certified.
    pub struct CertificationNeeded {
        /// The client's business portfolio.
        client_business_id: Option<BusinessId>,
    }
}

object! {
    /// A volume tier that an account reached, and with it a lower price.
    ///
    /// ```json
    /// {"tier_update_time": 1751328000, "pricing_category": "UTILITY", "tier": "25000001:50000000", "effective_month": "2025-11", "region": "India"}
    /// ```
    pub struct VolumeTier {
        /// When the tier was reached.
        tier_update_time: Option<Timestamp>,
        /// The category of messages that it counts for.
        pricing_category: Option<Box<str>>,
        /// The tier, as `least:most` messages.
        tier: Option<Box<str>>,
        /// The month that it counts for, as `YYYY-MM`.
        effective_month: Option<Box<str>>,
        /// The market that it counts for.
        region: Option<Box<str>>,
    }
}
