//! The field `business_status_update`: what happened to a business portfolio.

use super::Single;
use crate::{
    event::{BusinessId, Content, decode::items::Leaf},
    macros::{object, open_string},
};

object! {
    /// Something that happened to a business portfolio.
    ///
    /// ```json
    /// {"business_id": 123, "event": "COMPROMISED_NOTIFICATION"}
    /// ```
    ///
    /// The platform's pages do not describe it; the shape is that of the dashboard's test, which has the identifier as a number.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_status_update>
    pub struct BusinessStatusUpdate {
        /// The business portfolio.
        business_id: Option<BusinessId>,
        /// What happened.
        event: BusinessStatusEvent,
    }
}

impl Leaf for BusinessStatusUpdate {}

impl Single for BusinessStatusUpdate {
    fn content(&self) -> Content<'_> {
        Content::BusinessStatusUpdate(self)
    }
}

open_string! {
    /// What happened to a business portfolio.
    pub enum BusinessStatusEvent {
        /// Somebody else may have got into it.
        CompromisedNotification = "COMPROMISED_NOTIFICATION",
    }
}
