//! The ad or post from which a user came.

use crate::event::{
    Text,
    macros::{object, open_string},
};

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
        pub source_url: Option<Text>,
        /// The ad's or post's identifier.
        pub source_id: Option<Text>,
        /// Whether it was an ad or a post.
        pub source_type: Option<ReferralSourceType>,
        /// The text of the ad.
        pub body: Option<Text>,
        /// The headline of the ad.
        pub headline: Option<Text>,
        /// Whether the ad shows an image or a video.
        pub media_type: Option<ReferralMediaType>,
        /// The ad's image.
        pub image_url: Option<Text>,
        /// The ad's video.
        pub video_url: Option<Text>,
        /// A still of the ad's video.
        pub thumbnail_url: Option<Text>,
        /// The click's identifier, to report conversions by. Missing for ads in WhatsApp Status.
        pub ctwa_clid: Option<Text>,
        /// The greeting that the ad showed.
        pub welcome_message: Option<WelcomeMessage>,
        /// Seen in samples of posts; not documented.
        #[serde(rename = "ref")]
        pub r#ref: Option<Text>,
        /// On-Premises: the ad's image as a downloaded file.
        pub image: Option<super::Media>,
        /// On-Premises: the ad's video as a downloaded file.
        pub video: Option<super::Media>,
    }
}

object! {
    /// The greeting that an ad showed.
    pub struct WelcomeMessage {
        /// Its text.
        pub text: Option<Text>,
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
