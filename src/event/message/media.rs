//! Files: pictures, videos, sounds, documents, stickers.

use crate::event::{MediaId, RawJson, Text, macros::object};

object! {
    /// A file that a user sent. Image, video, audio, document and sticker messages all hold one.
    ///
    /// ```json
    /// {"caption": "The parcel as it arrived", "mime_type": "image/jpeg", "sha256": "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",
    ///  "id": "1003383421387256", "url": "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133"}
    /// ```
    ///
    /// The file itself is fetched with your access token, by [`id`](Self::id) (kept for days) or [`url`](Self::url) (about five
    /// minutes). The name, the type and the caption are the sender's claims, and a URL in a webhook is no reason to fetch from just
    /// any host.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/image>
    pub struct Media {
        /// The file's identifier. Some relays leave it out.
        pub id: Option<MediaId>,
        /// The type, with parameters, such as `audio/ogg; codecs=opus`.
        pub mime_type: Option<Text>,
        /// The file's SHA-256: base64 from the Cloud API, hexadecimal On-Premises and in histories.
        pub sha256: Option<Text>,
        /// Where the file is, since November 2025. It needs your access token and works for about five minutes.
        pub url: Option<Text>,
        /// The text under an image, a video or a document.
        pub caption: Option<Text>,
        /// A document's name. It may be missing.
        pub filename: Option<Text>,
        /// Whether a sound was recorded in the chat (a voice note) rather than sent as a file.
        pub voice: Option<bool>,
        /// Whether a sticker moves.
        pub animated: Option<bool>,
        /// On-Premises: the path in the client's container.
        pub file: Option<Text>,
        /// On-Premises: a link to the file.
        pub link: Option<Text>,
        /// On-Premises: what the maker of a sticker put into it.
        pub metadata: Option<RawJson>,
    }
}
