//! The certification of a partner's clients.

use crate::event::{
    BusinessId,
    macros::{object, open_string},
};

object! {
    /// The status of the certification of a partner's client.
    ///
    /// ```json
    /// {"client_business_id": "2729063490586005", "status": "REJECTED", "rejection_reasons": ["WEBSITE NOT MATCHING"]}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct PartnerCertification {
        /// The client's business portfolio.
        pub client_business_id: Option<BusinessId>,
        /// The status.
        pub status: Option<CertificationStatus>,
        /// The reasons for a rejection. Empty where Meta sends `NONE`.
        pub rejection_reasons: Vec<CertificationRejection>,
    }
}

open_string! {
    /// The status of the certification of a partner's client.
    pub enum CertificationStatus {
        /// Approved.
        Approved = "APPROVED",
        /// Discarded.
        Discarded = "DISCARDED",
        /// Failed.
        Failed = "FAILED",
        /// Not decided yet.
        Pending = "PENDING",
        /// Rejected.
        Rejected = "REJECTED",
        /// Revoked.
        Revoked = "REVOKED",
    }
}

open_string! {
    /// The reason for the rejection of a client's certification. Meta sends the values with spaces and with underscores.
    pub enum CertificationRejection {
        /// The address does not match.
        AddressNotMatching = "ADDRESS NOT MATCHING" | "ADDRESS_NOT_MATCHING",
        /// The business is not eligible.
        BusinessNotEligible = "BUSINESS NOT ELIGIBLE" | "BUSINESS_NOT_ELIGIBLE",
        /// The legal name does not match.
        LegalNameNotMatching = "LEGAL NAME NOT MATCHING" | "LEGAL_NAME_NOT_MATCHING",
        /// The legal name is not in the documents.
        LegalNameNotFoundInDocuments =
            "LEGAL NAME NOT FOUND IN DOCUMENTS" | "LEGAL_NAME_NOT_FOUND_IN_DOCUMENTS",
        /// The documents are not readable.
        MalformedDocuments = "MALFORMED DOCUMENTS" | "MALFORMED_DOCUMENTS",
        /// The website does not match.
        WebsiteNotMatching = "WEBSITE NOT MATCHING" | "WEBSITE_NOT_MATCHING",
    }
}

object! {
    /// A client that has to be certified.
    ///
    /// ```json
    /// {"client_business_id": "2729063490586005"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CertificationNeeded {
        /// The client's business portfolio.
        pub client_business_id: Option<BusinessId>,
    }
}
