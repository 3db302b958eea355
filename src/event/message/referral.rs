//! Ads and posts that lead to a conversation.

use crate::event::{
    Text,
    macros::{object, open_string},
};

object! {
    /// The ad or post from which a user opened the conversation.
    ///
    /// Sent with the first message after a tap on a "Click to WhatsApp" ad or post. Every member may be missing.
    ///
    /// ```json
    /// {"source_url": "https://fb.me/3cr4Wqqkv", "source_id": "120226305854810726", "source_type": "ad", "headline": "Chat with us",
    ///  "body": "Succulents, delivered", "media_type": "image", "image_url": "https://example.com/a.jpg", "ctwa_clid": "Aff-n8Z"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text>
    #[doc(alias = "click to WhatsApp ad")]
    #[doc(alias = "referral")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Referral {
        /// The URL of the ad or post.
        pub source_url: Option<Text>,
        /// The identifier of the ad or post.
        pub source_id: Option<Text>,
        /// Whether the source is an ad or a post.
        pub source_type: Option<ReferralSourceType>,
        /// The text of the ad.
        pub body: Option<Text>,
        /// The headline of the ad.
        pub headline: Option<Text>,
        /// Whether the ad shows an image or a video.
        pub media_type: Option<ReferralMediaType>,
        /// The URL of the ad's image.
        pub image_url: Option<Text>,
        /// The URL of the ad's video.
        pub video_url: Option<Text>,
        /// The URL of a still of the ad's video.
        pub thumbnail_url: Option<Text>,
        /// The click's identifier for conversion reports. Missing for ads in WhatsApp Status.
        pub ctwa_clid: Option<Text>,
        /// The greeting that the ad displayed.
        pub welcome_message: Option<WelcomeMessage>,
        /// An identifier in samples of posts; not documented.
        #[serde(rename = "ref")]
        pub r#ref: Option<Text>,
        /// The ad's image as a downloaded file, On-Premises.
        pub image: Option<super::Media>,
        /// The ad's video as a downloaded file, On-Premises.
        pub video: Option<super::Media>,
    }
}

object! {
    /// The greeting that an ad displayed.
    #[derive(Clone, Debug, PartialEq)]
    pub struct WelcomeMessage {
        /// The greeting's text.
        pub text: Option<Text>,
    }
}

open_string! {
    /// The kind of source that a user came from.
    pub enum ReferralSourceType {
        /// An ad.
        Ad = "ad",
        /// A post.
        Post = "post",
        /// Unknown to Meta; in older payloads.
        Undetermined = "unknown",
    }
}

open_string! {
    /// The kind of media in an ad.
    pub enum ReferralMediaType {
        /// An image.
        Image = "image",
        /// A video.
        Video = "video",
    }
}
