//! The field `business_status_update`: what happened to a business portfolio.

use crate::event::{
    BusinessId,
    content::Payload,
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
        pub business_id: Option<BusinessId>,
        /// What happened.
        pub event: BusinessStatusEvent,
    }
}

impl Payload for BusinessStatusUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }
}

open_string! {
    /// What happened to a business portfolio.
    pub enum BusinessStatusEvent {
        /// Somebody else may have got into it.
        CompromisedNotification = "COMPROMISED_NOTIFICATION",
    }
}
