//! The field `calls`: voice calls between users and the business.

use super::item_value::item_value;
use crate::{
    event::{
        Error, MessageId, OneOrMore, StatusType, Timestamp, UserId, WaId, decode::items::Leaf, message::Media,
    },
    macros::{object, open_string},
};

item_value! {
    /// What a change of the field `calls` holds.
    pub(crate) struct Calls {
        calls: Call => Call,
        statuses: CallStatus => CallStatus,
        errors: Error => Error,
    }
}

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
        id: MessageId,
        /// What happened.
        event: CallEvent,
        /// When it happened.
        timestamp: Timestamp,
        /// Who called whom. Missing with recordings and transcripts, and in older payloads.
        direction: Option<CallDirection>,
        /// The caller's phone number. Missing where a user hides it.
        from: Option<WaId>,
        /// The calling user's business-scoped ID, since 2026.
        from_user_id: Option<Box<UserId>>,
        /// The calling user's ID across linked business portfolios.
        from_parent_user_id: Option<Box<UserId>>,
        /// The phone number that was called. Missing where a user hides it.
        to: Option<WaId>,
        /// The business-scoped ID of the user who was called, since 2026.
        to_user_id: Option<Box<UserId>>,
        /// That user's ID across linked business portfolios.
        to_parent_user_id: Option<Box<UserId>>,
        /// The offer or the answer of the WebRTC connection; with `connect`.
        session: Option<Box<CallSession>>,
        /// The same, as older payloads have it.
        connection: Option<Box<CallConnection>>,
        /// What the business put into the link by which the user called.
        deeplink_payload: Option<Box<str>>,
        /// What the business put into the button by which the user called.
        cta_payload: Option<Box<str>>,
        /// What the business attached to the call when it placed or answered it.
        biz_opaque_callback_data | "biz_opaque_callback_date": Option<Box<str>>,
        /// How the call ended; with `terminate`. One value; some samples have a list.
        status: Option<Box<OneOrMore<CallOutcome>>>,
        /// When the call was picked up; missing if it never was.
        start_time: Option<Timestamp>,
        /// When the call ended; missing if it was never picked up.
        end_time: Option<Timestamp>,
        /// How long the call took, in seconds; missing if it was never picked up.
        duration: Option<i64>,
        /// The recording; with `call_recording_available`.
        call_recording: Option<Box<CallRecording>>,
        /// The transcript; with `call_transcription_available`.
        call_transcript: Option<Box<CallTranscript>>,
        /// What went wrong, where it stands in the call itself.
        errors: Box<[Error]>,
    }
}

impl Leaf for Call {}

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
        sdp_type: Option<SdpType>,
        /// The session description (RFC 8866).
        sdp: Option<Box<str>>,
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
        webrtc: Option<Box<CallWebRtc>>,
    }
}

object! {
    /// A WebRTC connection as older payloads describe it.
    pub struct CallWebRtc {
        /// The session description, at times wrapped in JSON of its own.
        sdp: Option<Box<str>>,
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
        kind = "type": Option<Box<str>>,
        /// The file. Its URL works for about five minutes.
        audio: Option<Box<Media>>,
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
        kind = "type": Option<Box<str>>,
        /// The file, which is JSON. Its URL works for about five minutes.
        document: Option<Box<Media>>,
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
        id: MessageId,
        /// What the status is about: `call`.
        kind = "type": Option<StatusType>,
        /// What became of the call.
        status: CallState,
        /// When it became so.
        timestamp: Timestamp,
        /// The phone number of the user who was called. Missing where the user hides it.
        recipient_id: Option<WaId>,
        /// That user's business-scoped ID, since 2026.
        recipient_user_id: Option<UserId>,
        /// That user's ID across linked business portfolios.
        recipient_parent_user_id | "parent_recipient_user_id" | "parent_user_id": Option<UserId>,
        /// What the business attached to the call when it placed it.
        biz_opaque_callback_data | "biz_opaque_callback_date": Option<Box<str>>,
    }
}

impl Leaf for CallStatus {}

open_string! {
    /// What became of a call that the business placed.
    pub enum CallState {
        /// The user's phone rings.
        Ringing = "RINGING",
        /// The user picked up.
        Accepted = "ACCEPTED",
        /// The user declined.
        Rejected = "REJECTED",
    }
}
