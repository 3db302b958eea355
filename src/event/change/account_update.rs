//! The field `account_update`: changes of a WhatsApp Business Account.

mod bans;
mod certification;
mod partners;
mod rates;
mod restrictions;
mod violations;

use crate::event::{
    DisplayPhoneNumber, Text,
    content::Payload,
    macros::{object, open_string},
};

pub use self::{bans::*, certification::*, partners::*, rates::*, restrictions::*, violations::*};

object! {
    /// A change of a WhatsApp Business Account: a violation, a restriction, a ban, a partner added or removed, and more.
    ///
    /// Sent when the account changes. [`event`](Self::event) names the change and decides which of the other members is
    /// present. For partner events, [`Update::waba_id`](crate::Update::waba_id) is the business portfolio; the account is in
    /// [`waba_info`](Self::waba_info).
    ///
    /// ```json
    /// {"event": "ACCOUNT_RESTRICTION",
    ///  "restriction_info": [{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1641848395}]}
    /// ```
    ///
    /// Field: `account_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update>
    #[doc(alias = "account_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct AccountUpdate {
        /// The event.
        pub event: AccountEvent,
        /// The business phone number, for events that concern a single number.
        pub phone_number: Option<DisplayPhoneNumber>,
        /// The two-letter code of the account's primary country; with `BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE`.
        pub country: Option<Text>,
        /// The restrictions; with `ACCOUNT_RESTRICTION`.
        pub restriction_info: Vec<RestrictionInfo>,
        /// The violation; with `ACCOUNT_VIOLATION`, and sometimes with `ACCOUNT_RESTRICTION` in place of the restrictions.
        pub violation_info: Option<ViolationInfo>,
        /// The state of a ban; with `DISABLED_UPDATE`.
        pub ban_info: Option<BanInfo>,
        /// The account and related businesses; with the partner events, `AD_ACCOUNT_LINKED` and `MM_LITE_TERMS_SIGNED`.
        pub waba_info: Option<WabaInfo>,
        /// The reason for a disconnection; with `PARTNER_REMOVED`, for numbers that also use the WhatsApp Business app.
        pub disconnection_info: Option<DisconnectionInfo>,
        /// The start of the international rate for authentication; with `AUTH_INTL_PRICE_ELIGIBILITY_UPDATE`.
        pub auth_international_rate_eligibility: Option<InternationalRateEligibility>,
        /// The certification of a partner's client; with `PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE`.
        pub partner_client_certification_info: Option<PartnerCertification>,
        /// The client to be certified; with `PARTNER_CLIENT_CERTIFICATION_NEEDED`.
        pub partner_client_certification_needed_info: Option<CertificationNeeded>,
        /// The volume tier that the account reached; with `VOLUME_BASED_PRICING_TIER_UPDATE`.
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
    /// The event of an [`AccountUpdate`].
    pub enum AccountEvent {
        /// The account was deleted.
        AccountDeleted = "ACCOUNT_DELETED",
        /// The number was disconnected from the Cloud API; for numbers that also use the WhatsApp Business app.
        AccountOffboarded = "ACCOUNT_OFFBOARDED",
        /// The number was reconnected to the Cloud API; for numbers that also use the WhatsApp Business app.
        AccountReconnected = "ACCOUNT_RECONNECTED",
        /// The account was restricted: [`AccountUpdate::restriction_info`].
        AccountRestriction = "ACCOUNT_RESTRICTION",
        /// The account violated a policy: [`AccountUpdate::violation_info`].
        AccountViolation = "ACCOUNT_VIOLATION",
        /// An ad account was linked: [`AccountUpdate::waba_info`].
        AdAccountLinked = "AD_ACCOUNT_LINKED",
        /// The international rate for authentication will apply: [`AccountUpdate::auth_international_rate_eligibility`].
        AuthIntlPriceEligibilityUpdate = "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
        /// The account's primary country was set or changed: [`AccountUpdate::country`].
        BusinessPrimaryLocationCountryUpdate = "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE",
        /// The account was banned, will be banned, or was reinstated: [`AccountUpdate::ban_info`].
        DisabledUpdate = "DISABLED_UPDATE",
        /// The terms of the Marketing Messages API were signed: [`AccountUpdate::waba_info`].
        MmLiteTermsSigned = "MM_LITE_TERMS_SIGNED",
        /// The account was shared with a partner: [`AccountUpdate::waba_info`].
        PartnerAdded = "PARTNER_ADDED",
        /// A client granted the partner's app access: [`AccountUpdate::waba_info`].
        PartnerAppInstalled = "PARTNER_APP_INSTALLED",
        /// A client revoked the access of the partner's app: [`AccountUpdate::waba_info`].
        PartnerAppUninstalled = "PARTNER_APP_UNINSTALLED",
        /// A client has to be certified: [`AccountUpdate::partner_client_certification_needed_info`].
        PartnerClientCertificationNeeded = "PARTNER_CLIENT_CERTIFICATION_NEEDED",
        /// The status of a client's certification changed: [`AccountUpdate::partner_client_certification_info`].
        PartnerClientCertificationStatusUpdate = "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
        /// The account is no longer shared with a partner: [`AccountUpdate::waba_info`] and [`AccountUpdate::disconnection_info`].
        PartnerRemoved = "PARTNER_REMOVED",
        /// The account was verified; in older notifications, with [`AccountUpdate::phone_number`].
        VerifiedAccount = "VERIFIED_ACCOUNT",
        /// The account reached another volume tier: [`AccountUpdate::volume_tier_info`].
        VolumeBasedPricingTierUpdate = "VOLUME_BASED_PRICING_TIER_UPDATE",
    }
}
