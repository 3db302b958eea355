//! Types that are one string.

/// Implements identifiers, which are newtypes over text that is never empty; and, by `impl for`, the traits of the standard
/// library and of serde for any type with `as_str`.
///
/// Identifiers marked `#[debug(hidden)]` hold a phone number, and show only their length in `Debug`.
macro_rules! string_type {
    (impl for $Name:ty) => {
        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $Name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::borrow::Borrow<str> for $Name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl std::hash::Hash for $Name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl PartialOrd for $Name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $Name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl PartialEq<str> for $Name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $Name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl PartialEq<String> for $Name {
            fn eq(&self, other: &String) -> bool {
                self.as_str() == other
            }
        }

        impl From<$Name> for String {
            fn from(value: $Name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::event::read::deserialize(deserializer)
            }
        }
    };
    ($( $(#[doc = $doc:expr])* $(#[debug($personal:ident)])? pub struct $Name:ident; )*) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $Name(Box<str>);

        impl $Name {
            /// Returns the identifier as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the identifier as a string of its own.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0.into_string()
            }

            fn from_text(text: &str) -> Option<Self> {
                (!text.is_empty()).then(|| Self(text.into()))
            }
        }

        impl std::str::FromStr for $Name {
            type Err = $crate::event::value::EmptyIdentifier;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::from_text(text).ok_or($crate::event::value::EmptyIdentifier)
            }
        }

        impl std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                string_type!(@debug self f $($personal)?)
            }
        }

        impl $crate::event::read::Read for $Name {
            fn read(
                reader: &mut $crate::event::read::Reader<'_>,
            ) -> Result<Self, $crate::event::read::Problem> {
                reader.parse("an identifier", Self::from_text)
            }
        }

        $crate::event::macros::string_type!(impl for $Name);
    )* };
    (@debug $self:ident $f:ident hidden) => { write!($f, "<{} bytes>", $self.0.len()) };
    (@debug $self:ident $f:ident) => {
        // A longer string is no identifier, and could be repeated for many updates.
        if $self.0.len() > 256 {
            write!($f, "<{} bytes>", $self.0.len())
        } else {
            write!($f, "{}", $self.0.escape_debug())
        }
    };
}

pub(crate) use string_type;
