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
    #[derive(Clone, PartialEq)]
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

/// Hides the coordinates, which tell where the user is.
impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Location")
            .field("latitude", &format_args!("<number>"))
            .field("longitude", &format_args!("<number>"))
            .field("name", &self.name)
            .field("address", &self.address)
            .field("url", &self.url)
            .finish()
    }
}
