//! The field `business_username_updates`: the username of a business.

use super::Single;
use crate::{
    event::{Content, decode::items::Leaf},
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
        display_phone_number: Option<Box<str>>,
        /// The username; missing when it was deleted.
        username: Option<Box<str>>,
        /// What became of it.
        status: BusinessUsernameStatus,
    }
}

impl Leaf for BusinessUsernameUpdate {}

impl Single for BusinessUsernameUpdate {
    fn content(&self) -> Content<'_> {
        Content::BusinessUsernameUpdate(self)
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
