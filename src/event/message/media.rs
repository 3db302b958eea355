//! Files: pictures, videos, sounds, documents, stickers.

use crate::{
    event::{MediaId, RawJson},
    macros::object,
};

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
        id: Option<MediaId>,
        /// The type, with parameters, such as `audio/ogg; codecs=opus`.
        mime_type: Option<Box<str>>,
        /// The file's SHA-256: base64 from the Cloud API, hexadecimal On-Premises and in histories.
        sha256: Option<Box<str>>,
        /// Where the file is, since November 2025. It needs your access token and works for about five minutes.
        url: Option<Box<str>>,
        /// The text under an image, a video or a document.
        caption: Option<Box<str>>,
        /// A document's name. It may be missing.
        filename: Option<Box<str>>,
        /// Whether a sound was recorded in the chat (a voice note) rather than sent as a file.
        voice: Option<bool>,
        /// Whether a sticker moves.
        animated: Option<bool>,
        /// On-Premises: the path in the client's container.
        file: Option<Box<str>>,
        /// On-Premises: a link to the file.
        link: Option<Box<str>>,
        /// On-Premises: what the maker of a sticker put into it.
        metadata: Option<RawJson>,
    }
}
