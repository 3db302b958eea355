//! Open strings.

/// Implements an open string: an enum of the values that Meta documents, which keeps any other value as it came.
///
/// Further spellings of a value stand behind `|`; the first one is written. Upper and lower case are one spelling.
macro_rules! open_string {
    (
        $(#[doc = $doc:expr])*
        pub enum $Name:ident {
            $(
                $(#[doc = $variant_doc:expr])*
                $Variant:ident = $wire:literal $(| $alias:literal)*,
            )+
        }
    ) => {
        $(#[doc = $doc])*
        ///
        /// Meta adds values without notice. A value that this version does not know is kept as it came: read it with
        /// `as_str()`, check with `is_known()`, and put a `_` arm in every `match`.
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $Name {
            $(
                $(#[doc = $variant_doc])*
                #[doc = concat!("\n\nOn the wire: `", $wire, "`", $(", also `", $alias, "`",)* ".")]
                $Variant,
            )+
            #[doc(hidden)]
            _Unknown($crate::event::value::UnknownText),
        }

        impl $Name {
            /// Every value that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$Variant),+];

            /// Returns the value in Meta's spelling.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$Variant => $wire,)+
                    Self::_Unknown(text) => text.as_str(),
                }
            }

            /// Returns whether this version knows the value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::_Unknown(_))
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                match text {
                    $($wire $(| $alias)* => Self::$Variant,)+
                    $(
                        _ if text.eq_ignore_ascii_case($wire) $(|| text.eq_ignore_ascii_case($alias))* => {
                            Self::$Variant
                        }
                    )+
                    _ => Self::_Unknown(text.into()),
                }
            }
        }

        impl $crate::event::read::Read for $Name {
            fn read(
                reader: &mut $crate::event::read::Reader<'_>,
            ) -> Result<Self, $crate::event::read::Problem> {
                let value = reader.parse("a string", |text| (!text.is_empty()).then(|| Self::from(text)))?;
                if !value.is_known() {
                    reader.note($crate::UnrecognizedReason::Value);
                }
                Ok(value)
            }

            fn pass_none(reader: &mut $crate::event::read::Reader<'_>) -> bool {
                reader.is_at_none() && Self::KNOWN.iter().all(|value| *value != "NONE") && reader.pass_value()
            }

            #[cfg(test)]
            fn describe(description: &mut $crate::event::description::Description) {
                description.values(stringify!($Name), &[$($wire),+]);
            }
        }

        $crate::event::macros::string_type!(impl for $Name);

        impl From<String> for $Name {
            fn from(text: String) -> Self {
                text.as_str().into()
            }
        }

        impl std::str::FromStr for $Name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
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
    };
}

pub(crate) use open_string;
