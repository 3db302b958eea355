//! The field `calls`: voice calls between users and the business.

use crate::event::{
    ApiError, MessageId, OneOrMany, StatusType, Text, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
    message::Media,
};

object! {
    /// Something that happened to a voice call.
    ///
    /// Sent when a call comes in or is answered (`connect`), when it is over (`terminate`), and when a
    /// recording or a transcript of
    /// it is ready. Why a call failed stands beside it, as an [`Error`](crate::Content::Error) of its own.
    ///
    /// ```json
    /// {"id": "wacid.ABGGFjFVU2AfAgo6V", "from": "16505551234", "to": "15550783881", "event": "terminate",
    ///  "timestamp": "1749197480", "direction": "USER_INITIATED", "status": "COMPLETED",
    ///  "start_time": "1749197000", "end_time": "1749197480", "duration": 480}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference>
    pub struct Call {
        /// The call's identifier, `wacid.…`.
        pub id: MessageId,
        /// What happened.
        pub event: CallEvent,
        /// When it happened.
        pub timestamp: Timestamp,
        /// Who called whom. Missing with recordings and transcripts, and in older payloads.
        pub direction: Option<CallDirection>,
        /// The caller's phone number. Missing where a user hides it.
        pub from: Option<WaId>,
        /// The calling user's business-scoped ID, since 2026.
        pub from_user_id: Option<UserId>,
        /// The calling user's ID across linked business portfolios.
        pub from_parent_user_id: Option<UserId>,
        /// The phone number that was called. Missing where a user hides it.
        pub to: Option<WaId>,
        /// The business-scoped ID of the user who was called, since 2026.
        pub to_user_id: Option<UserId>,
        /// That user's ID across linked business portfolios.
        pub to_parent_user_id: Option<UserId>,
        /// The offer or the answer of the WebRTC connection; with `connect`.
        pub session: Option<CallSession>,
        /// The same, as older payloads have it.
        pub connection: Option<CallConnection>,
        /// What the business put into the link by which the user called.
        pub deeplink_payload: Option<Text>,
        /// What the business put into the button by which the user called.
        pub cta_payload: Option<Text>,
        /// What the business attached to the call when it placed or answered it.
        #[serde(alias = "biz_opaque_callback_date")]
        pub biz_opaque_callback_data: Option<Text>,
        /// How the call ended; with `terminate`. One value; some samples have a list.
        pub status: Option<OneOrMany<CallOutcome>>,
        /// When the call was picked up; missing if it never was.
        pub start_time: Option<Timestamp>,
        /// When the call ended; missing if it was never picked up.
        pub end_time: Option<Timestamp>,
        /// How long the call took, in seconds; missing if it was never picked up.
        pub duration: Option<i64>,
        /// The recording; with `call_recording_available`.
        pub call_recording: Option<CallRecording>,
        /// The transcript; with `call_transcription_available`.
        pub call_transcript: Option<CallTranscript>,
        /// What went wrong, where it stands in the call itself.
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
    /// What happened to a call.
    pub enum CallEvent {
        /// It is ringing, or was answered: see [`Call::session`].
        Connect = "connect",
        /// It is over: see [`Call::status`].
        Terminate = "terminate",
        /// It was placed; for calls by SIP.
        CallCreated = "call_created",
        /// Its recording can be fetched, for seven days: see [`Call::call_recording`].
        CallRecordingAvailable = "call_recording_available",
        /// Its transcript can be fetched, for seven days: see [`Call::call_transcript`].
        CallTranscriptionAvailable = "call_transcription_available",
    }
}

open_string! {
    /// Who called whom.
    pub enum CallDirection {
        /// A user called the business.
        UserInitiated = "USER_INITIATED",
        /// The business called a user.
        BusinessInitiated = "BUSINESS_INITIATED",
    }
}

open_string! {
    /// How a call ended.
    pub enum CallOutcome {
        /// As calls do.
        Completed = "COMPLETED" | "Completed",
        /// It did not come about, or broke off.
        Failed = "FAILED" | "Failed",
    }
}

object! {
    /// One side of a WebRTC connection.
    ///
    /// ```json
    /// {"sdp_type": "offer", "sdp": "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"}
    /// ```
    pub struct CallSession {
        /// Whether it is the offer or the answer.
        pub sdp_type: Option<SdpType>,
        /// The session description (RFC 8866).
        pub sdp: Option<Text>,
    }
}

open_string! {
    /// Which side of a WebRTC connection a description is.
    pub enum SdpType {
        /// The caller's.
        Offer = "offer",
        /// That of the side that was called.
        Answer = "answer",
    }
}

object! {
    /// A connection as older payloads describe it; nowadays [`CallSession`].
    pub struct CallConnection {
        /// The WebRTC connection.
        pub webrtc: Option<CallWebRtc>,
    }
}

object! {
    /// A WebRTC connection as older payloads describe it.
    pub struct CallWebRtc {
        /// The session description, at times wrapped in JSON of its own.
        pub sdp: Option<Text>,
    }
}

object! {
    /// The recording of a call, kept for seven days.
    ///
    /// ```json
    /// {"type": "audio", "audio": {"id": "1002764438271669", "mime_type": "audio/ogg; codecs=opus", "sha256": "Y9vvGyeo3n76"}}
    /// ```
    pub struct CallRecording {
        /// What kind of file it is: `audio`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
        /// The file. Its URL works for about five minutes.
        pub audio: Option<Media>,
    }
}

object! {
    /// The transcript of a call, kept for seven days.
    ///
    /// ```json
    /// {"document": {"id": "1002764438271669", "mime_type": "application/json", "sha256": "Y9vvGyeo3n76"}}
    /// ```
    pub struct CallTranscript {
        /// What kind of file it is, where it says so.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
        /// The file, which is JSON. Its URL works for about five minutes.
        pub document: Option<Media>,
    }
}

object! {
    /// What became of a call that the business placed.
    ///
    /// Sent while the user's phone rings, and when the user accepts or rejects the call.
    ///
    /// ```json
    /// {"id": "wacid.ABGGFjFVU2AfAgo6V", "type": "call", "status": "RINGING", "timestamp": "1749197000",
    ///  "recipient_id": "16505551234"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/business-initiated-calls>
    pub struct CallStatus {
        /// The call's identifier, `wacid.…`.
        pub id: MessageId,
        /// What the status is about: `call`.
        #[serde(rename = "type")]
        pub kind: Option<StatusType>,
        /// What became of the call.
        pub status: CallStatusKind,
        /// When it became so.
        pub timestamp: Timestamp,
        /// The phone number of the user who was called. Missing where the user hides it.
        pub recipient_id: Option<WaId>,
        /// That user's business-scoped ID, since 2026.
        pub recipient_user_id: Option<UserId>,
        /// That user's ID across linked business portfolios.
        #[serde(alias = "parent_recipient_user_id")]
        #[serde(alias = "parent_user_id")]
        pub recipient_parent_user_id: Option<UserId>,
        /// What the business attached to the call when it placed it.
        #[serde(alias = "biz_opaque_callback_date")]
        pub biz_opaque_callback_data: Option<Text>,
    }
}

impl Payload for CallStatus {
    fn kind(&self) -> Option<&str> {
        Some(self.status.as_str())
    }

    fn id(&self) -> Option<&str> {
        Some(self.id.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn recipient(&self) -> Option<User<'_>> {
        User::by_ids(
            self.recipient_id.as_ref(),
            self.recipient_user_id.as_ref(),
            self.recipient_parent_user_id.as_ref(),
        )
    }
}

open_string! {
    /// What became of a call that the business placed.
    pub enum CallStatusKind {
        /// The user's phone rings.
        Ringing = "RINGING",
        /// The user picked up.
        Accepted = "ACCEPTED",
        /// The user declined.
        Rejected = "REJECTED",
    }
}
