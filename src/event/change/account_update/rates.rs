//! Rates and volume tiers.

use crate::event::{Text, Timestamp, macros::object};

object! {
    /// From when the international rate for authentication messages applies to a business.
    ///
    /// ```json
    /// {"start_time": 1748736000, "exception_countries": [{"country_code": "IN", "start_time": 1751328000}]}
    /// ```
    pub struct InternationalRateEligibility {
        /// From when, in general.
        pub start_time: Option<Timestamp>,
        /// Countries for which it applies from another time.
        pub exception_countries: Vec<ExceptionCountry>,
    }
}

object! {
    /// A country for which the international rate applies from a time of its own.
    pub struct ExceptionCountry {
        /// The country's two-letter code.
        pub country_code: Option<Text>,
        /// From when.
        pub start_time: Option<Timestamp>,
    }
}

object! {
    /// A volume tier that an account reached, and with it a lower price.
    ///
    /// ```json
    /// {"tier_update_time": 1751328000, "pricing_category": "UTILITY", "tier": "25000001:50000000", "effective_month": "2025-11", "region": "India"}
    /// ```
    pub struct VolumeTier {
        /// When the tier was reached.
        pub tier_update_time: Option<Timestamp>,
        /// The category of messages that it counts for.
        pub pricing_category: Option<Text>,
        /// The tier, as `least:most` messages.
        pub tier: Option<Text>,
        /// The month that it counts for, as `YYYY-MM`.
        pub effective_month: Option<Text>,
        /// The market that it counts for.
        pub region: Option<Text>,
    }
}
