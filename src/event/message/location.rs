//! Places.

use crate::macros::object;

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
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// The place's name, unless the user shared a bare point.
        name: Option<Box<str>>,
        /// The place's address.
        address: Option<Box<str>>,
        /// The place's website.
        url: Option<Box<str>>,
    }
}
