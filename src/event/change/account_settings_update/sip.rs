//! The SIP servers of a phone number.

use super::SettingStatus;
use crate::event::{RawJson, Text, macros::object};

object! {
    /// The SIP servers that calls are sent to.
    ///
    /// ```json
    /// {"status": "ENABLED", "servers": [{"hostname": "sip.example.com", "port": 5061}]}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct SipSettings {
        /// Whether calls are sent over SIP.
        pub status: Option<SettingStatus>,
        /// The servers.
        pub servers: Vec<SipServer>,
    }
}

object! {
    /// A SIP server.
    ///
    /// ```json
    /// {"hostname": "sip.example.com", "port": 5061, "request_uri_user_params": {"region": "eu"}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct SipServer {
        /// The host name.
        pub hostname: Option<Text>,
        /// The port. Absent for the standard port of SIP over TLS.
        pub port: Option<i64>,
        /// The password with which Meta authenticates to the server. **A secret:** `Debug` shows the length alone, but
        /// [`Update::raw`](crate::Update::raw) and `Serialize` contain the password.
        pub sip_user_password: Option<Text>,
        /// An object of names and texts that the business chose. Meta adds them to the user part of the request URI.
        pub request_uri_user_params: Option<RawJson>,
    }
}
