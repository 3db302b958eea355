//! Violations of Meta's policies.

use crate::event::{
    Text,
    macros::{object, open_string},
};

object! {
    /// A violation of one of Meta's policies.
    ///
    /// ```json
    /// {"violation_type": "ADULT"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/policy-enforcement>
    #[derive(Clone, Debug, PartialEq)]
    pub struct ViolationInfo {
        /// The type of the violation.
        pub violation_type: Option<ViolationType>,
        /// A human-readable remedy.
        pub remediation: Option<Text>,
    }
}

open_string! {
    /// The type of a violation. Most types are kinds of goods that may not be sold.
    ///
    /// Some types are families: the name of the violation and a suffix for the stage of the enforcement, such as
    /// `…_ABUSE_WARN` and `…_ABUSE_STRIKE_1`. [`family`](Self::family) and [`stage`](Self::stage) split any value, including
    /// values that this version does not know.
    pub enum ViolationType {
        /// Adult content.
        Adult = "ADULT",
        /// Alcohol.
        Alcohol = "ALCOHOL",
        /// Animals.
        Animals = "ANIMALS",
        /// Body parts and fluids.
        BodyPartsFluids = "BODY_PARTS_FLUIDS",
        /// Dating.
        Dating = "DATING",
        /// Digital services and products.
        DigitalServicesProducts = "DIGITAL_SERVICES_PRODUCTS",
        /// Drugs.
        Drugs = "DRUGS",
        /// Gambling.
        Gambling = "GAMBLING",
        /// Healthcare.
        Healthcare = "HEALTHCARE",
        /// Illegal products.
        IllegalProducts = "ILLEGAL_PRODUCTS",
        /// Misleading offers.
        Misleading = "MISLEADING",
        /// Overtly sexualized positioning.
        OverlySexualizedPositioning = "OVERTLY_SEXUALIZED_POSITIONING",
        /// Real, virtual or fake currency.
        RealFakeCurrency = "REAL_FAKE_CURRENCY",
        /// Scam.
        Scam = "SCAM",
        /// Supplements.
        Supplements = "SUPPLEMENTS",
        /// Infringement of third-party rights.
        ThirdPartyInfringements = "THIRD_PARTY_INFRINGEMENTS",
        /// Tobacco.
        Tobacco = "TOBACCO",
        /// Unauthorized media.
        UnauthorizedMedia = "UNAUTHORIZED_MEDIA",
        /// Weapons.
        Weapons = "WEAPONS",
        /// Low quality of calls.
        LowCallingQuality = "LOW_CALLING_QUALITY",
        /// Low quality of calls from the business.
        LowBusinessInitiatedCallingQuality = "LOW_BUSINESS_INITIATED_CALLING_QUALITY",
        /// Low quality of calls from users.
        LowUserInitiatedCallingQuality = "LOW_USER_INITIATED_CALLING_QUALITY",
        /// Low pickup rate of calls from users.
        UserInitiatedCallsLowPickupRate = "USER_INITIATED_CALLS_LOW_PICKUP_RATE",
        /// Miscategorized utility templates in Direct Send: a warning.
        DirectSendUtilityCategoryAbuseWarn = "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_WARN",
        /// Miscategorized utility templates in Direct Send: the first strike.
        DirectSendUtilityCategoryAbuseStrike1 = "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_STRIKE_1",
        /// Miscategorized utility templates in Direct Send: the second strike.
        DirectSendUtilityCategoryAbuseStrike2 = "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_STRIKE_2",
        /// Miscategorized utility templates in Direct Send: the business may no longer use Direct Send.
        DirectSendUtilityCategoryAbuseOffboard = "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_OFFBOARD",
        /// Miscategorized utility templates in Direct Send: the restriction ended.
        DirectSendUtilityCategoryAbuseUnban = "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_UNBAN",
    }
}

impl ViolationType {
    /// Returns the value without the suffix for the stage.
    ///
    /// ```
    /// use whatsapp_webhook::event::account_update::{ViolationStage, ViolationType};
    ///
    /// let new = ViolationType::from("SPAM_STRIKE_3"); // not known to this version
    /// assert_eq!((new.family(), new.stage()), ("SPAM", Some(ViolationStage::Strike(3))));
    /// assert_eq!((ViolationType::Scam.family(), ViolationType::Scam.stage()), ("SCAM", None));
    /// ```
    #[must_use]
    pub fn family(&self) -> &str {
        self.split().0
    }

    /// Returns the stage of the enforcement, for values that name one.
    #[must_use]
    pub fn stage(&self) -> Option<ViolationStage> {
        self.split().1
    }

    fn split(&self) -> (&str, Option<ViolationStage>) {
        let whole = self.as_str();
        let Some((family, suffix)) = whole.rsplit_once('_') else { return (whole, None) };
        let stage = match suffix.to_ascii_uppercase().as_str() {
            "WARN" => Some(ViolationStage::Warning),
            "OFFBOARD" => Some(ViolationStage::Offboarded),
            "UNBAN" => Some(ViolationStage::Unbanned),
            number => return Self::split_strike(family, number).unwrap_or((whole, None)),
        };
        (family, stage)
    }

    /// Splits `…_STRIKE`, before the number of the strike.
    fn split_strike<'a>(before: &'a str, number: &str) -> Option<(&'a str, Option<ViolationStage>)> {
        let number = number.parse().ok().filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))?;
        let (family, strike) = before.rsplit_once('_')?;
        strike.eq_ignore_ascii_case("STRIKE").then_some((family, Some(ViolationStage::Strike(number))))
    }
}

/// The stage of the enforcement against a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ViolationStage {
    /// A warning without further consequences: `…_WARN`.
    Warning,
    /// A strike, with its number: `…_STRIKE_1`, `…_STRIKE_2`, and so on.
    Strike(u8),
    /// The business lost access to the feature: `…_OFFBOARD`.
    Offboarded,
    /// The restriction ended: `…_UNBAN`.
    Unbanned,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stage_of_a_violation_is_told_for_known_and_unknown_values() {
        for (value, family, stage) in [
            ("SCAM", "SCAM", None),
            ("REAL_FAKE_CURRENCY", "REAL_FAKE_CURRENCY", None),
            (
                "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_WARN",
                "DIRECT_SEND_UTILITY_CATEGORY_ABUSE",
                Some(ViolationStage::Warning),
            ),
            (
                "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_STRIKE_2",
                "DIRECT_SEND_UTILITY_CATEGORY_ABUSE",
                Some(ViolationStage::Strike(2)),
            ),
            (
                "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_OFFBOARD",
                "DIRECT_SEND_UTILITY_CATEGORY_ABUSE",
                Some(ViolationStage::Offboarded),
            ),
            (
                "DIRECT_SEND_UTILITY_CATEGORY_ABUSE_UNBAN",
                "DIRECT_SEND_UTILITY_CATEGORY_ABUSE",
                Some(ViolationStage::Unbanned),
            ),
            ("a_new_one_strike_17", "a_new_one", Some(ViolationStage::Strike(17))),
            ("OTHER_OFFBOARD", "OTHER", Some(ViolationStage::Offboarded)),
            ("OTHER_STRIKE_1000", "OTHER_STRIKE_1000", None),
            ("OTHER_STRIKE_+1", "OTHER_STRIKE_+1", None),
            ("STRIKE_1", "STRIKE_1", None),
            ("_", "_", None),
        ] {
            let violation = ViolationType::from(value);
            assert_eq!((violation.family(), violation.stage()), (family, stage), "{value}");
        }
    }
}
