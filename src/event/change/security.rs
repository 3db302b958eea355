//! The field `security`: the PIN of a phone number.

use super::Single;
use crate::{
    event::{Content, RequesterId, decode::items::Leaf},
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
        display_phone_number: Option<Box<str>>,
        /// What happened.
        event: SecurityEvent,
        /// Who asked for it, by the identifier of a Meta account; with `PIN_RESET_REQUEST`.
        requester: Option<RequesterId>,
    }
}

impl Leaf for SecurityUpdate {}

impl Single for SecurityUpdate {
    fn content(&self) -> Content<'_> {
        Content::SecurityUpdate(self)
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
