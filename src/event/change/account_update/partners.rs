//! Partners, their apps and their clients.

use crate::event::{
    AppId, BusinessId, SolutionId, Text, WabaId,
    macros::{object, open_string},
};

object! {
    /// An account and the businesses around it.
    ///
    /// ```json
    /// {"waba_id": "102290129340398", "owner_business_id": "2729063490586005", "partner_app_id": "594425479261596"}
    /// ```
    pub struct WabaInfo {
        /// The account.
        pub waba_id: Option<WabaId>,
        /// The business portfolio that owns it.
        pub owner_business_id: Option<BusinessId>,
        /// The partner's app that got or lost access.
        pub partner_app_id: Option<AppId>,
        /// The multi-partner solution through which the account was shared.
        pub solution_id: Option<SolutionId>,
        /// The partners of the solution.
        pub solution_partner_business_ids: Vec<BusinessId>,
        /// The ad account that was linked.
        #[serde(alias = "ad_account_id")]
        pub ad_account_linked: Option<Text>,
    }
}

object! {
    /// Why a number was disconnected from a partner.
    pub struct DisconnectionInfo {
        /// Why.
        pub reason: Option<DisconnectionReason>,
        /// Who did it.
        pub initiated_by: Option<DisconnectionInitiator>,
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
    /// How far the certification of a partner's client is.
    pub struct PartnerCertification {
        /// The client's business portfolio.
        pub client_business_id: Option<BusinessId>,
        /// How far it is.
        pub status: Option<CertificationStatus>,
        /// Why it was rejected.
        pub rejection_reasons: Vec<CertificationRejection>,
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
        pub client_business_id: Option<BusinessId>,
    }
}
