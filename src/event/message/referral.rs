//! The ad or post from which a user came.

use crate::macros::{object, open_string};

object! {
    /// The ad or post from which a user opened the conversation.
    ///
    /// Sent with the first message after a tap on a "Click to WhatsApp" ad.
    ///
    /// ```json
    /// {"source_url": "https://fb.me/3cr4Wqqkv", "source_id": "120226305854810726", "source_type": "ad", "headline": "Chat with us",
    ///  "body": "Succulents, delivered", "media_type": "image", "image_url": "https://example.com/a.jpg", "ctwa_clid": "Aff-n8Z"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text>
    pub struct Referral {
        /// The ad's or post's address.
        source_url: Option<Box<str>>,
        /// The ad's or post's identifier.
        source_id: Option<Box<str>>,
        /// Whether it was an ad or a post.
        source_type: Option<ReferralSourceType>,
        /// The text of the ad.
        body: Option<Box<str>>,
        /// The headline of the ad.
        headline: Option<Box<str>>,
        /// Whether the ad shows an image or a video.
        media_type: Option<ReferralMediaType>,
        /// The ad's image.
        image_url: Option<Box<str>>,
        /// The ad's video.
        video_url: Option<Box<str>>,
        /// A still of the ad's video.
        thumbnail_url: Option<Box<str>>,
        /// The click's identifier, to report conversions by. Missing for ads in WhatsApp Status.
        ctwa_clid: Option<Box<str>>,
        /// The greeting that the ad showed.
        welcome_message: Option<Box<WelcomeMessage>>,
        /// Seen in samples of posts; not documented.
        r#ref = "ref": Option<Box<str>>,
        /// On-Premises: the ad's image as a downloaded file.
        image: Option<Box<super::Media>>,
        /// On-Premises: the ad's video as a downloaded file.
        video: Option<Box<super::Media>>,
    }
}

object! {
    /// The greeting that an ad showed.
    pub struct WelcomeMessage {
        /// Its text.
        text: Option<Box<str>>,
    }
}

open_string! {
    /// What a user came from.
    pub enum ReferralSourceType {
        /// An ad.
        Ad = "ad",
        /// A post.
        Post = "post",
        /// The platform could not tell; in older payloads.
        Undetermined = "unknown",
    }
}

open_string! {
    /// What an ad shows.
    pub enum ReferralMediaType {
        /// An image.
        Image = "image",
        /// A video.
        Video = "video",
    }
}
