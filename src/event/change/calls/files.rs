//! The recording and the transcript of a call.

use crate::event::{Text, macros::object, message::Media};

object! {
    /// The recording of a call. Meta keeps the file for seven days.
    ///
    /// ```json
    /// {"type": "audio", "audio": {"id": "1002764438271669", "mime_type": "audio/ogg; codecs=opus", "sha256": "Y9vvGyeo3n76"}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallRecording {
        /// The type of the file: `audio`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
        /// The file. Its URL is valid for five minutes.
        pub audio: Option<Media>,
    }
}

object! {
    /// The transcript of a call. Meta keeps the file for seven days.
    ///
    /// ```json
    /// {"document": {"id": "1002764438271669", "mime_type": "application/json", "sha256": "Y9vvGyeo3n76"}}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct CallTranscript {
        /// The type of the file. Meta's samples do not have it.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
        /// The file, a JSON document. Its URL is valid for five minutes.
        pub document: Option<Media>,
    }
}
