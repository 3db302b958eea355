//! The field `business_username_updates`: the username of a business.

use crate::event::{
    DisplayPhoneNumber, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The status of a business's username.
    ///
    /// Sent since 2026, when a username is reserved, approved or deleted. Meta's pages also name the field
    /// `business_username_update` and `phone_number_username_update`; all three arrive as this type.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "username": "sand_and_sea", "status": "approved"}
    /// ```
    ///
    /// Field: `business_username_updates`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_username_updates>
    #[doc(alias = "business_username_updates")]
    #[doc(alias = "business_username_update")]
    #[doc(alias = "phone_number_username_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct BusinessUsernameUpdate {
        /// The business phone number that has the username.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// The username. Absent after a deletion.
        pub username: Option<Text>,
        /// The new status.
        pub status: BusinessUsernameStatus,
        /// The circumstances of the change.
        pub context: Option<BusinessUsernameContext>,
    }
}

impl Payload for BusinessUsernameUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.status.as_str())
    }

    fn display_phone_number(&self) -> Option<&str> {
        self.display_phone_number.as_ref().map(DisplayPhoneNumber::as_str)
    }
}

open_string! {
    /// The status of a business's username.
    pub enum BusinessUsernameStatus {
        /// The username is visible and usable.
        Approved = "approved",
        /// The username was deleted.
        Deleted = "deleted",
        /// The username is reserved for the business and not visible yet.
        Reserved = "reserved",
    }
}

open_string! {
    /// The circumstances of a change of a username.
    pub enum BusinessUsernameContext {
        /// Meta revoked the username.
        Revoked = "revoked",
    }
}
