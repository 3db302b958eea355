//! The WebRTC connection of a call.

use crate::event::{
    Text,
    macros::{object, open_string},
};

object! {
    /// The session description of one side of a WebRTC connection.
    ///
    /// ```json
    /// {"sdp_type": "offer", "sdp": "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallSession {
        /// The type of the description: offer or answer.
        pub sdp_type: Option<SdpType>,
        /// The session description (RFC 8866).
        pub sdp: Option<Text>,
    }
}

open_string! {
    /// The type of a session description.
    pub enum SdpType {
        /// The caller's description.
        Offer = "offer",
        /// The callee's description.
        Answer = "answer",
    }
}

object! {
    /// A connection, in older notifications. Newer ones have a [`CallSession`].
    ///
    /// ```json
    /// {"webrtc": {"sdp": "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallConnection {
        /// The WebRTC connection.
        pub webrtc: Option<CallWebRtc>,
    }
}

object! {
    /// A WebRTC connection, in older notifications.
    ///
    /// ```json
    /// {"sdp": "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallWebRtc {
        /// The session description, sometimes wrapped in JSON.
        pub sdp: Option<Text>,
    }
}
