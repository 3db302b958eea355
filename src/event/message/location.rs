//! Places.

use crate::event::{Text, macros::object};

object! {
    /// A place that a user shared.
    ///
    /// The name, the address and the website are missing if the user shared a bare point, such as the current position.
    ///
    /// ```json
    /// {"latitude": 37.4847, "longitude": -122.1473, "name": "Meta Headquarters", "address": "1 Hacker Way, Menlo Park"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/location>
    #[doc(alias = "location")]
    pub struct Location {
        /// The latitude in degrees, positive to the north.
        pub latitude: f64,
        /// The longitude in degrees, positive to the east.
        pub longitude: f64,
        /// The place's name.
        pub name: Option<Text>,
        /// The place's address.
        pub address: Option<Text>,
        /// The place's website.
        pub url: Option<Text>,
    }
}
