//! Rates and volume tiers.

use crate::event::{Text, Timestamp, macros::object};

object! {
    /// The start of the international rate for authentication messages.
    ///
    /// ```json
    /// {"start_time": 1748736000, "exception_countries": [{"country_code": "IN", "start_time": 1751328000}]}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct InternationalRateEligibility {
        /// The start for all countries without an exception.
        pub start_time: Option<Timestamp>,
        /// The countries with a start of their own.
        pub exception_countries: Vec<ExceptionCountry>,
    }
}

object! {
    /// A country with its own start of the international rate.
    ///
    /// ```json
    /// {"country_code": "IN", "start_time": 1751328000}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct ExceptionCountry {
        /// The two-letter code of the country.
        pub country_code: Option<Text>,
        /// The start.
        pub start_time: Option<Timestamp>,
    }
}

object! {
    /// A volume tier that an account reached. A higher tier has a lower price.
    ///
    /// ```json
    /// {"tier_update_time": 1751328000, "pricing_category": "UTILITY", "tier": "25000001:50000000", "effective_month": "2025-11", "region": "India"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct VolumeTier {
        /// When the account reached the tier.
        pub tier_update_time: Option<Timestamp>,
        /// The category of messages.
        pub pricing_category: Option<Text>,
        /// The bounds of the tier in messages, as `least:most`.
        pub tier: Option<Text>,
        /// The month, as `YYYY-MM`.
        pub effective_month: Option<Text>,
        /// The market.
        pub region: Option<Text>,
    }
}
