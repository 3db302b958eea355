//! The field `business_username_updates`: the username of a business.

use crate::event::{
    DisplayPhoneNumber, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// What became of a business's username.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "username": "sand_and_sea", "status": "approved"}
    /// ```
    ///
    /// It comes when a username is reserved, approved or deleted; since 2026. The platform's pages name the field in two more
    /// ways, `business_username_update` and `phone_number_username_update`; all three are read.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_username_updates>
    pub struct BusinessUsernameUpdate {
        /// The business phone number that has the username.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// The username; missing when it was deleted.
        pub username: Option<Text>,
        /// What became of it.
        pub status: BusinessUsernameStatus,
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
    /// What became of a business's username.
    pub enum BusinessUsernameStatus {
        /// It can be seen and used.
        Approved = "approved",
        /// It was deleted.
        Deleted = "deleted",
        /// It is kept for the business, and cannot be seen yet.
        Reserved = "reserved",
    }
}
