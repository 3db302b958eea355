//! The field `business_status_update`: events of a business portfolio.

use crate::event::{
    BusinessId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// An event of a business portfolio.
    ///
    /// Meta does not document the field. The type follows the test notification of the App Dashboard, which has the identifier
    /// as a number.
    ///
    /// ```json
    /// {"business_id": 123, "event": "COMPROMISED_NOTIFICATION"}
    /// ```
    ///
    /// Field: `business_status_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_status_update>
    #[doc(alias = "business_status_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct BusinessStatusUpdate {
        /// The business portfolio.
        pub business_id: Option<BusinessId>,
        /// The event.
        pub event: BusinessStatusEvent,
    }
}

impl Payload for BusinessStatusUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }
}

open_string! {
    /// The event of a [`BusinessStatusUpdate`].
    pub enum BusinessStatusEvent {
        /// The business portfolio may be compromised.
        CompromisedNotification = "COMPROMISED_NOTIFICATION",
    }
}
