//! Content that the member `type` names.

/// Implements reading and writing for an enum of contents, with a variant for each `type`, and `Unknown` for all others.
///
/// `#[serde(default)]` marks a `type` that may come without its content.
macro_rules! tagged {
    (
        $(#[doc = $doc:expr])*
        pub enum $Name:ident {
            $(
                $(#[doc = $variant_doc:expr])*
                $(#[serde($default:ident)])?
                $Variant:ident($Type:ty) = $wire:literal $(| $alias:literal)*,
            )+
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $Name {
            $(
                $(#[doc = $variant_doc])*
                #[doc = concat!("\n\nThe `type` on the wire: `", $wire, "`", $(", also `", $alias, "`",)* ".")]
                $Variant($Type),
            )+
            /// A `type` that this version does not know, or one whose content is missing.
            ///
            /// [`Unknown::raw`](crate::Unknown::raw) is the whole object that `type` stands in.
            Unknown(crate::Unknown),
        }

        impl $Name {
            /// Returns the `type` in Meta's words.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$Variant(_) => $wire,)+
                    Self::Unknown(unknown) => unknown.kind(),
                }
            }
        }

        impl $crate::event::read::Tagged for $Name {
            fn usual_name(name: &str) -> Option<&'static str> {
                match name {
                    $($wire $(| $alias)* => Some($wire),)+
                    _ => None,
                }
            }

            fn read_content(
                kind: &'static str,
                name: &str,
                reader: &mut $crate::event::read::Reader<'_>,
            ) -> Result<Self, $crate::event::read::Problem> {
                match kind {
                    $($wire => reader.content(name).map(Self::$Variant),)+
                    _ => Err($crate::event::read::Problem::Missing("type")),
                }
            }

            fn without_content(kind: &'static str) -> Option<Self> {
                match kind {
                    $($($wire => Some(Self::$Variant(std::default::Default::$default())),)?)+
                    _ => None,
                }
            }

            #[cfg(test)]
            fn describe(description: &mut $crate::event::description::Description) {
                description.values(stringify!($Name), &[$($wire),+]);
                $(<$Type as $crate::event::read::Read>::describe(description);)+
            }

            fn from_unknown(unknown: crate::Unknown) -> Self {
                Self::Unknown(unknown)
            }

            fn as_unknown(&self) -> Option<&crate::Unknown> {
                match self {
                    Self::Unknown(unknown) => Some(unknown),
                    _ => None,
                }
            }

            fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                map.serialize_entry("type", self.kind())?;
                match self {
                    $(
                        // An empty content is written where `type` alone would not be read again.
                        Self::$Variant(content)
                            if $crate::event::read::Read::is_absent(content)
                                && <Self as $crate::event::read::Tagged>::without_content($wire).is_some() =>
                        {
                            Ok(())
                        }
                        Self::$Variant(content) => map.serialize_entry($wire, content),
                    )+
                    Self::Unknown(_) => Ok(()),
                }
            }
        }
    };
}

pub(crate) use tagged;
