//! What scalars and other members share.

/// Makes a `Scalar` a `Member`, and gives it serde's own traits.
macro_rules! scalar {
    ($Name:ty) => {
        impl $crate::event::decode::member::Member for $Name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::event::decode::scalar::read(deserializer)
            }

            fn read_optional<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<Self>, D::Error> {
                $crate::event::decode::scalar::read_optional(deserializer)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::event::decode::scalar::Scalar::serialize_scalar(self, serializer)
            }

            fn show(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::event::decode::scalar::Scalar::fmt_scalar(self, f)
            }

            fn audit(raw: &str, audit: &mut $crate::event::decode::audit::Audit<'_>) {
                audit.scalar::<Self>(raw);
            }
        }
    };
}

/// Gives a `Member` of ours serde's traits, so that it can be used outside our objects as well.
macro_rules! serde_through_member {
    ($Name:ty) => {
        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::event::decode::member::Member::read(deserializer)
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::event::decode::member::Member::write(self, serializer)
            }
        }
    };
}

pub(crate) use {scalar, serde_through_member};
