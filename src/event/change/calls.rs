//! The field `calls`: voice calls between users and the business.

mod files;
mod session;
mod status;

use crate::event::{
    ApiError, MessageId, OneOrMany, Text, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
};

pub use self::{files::*, session::*, status::*};

object! {
    /// An event of a voice call.
    ///
    /// Sent when a call comes in or is answered (`connect`), when it ends (`terminate`), and when its recording or transcript
    /// is available. The errors of a failed call are updates of their own: [`Content::Error`](crate::Content::Error).
    ///
    /// ```json
    /// {"id": "wacid.ABGGFjFVU2AfAgo6V", "from": "16505551234", "to": "15550783881", "event": "terminate",
    ///  "timestamp": "1749197480", "direction": "USER_INITIATED", "status": "COMPLETED",
    ///  "start_time": "1749197000", "end_time": "1749197480", "duration": 480}
    /// ```
    ///
    /// Field: `calls`, in `calls`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference>
    #[doc(alias = "calls")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Call {
        /// The identifier of the call, `wacid.…`.
        pub id: MessageId,
        /// The event.
        pub event: CallEvent,
        /// When the event occurred.
        pub timestamp: Timestamp,
        /// The direction of the call. Absent for recordings and transcripts, and in older notifications.
        pub direction: Option<CallDirection>,
        /// The caller's phone number. Absent if a user hides it.
        pub from: Option<WaId>,
        /// The business-scoped ID of a user who calls. Sent since 2026.
        pub from_user_id: Option<UserId>,
        /// The caller's ID across linked business portfolios.
        pub from_parent_user_id: Option<UserId>,
        /// The callee's phone number. Absent if a user hides it.
        pub to: Option<WaId>,
        /// The business-scoped ID of a user who is called. Sent since 2026.
        pub to_user_id: Option<UserId>,
        /// The callee's ID across linked business portfolios.
        pub to_parent_user_id: Option<UserId>,
        /// The offer or answer of the WebRTC connection; with `connect`.
        pub session: Option<CallSession>,
        /// The WebRTC connection, in older notifications.
        pub connection: Option<CallConnection>,
        /// The payload of the link that the user called through.
        pub deeplink_payload: Option<Text>,
        /// The payload of the button that the user called through.
        pub cta_payload: Option<Text>,
        /// The data that the business attached when it placed or answered the call. Also sent as `biz_opaque_callback_date`.
        #[serde(alias = "biz_opaque_callback_date")]
        pub biz_opaque_callback_data: Option<Text>,
        /// The outcome of the call; with `terminate`. Some samples have a list of outcomes.
        pub status: Option<OneOrMany<CallOutcome>>,
        /// When the call was picked up. Absent if it was not.
        pub start_time: Option<Timestamp>,
        /// When the call ended. Absent if it was not picked up.
        pub end_time: Option<Timestamp>,
        /// The duration in seconds. Absent if the call was not picked up.
        pub duration: Option<i64>,
        /// The recording; with `call_recording_available`.
        pub call_recording: Option<CallRecording>,
        /// The transcript; with `call_transcription_available`.
        pub call_transcript: Option<CallTranscript>,
        /// The errors, for notifications that have them inside the call.
        pub errors: Vec<ApiError>,
    }
}

impl Payload for Call {
    fn kind(&self) -> Option<&str> {
        Some(self.event.as_str())
    }

    fn id(&self) -> Option<&str> {
        Some(self.id.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn sender(&self) -> Option<User<'_>> {
        if self.direction == Some(CallDirection::BusinessInitiated) {
            return None;
        }
        User::by_ids(self.from.as_ref(), self.from_user_id.as_ref(), self.from_parent_user_id.as_ref())
    }

    fn recipient(&self) -> Option<User<'_>> {
        if self.direction != Some(CallDirection::BusinessInitiated) {
            return None;
        }
        User::by_ids(self.to.as_ref(), self.to_user_id.as_ref(), self.to_parent_user_id.as_ref())
    }
}

open_string! {
    /// The event of a [`Call`].
    pub enum CallEvent {
        /// The call rings or was answered: [`Call::session`].
        Connect = "connect",
        /// The call ended: [`Call::status`].
        Terminate = "terminate",
        /// The call was placed; for calls over SIP.
        CallCreated = "call_created",
        /// The recording is available, for seven days: [`Call::call_recording`].
        CallRecordingAvailable = "call_recording_available",
        /// The transcript is available, for seven days: [`Call::call_transcript`].
        CallTranscriptionAvailable = "call_transcription_available",
    }
}

open_string! {
    /// The direction of a call.
    pub enum CallDirection {
        /// A user called the business.
        UserInitiated = "USER_INITIATED",
        /// The business called a user.
        BusinessInitiated = "BUSINESS_INITIATED",
    }
}

open_string! {
    /// The outcome of a call.
    pub enum CallOutcome {
        /// The call completed normally.
        Completed = "COMPLETED",
        /// The call could not be connected, or was interrupted.
        Failed = "FAILED",
    }
}
