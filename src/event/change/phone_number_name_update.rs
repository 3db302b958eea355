//! The field `phone_number_name_update`: reviews of display names.

use crate::event::{
    DisplayPhoneNumber, Text,
    account_review_update::ReviewDecision,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The decision on the review of a phone number's display name.
    ///
    /// Sent after a name was chosen or changed.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "decision": "REJECTED", "requested_verified_name": "Sand and Sea",
    ///  "rejection_reason": "NAME_NOT_CONSISTENT"}
    /// ```
    ///
    /// Field: `phone_number_name_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_name_update>
    #[doc(alias = "phone_number_name_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct PhoneNumberNameUpdate {
        /// The business phone number.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// The decision.
        pub decision: ReviewDecision,
        /// The requested name.
        pub requested_verified_name: Option<Text>,
        /// The reason for a rejection.
        pub rejection_reason: Option<NameRejectionReason>,
    }
}

impl Payload for PhoneNumberNameUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.decision.as_str())
    }

    fn display_phone_number(&self) -> Option<&str> {
        self.display_phone_number.as_ref().map(DisplayPhoneNumber::as_str)
    }
}

open_string! {
    /// The reason for the rejection of a display name.
    pub enum NameRejectionReason {
        /// The name is that of an employee.
        NameEmployeeIssue = "NAME_EMPLOYEE_ISSUE",
        /// The name is not related to the business that uses the number.
        NameEndclientNotrelated = "NAME_ENDCLIENT_NOTRELATED",
        /// The format is not acceptable.
        NameFormatUnacceptable = "NAME_FORMAT_UNACCEPTABLE",
        /// The name is that of an individual.
        NameIndividualIssue = "NAME_INDIVIDUAL_ISSUE",
        /// The name is not consistent with the business's name elsewhere.
        NameNotConsistent = "NAME_NOT_CONSISTENT",
        /// Not stated by Meta.
        Unknown = "UNKNOWN",
    }
}
