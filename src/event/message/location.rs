//! Places.

use crate::event::{Text, macros::object};

object! {
    /// A place that a user shared.
    ///
    /// ```json
    /// {"latitude": 37.4847, "longitude": -122.1473, "name": "Meta Headquarters", "address": "1 Hacker Way, Menlo Park"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/location>
    pub struct Location {
        /// Degrees north.
        pub latitude: f64,
        /// Degrees east.
        pub longitude: f64,
        /// The place's name, unless the user shared a bare point.
        pub name: Option<Text>,
        /// The place's address.
        pub address: Option<Text>,
        /// The place's website.
        pub url: Option<Text>,
    }
}
