//! Files: pictures, videos, audio, documents, stickers.

use crate::event::{MediaId, RawJson, Text, macros::object};

object! {
    /// A file that a user sent.
    ///
    /// Image, video, audio, document and sticker messages all hold one. Every member may be missing.
    ///
    /// ```json
    /// {"caption": "The parcel as it arrived", "mime_type": "image/jpeg", "sha256": "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",
    ///  "id": "1003383421387256", "url": "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133"}
    /// ```
    ///
    /// Fetch the file with your access token, either from [`url`](Self::url), which is valid for five minutes, or by
    /// [`id`](field@Self::id), which is valid for seven days since 9 October 2025: `GET https://graph.facebook.com/v26.0/ID` returns a
    /// new URL. Graph v26.0 is the current version since 29 July 2026, and v24.0 ends on 18 February 2028.
    ///
    /// The name, the type and the caption are the sender's claims. Check the host of a URL before you send your access token to
    /// it.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/image>
    #[doc(alias = "image")]
    #[doc(alias = "video")]
    #[doc(alias = "audio")]
    #[doc(alias = "document")]
    #[doc(alias = "sticker")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Media {
        /// The file's identifier, valid for seven days. Some relays omit it.
        pub id: Option<MediaId>,
        /// The media type, with parameters, such as `audio/ogg; codecs=opus`.
        pub mime_type: Option<Text>,
        /// The file's SHA-256: base64 from the Cloud API, hexadecimal On-Premises and in histories.
        pub sha256: Option<Text>,
        /// The file's URL, since November 2025. The request requires your access token; the URL is valid for five minutes.
        pub url: Option<Text>,
        /// The text under an image, a video or a document.
        pub caption: Option<Text>,
        /// The name of a document. May be missing.
        pub filename: Option<Text>,
        /// Whether an audio file was recorded in the chat as a voice note.
        pub voice: Option<bool>,
        /// Whether a sticker is animated.
        pub animated: Option<bool>,
        /// The path in the client's container, On-Premises.
        pub file: Option<Text>,
        /// A link to the file, On-Premises.
        pub link: Option<Text>,
        /// The metadata that the author of a sticker embedded, On-Premises.
        pub metadata: Option<RawJson>,
    }
}
