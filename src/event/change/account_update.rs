//! The field `account_update`: what happens to a WhatsApp Business Account.

mod enforcement;
mod partners;
mod rates;

use crate::event::{
    DisplayPhoneNumber, Text,
    content::Payload,
    macros::{object, open_string},
};

pub use self::{enforcement::*, partners::*, rates::*};

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
        pub event: AccountEvent,
        /// The business phone number that it happened to, if to one.
        pub phone_number: Option<DisplayPhoneNumber>,
        /// The account's primary country, two letters; with `BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE`.
        pub country: Option<Text>,
        /// What the account may not do for now; with `ACCOUNT_RESTRICTION`.
        pub restriction_info: Vec<RestrictionInfo>,
        /// The rule that was broken; with `ACCOUNT_VIOLATION`, and at times with `ACCOUNT_RESTRICTION` in place of the restrictions.
        pub violation_info: Option<ViolationInfo>,
        /// The state of a ban; with `DISABLED_UPDATE`.
        pub ban_info: Option<BanInfo>,
        /// The account and the businesses around it; with the partner events, `AD_ACCOUNT_LINKED` and `MM_LITE_TERMS_SIGNED`.
        pub waba_info: Option<WabaInfo>,
        /// Why a partner was removed; with `PARTNER_REMOVED` of numbers that also use the WhatsApp Business app.
        pub disconnection_info: Option<DisconnectionInfo>,
        /// From when the international rate for authentication applies; with `AUTH_INTL_PRICE_ELIGIBILITY_UPDATE`.
        pub auth_international_rate_eligibility: Option<InternationalRateEligibility>,
        /// How far the certification of a partner's client is; with `PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE`.
        pub partner_client_certification_info: Option<PartnerCertification>,
        /// The client whose certification is needed; with `PARTNER_CLIENT_CERTIFICATION_NEEDED`.
        pub partner_client_certification_needed_info: Option<CertificationNeeded>,
        /// The volume tier that was reached; with `VOLUME_BASED_PRICING_TIER_UPDATE`.
        pub volume_tier_info: Option<VolumeTier>,
    }
}

impl Payload for AccountUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }

    fn display_phone_number(&self) -> Option<&str> {
        self.phone_number.as_ref().map(DisplayPhoneNumber::as_str)
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
