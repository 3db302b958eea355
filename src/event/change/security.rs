//! The field `security`: the PIN of a phone number.

use crate::event::{
    DisplayPhoneNumber, RequesterId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// Something happened to the PIN (two-step verification) of a business phone number.
    ///
    /// ```json
    /// {"display_phone_number": "15550783881", "event": "PIN_RESET_REQUEST", "requester": "61555822107539"}
    /// ```
    ///
    /// It comes when the PIN is changed, or switched off in the WhatsApp Manager.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/security>
    pub struct SecurityUpdate {
        /// The business phone number.
        pub display_phone_number: Option<DisplayPhoneNumber>,
        /// What happened.
        pub event: SecurityEvent,
        /// Who asked for it, by the identifier of a Meta account; with `PIN_RESET_REQUEST`.
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
    /// What happened to the PIN of a business phone number.
    pub enum SecurityEvent {
        /// It was changed or set.
        PinChanged = "PIN_CHANGED",
        /// Somebody asked to switch it off.
        PinResetRequest = "PIN_RESET_REQUEST",
        /// It was switched off.
        PinRequestSuccess = "PIN_REQUEST_SUCCESS" | "PIN_RESET_SUCCESS",
    }
}
