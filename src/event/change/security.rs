//! The field `security`: the PIN of a phone number.

use crate::event::{
    DisplayPhoneNumber, RequesterId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A change of the two-step verification PIN of a business phone number.
    ///
    /// Sent when the PIN is changed, and when it is disabled in WhatsApp Manager.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "event": "PIN_RESET_REQUEST", "requester": "61555822107539"}
    /// ```
    ///
    /// Field: `security`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/security>
    #[doc(alias = "security")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct SecurityUpdate {
        /// The business phone number.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// The event.
        pub event: SecurityEvent,
        /// The Meta account that requested the change; with `PIN_RESET_REQUEST`.
        pub requester: Option<RequesterId>,
    }
}

impl Payload for SecurityUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }

    fn display_phone_number(&self) -> Option<&str> {
        self.display_phone_number.as_ref().map(DisplayPhoneNumber::as_str)
    }
}

open_string! {
    /// The event of a [`SecurityUpdate`].
    pub enum SecurityEvent {
        /// The PIN was set or changed.
        PinChanged = "PIN_CHANGED",
        /// A person requested to disable the PIN.
        PinResetRequest = "PIN_RESET_REQUEST",
        /// The PIN was disabled.
        PinRequestSuccess = "PIN_REQUEST_SUCCESS" | "PIN_RESET_SUCCESS",
    }
}
