//! Identifiers.

/// Defines identifiers: newtypes over text whose representation is private.
///
/// A type in parentheses is what holds the text, if it is not `Box<str>`. `personal` identifiers hold a phone number or a name and show only their length in `Debug`.
macro_rules! identifiers {
    ($( $(#[$doc:meta])* $visibility:vis struct $Name:ident $(($Text:ty))? $(: $personal:ident)?; )*) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility struct $Name($crate::event::decode::id_text::IdText$(<$Text>)?);

        impl $Name {
            /// The identifier as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                identifiers!(@debug self f $($personal)?)
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $Name {
            fn from(text: String) -> Self {
                text.as_str().into()
            }
        }

        impl From<$Name> for String {
            fn from(id: $Name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl AsRef<str> for $Name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $Name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $Name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $Name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl $crate::event::decode::scalar::Scalar for $Name {
            const EXPECTED: &'static str = "an identifier, as a string or a whole number";

            fn from_text(text: &str) -> Option<Self> {
                $crate::event::decode::id_text::IdText::of_text(text).map(Self)
            }

            fn from_integer(number: i128) -> Option<Self> {
                Some(Self($crate::event::decode::id_text::IdText::of_number(number)))
            }

            fn serialize_scalar<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize_id(serializer)
            }

            fn fmt_scalar(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self, f)
            }
        }

        $crate::macros::scalar!($Name);
        $crate::macros::serde_through_member!($Name);
    )* };
    (@debug $self:ident $f:ident personal) => { write!($f, "<{} bytes>", $self.0.len()) };
    (@debug $self:ident $f:ident) => { write!($f, "{}", $self.0.escape_debug()) };
}

pub(crate) use identifiers;
