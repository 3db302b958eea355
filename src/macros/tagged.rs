//! Tagged payloads.

/// Defines the payloads of a tagged object: an enum with a variant for each `type`, and `Unknown` for all others.
///
/// `optional` marks a `type` that may come without anything under its name.
macro_rules! tagged {
    (
        $(#[$doc:meta])*
        pub enum $Name:ident ($Kind:ident) {
            $( $(#[$variant_doc:meta])* $Variant:ident($Type:ty) = $wire:literal $(| $alias:literal)? $($optional:ident)?, )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $Name {
            $(
                $(#[$variant_doc])*
                #[doc = concat!("\n\nThe `type` on the wire: `", $wire, "`", $(", also `", $alias, "`",)? ".")]
                $Variant($Type),
            )+
            /// A `type` that this version does not know, or one whose payload is missing.
            ///
            /// [`Unknown::raw`](crate::Unknown::raw) is the whole object that `type` stands in.
            Unknown(crate::Unknown),
        }

        #[allow(clippy::enum_variant_names, reason = "the names are the platform's")]
        #[derive(Clone, Copy, PartialEq)]
        pub(crate) enum $Kind {
            $($Variant,)+
        }

        impl $Name {
            /// The `type` as the platform names it.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$Variant(_) => $wire,)+
                    Self::Unknown(unknown) => unknown.kind(),
                }
            }
        }

        impl std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$Variant(payload) => $crate::event::decode::member::Member::show(payload, f),)+
                    Self::Unknown(unknown) => unknown.fmt(f),
                }
            }
        }

        impl $crate::event::decode::tagged::Tagged for $Name {
            type Kind = $Kind;

            fn kind_named(name: &str) -> Option<($Kind, $crate::event::decode::tagged::Spelling)> {
                match name {
                    $(
                        $wire => Some(($Kind::$Variant, $crate::event::decode::tagged::Spelling::Usual)),
                        $($alias => Some(($Kind::$Variant, $crate::event::decode::tagged::Spelling::Alias)),)?
                    )+
                    _ => None,
                }
            }

            fn kind_known(&self) -> Option<$Kind> {
                match self {
                    $(Self::$Variant(_) => Some($Kind::$Variant),)+
                    Self::Unknown(_) => None,
                }
            }

            fn name_of(kind: $Kind, spelling: $crate::event::decode::tagged::Spelling) -> &'static str {
                match (kind, spelling) {
                    $(
                        $(($Kind::$Variant, $crate::event::decode::tagged::Spelling::Alias) => $alias,)?
                        ($Kind::$Variant, _) => $wire,
                    )+
                }
            }

            fn read_payload<'de, A: serde::de::MapAccess<'de>>(kind: $Kind, map: &mut A) -> Result<Option<Self>, A::Error> {
                Ok(match kind {
                    $($Kind::$Variant => {
                        map.next_value_seed($crate::event::decode::member::Read::<Option<$Type>>::new())?.map(Self::$Variant)
                    })+
                })
            }

            fn without_payload(kind: $Kind) -> Option<Self> {
                match kind {
                    $($Kind::$Variant => tagged!(@without $Variant $Type, $($optional)?),)+
                }
            }

            fn write_payload<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $(Self::$Variant(payload) => {
                        if $crate::event::decode::member::Member::is_absent(payload) {
                            Ok(())
                        } else {
                            map.serialize_entry($wire, &$crate::event::decode::member::Write(payload))
                        }
                    })+
                    Self::Unknown(_) => Ok(()),
                }
            }

            fn audit_payload(kind: $Kind, raw: &str, audit: &mut $crate::event::decode::audit::Audit<'_>) {
                match kind {
                    $($Kind::$Variant => <$Type as $crate::event::decode::member::Member>::audit(raw, audit),)+
                }
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
        }
    };
    (@without $Variant:ident $Type:ty, optional) => {
        <$Type as $crate::event::decode::member::Member>::absent().map(Self::$Variant)
    };
    (@without $Variant:ident $Type:ty,) => { None };
}

pub(crate) use tagged;
