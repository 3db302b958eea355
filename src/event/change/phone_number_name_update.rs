//! The field `phone_number_name_update`: the name that users see.

use crate::event::{
    DisplayPhoneNumber, Text,
    account_review_update::ReviewDecision,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// How the review of a phone number's display name ended.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "decision": "REJECTED", "requested_verified_name": "Sand and Sea",
    ///  "rejection_reason": "NAME_NOT_CONSISTENT"}
    /// ```
    ///
    /// It comes after a name was chosen or changed.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_name_update>
    pub struct PhoneNumberNameUpdate {
        /// The business phone number.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// What was decided.
        pub decision: ReviewDecision,
        /// The name that was asked for.
        pub requested_verified_name: Option<Text>,
        /// Why the name was rejected.
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
    /// Why a display name was rejected.
    pub enum NameRejectionReason {
        /// It is that of an employee.
        NameEmployeeIssue = "NAME_EMPLOYEE_ISSUE",
        /// It has nothing to do with the business that uses the number.
        NameEndclientNotrelated = "NAME_ENDCLIENT_NOTRELATED",
        /// Its format is not accepted.
        NameFormatUnacceptable = "NAME_FORMAT_UNACCEPTABLE",
        /// It is that of a person.
        NameIndividualIssue = "NAME_INDIVIDUAL_ISSUE",
        /// It is not the name that the business uses elsewhere.
        NameNotConsistent = "NAME_NOT_CONSISTENT",
        /// The platform does not say.
        Unknown = "UNKNOWN",
    }
}
