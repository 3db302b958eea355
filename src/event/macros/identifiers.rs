//! Identifiers.

/// Implements identifiers: newtypes over text that is never empty.
///
/// Identifiers marked `#[debug(hidden)]` hold a phone number, and show only their length in `Debug`.
macro_rules! identifiers {
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
                identifiers!(@debug self f $($personal)?)
            }
        }

        impl $crate::event::read::Read for $Name {
            fn read(
                reader: &mut $crate::event::read::Reader<'_>,
            ) -> Result<Self, $crate::event::read::Problem> {
                reader.parse("an identifier", Self::from_text)
            }
        }

        $crate::event::macros::string_traits!($Name);
    )* };
    (@debug $self:ident $f:ident hidden) => { write!($f, "<{} bytes>", $self.0.len()) };
    (@debug $self:ident $f:ident) => { write!($f, "{}", $self.0.escape_debug()) };
}

pub(crate) use identifiers;
