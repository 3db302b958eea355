//! Open strings.

/// Defines an open string: an enum of the values that the platform documents, which keeps any other value as it came.
///
/// Further spellings of one value stand behind `|`; the first one is written back.
macro_rules! open_string {
    (
        $(#[$doc:meta])*
        pub enum $Name:ident {
            $( $(#[$variant_doc:meta])* $Variant:ident = $wire:literal $(| $alias:literal)*, )+
        }
    ) => {
        $(#[$doc])*
        ///
        /// The platform adds values without notice. One that this version does not know is kept as it came: read it with
        /// `as_str()`, ask with `is_known()`, and put a `_` arm in every `match`.
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $(
                $(#[$variant_doc])*
                #[doc = concat!("\n\nOn the wire: `", $wire, "`", $(", also `", $alias, "`",)* ".")]
                $Variant,
            )+
            #[doc(hidden)]
            _Unknown($crate::event::decode::scalar::UnknownText),
        }

        impl $Name {
            /// Every value that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$Variant),+];

            /// The value as the platform spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$Variant => $wire,)+
                    Self::_Unknown(text) => text.as_str(),
                }
            }

            /// Whether this version knows the value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::_Unknown(_))
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                match text {
                    $($wire $(| $alias)* => Self::$Variant,)+
                    _ => Self::_Unknown(text.into()),
                }
            }
        }

        impl std::str::FromStr for $Name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::_Unknown(text) => write!(f, "unknown <{} bytes>", text.as_str().len()),
                    known => f.write_str(known.as_str()),
                }
            }
        }

        impl AsRef<str> for $Name {
            fn as_ref(&self) -> &str {
                self.as_str()
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

        impl $crate::event::decode::scalar::Scalar for $Name {
            const EXPECTED: &'static str = "a string";

            fn from_text(text: &str) -> Option<Self> {
                (!text.is_empty()).then(|| text.into())
            }

            fn is_recognized(&self) -> bool {
                self.is_known()
            }

            fn serialize_scalar<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }

            fn fmt_scalar(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self, f)
            }
        }

        $crate::macros::scalar!($Name);
        $crate::macros::serde_through_member!($Name);
    };
}

pub(crate) use open_string;
