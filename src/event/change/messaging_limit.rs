//! The messaging limit of a business, which Meta sends as a number or as a tier.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[cfg(test)]
use crate::event::description::Description;
use crate::event::{
    macros::open_string,
    read::{self, Problem, Read, Reader},
};

/// A messaging limit: how many users a business may send the first message to within 24 hours.
///
/// Meta sends the limit as a number (`2000`, and `-1` for no limit) or as the name of a tier (`TIER_2K`). Limits with the same
/// meaning are equal; `Serialize` writes the form that was received.
///
/// ```
/// use whatsapp_webhook::event::messaging_limit::MessagingLimit;
///
/// let limit: MessagingLimit = serde_json::from_str("\"TIER_2K\"")?;
/// assert_eq!(limit.users_per_day(), Some(2000));
/// let limit: MessagingLimit = serde_json::from_str("-1")?;
/// assert!(limit.is_unlimited());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct MessagingLimit(Repr);

#[derive(Clone)]
enum Repr {
    Number(i64),
    Tier(MessagingTier),
}

impl MessagingLimit {
    /// Returns the number of users within 24 hours; `None` if the business has no limit, or an unknown one.
    #[must_use]
    pub fn users_per_day(&self) -> Option<u64> {
        match &self.0 {
            Repr::Number(users) => u64::try_from(*users).ok(),
            Repr::Tier(tier) => match tier {
                MessagingTier::Tier50 => Some(50),
                MessagingTier::Tier250 => Some(250),
                MessagingTier::Tier1K => Some(1000),
                MessagingTier::Tier2K => Some(2000),
                MessagingTier::Tier10K => Some(10_000),
                MessagingTier::Tier100K => Some(100_000),
                MessagingTier::NotSet | MessagingTier::Unlimited | MessagingTier::_Unknown(_) => None,
            },
        }
    }

    /// Returns whether the business has no limit.
    #[must_use]
    pub fn is_unlimited(&self) -> bool {
        matches!(self.0, Repr::Number(-1) | Repr::Tier(MessagingTier::Unlimited))
    }

    /// Returns the tier, if Meta sent one.
    #[must_use]
    pub fn tier(&self) -> Option<&MessagingTier> {
        match &self.0 {
            Repr::Tier(tier) => Some(tier),
            Repr::Number(_) => None,
        }
    }
}

impl PartialEq for MessagingLimit {
    fn eq(&self, other: &Self) -> bool {
        if let (Repr::Number(one), Repr::Number(other)) = (&self.0, &other.0) {
            return one == other;
        }
        match (self.users_per_day(), other.users_per_day()) {
            (None, None) => {
                self.is_unlimited() && other.is_unlimited()
                    || self.tier().is_some() && self.tier() == other.tier()
            }
            (one, other) => one == other,
        }
    }
}

impl fmt::Display for MessagingLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Number(users) => users.fmt(f),
            Repr::Tier(tier) => tier.fmt(f),
        }
    }
}

impl fmt::Debug for MessagingLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Number(users) => users.fmt(f),
            Repr::Tier(tier) => fmt::Debug::fmt(tier, f),
        }
    }
}

impl Read for MessagingLimit {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        let start = reader.at();
        if let Ok(users) = i64::read(reader) {
            return Ok(Self(Repr::Number(users)));
        }
        reader.go_back(start);
        MessagingTier::read(reader).map(|tier| Self(Repr::Tier(tier)))
    }

    #[cfg(test)]
    fn describe(description: &mut Description) {
        MessagingTier::describe(description);
    }
}

impl Serialize for MessagingLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Number(users) => serializer.serialize_i64(*users),
            Repr::Tier(tier) => tier.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for MessagingLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::deserialize(deserializer)
    }
}

open_string! {
    /// A tier of the messaging limit: how many users a business may send the first message to within 24 hours.
    pub enum MessagingTier {
        /// 50 users.
        Tier50 = "TIER_50",
        /// 250 users.
        Tier250 = "TIER_250",
        /// 1,000 users, in older notifications.
        Tier1K = "TIER_1K",
        /// 2,000 users.
        Tier2K = "TIER_2K",
        /// 10,000 users.
        Tier10K = "TIER_10K",
        /// 100,000 users.
        Tier100K = "TIER_100K",
        /// Not set, because the number was never used.
        NotSet = "TIER_NOT_SET",
        /// No limit.
        Unlimited = "TIER_UNLIMITED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_as_a_number_and_as_a_tier() {
        for (json, users) in [
            ("2000", Some(2000)),
            ("\"2000\"", Some(2000)),
            ("\"TIER_2K\"", Some(2000)),
            ("\"TIER_UNLIMITED\"", None),
            ("\"TIER_NOT_SET\"", None),
            ("\"TIER_5M\"", None),
            ("-1", None),
        ] {
            let limit: MessagingLimit = serde_json::from_str(json).unwrap();
            assert_eq!(limit.users_per_day(), users, "{json}");
            assert_eq!(limit.is_unlimited(), ["-1", "\"TIER_UNLIMITED\""].contains(&json), "{json}");
            assert_eq!(serde_json::to_string(&limit).unwrap().trim_matches('"'), json.trim_matches('"'));
            assert_eq!(limit, limit.clone());
        }
        for json in ["\"\"", "null", "true", "[]"] {
            assert!(serde_json::from_str::<MessagingLimit>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn limits_with_the_same_meaning_are_equal() {
        let limit = |json| serde_json::from_str::<MessagingLimit>(json).unwrap();
        assert_eq!(limit("2000"), limit("\"TIER_2K\""));
        assert_eq!(limit("-1"), limit("\"TIER_UNLIMITED\""));
        assert_eq!(limit("-2"), limit("-2"));
        assert_ne!(limit("-1"), limit("\"TIER_NOT_SET\""));
        assert_ne!(limit("\"TIER_5M\""), limit("\"TIER_UNLIMITED\""));
    }
}
