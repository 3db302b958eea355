//! The shapes that received types have, each written once: identifiers, open strings, objects, tagged payloads.

/// Defines identifiers: newtypes over text whose representation is private.
///
/// `personal` identifiers hold a phone number or a name and show only their length in `Debug`.
macro_rules! identifiers {
    ($( $(#[$doc:meta])* $visibility:vis struct $Name:ident $(: $personal:ident)?; )*) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility struct $Name(Box<str>);

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
                Self(text.into())
            }
        }

        impl From<$Name> for String {
            fn from(id: $Name) -> Self {
                id.0.into()
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

        impl $crate::event::member::Scalar for $Name {
            const EXPECTED: &'static str = "an identifier, as a string or a whole number";

            fn from_text(text: &str) -> Option<Self> {
                (!text.is_empty()).then(|| Self(text.into()))
            }

            fn from_integer(number: i128) -> Option<Self> {
                Some(Self(number.to_string().into()))
            }

            fn serialize_scalar<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }

            fn fmt_scalar(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self, f)
            }
        }

        $crate::macros::scalar!($Name);
        $crate::macros::serde_through_member!($Name);
    )* };
    (@debug $self:ident $f:ident) => { $f.write_str(&$self.0) };
    (@debug $self:ident $f:ident personal) => { write!($f, "<{} bytes>", $self.0.len()) };
}

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
            _Unknown($crate::event::member::UnknownText),
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

        impl $crate::event::member::Scalar for $Name {
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

/// Defines a JSON object of the platform, read leniently, written back in the wire's shape, and shown without content.
///
/// A member's wire name is its field's name unless `= "name"` says otherwise; older spellings stand behind `|`. What a
/// missing member means is told by its type: options, lists, and objects of nothing else may be absent; all others are
/// required. `with content: Type` adds what the platform puts under a name that the member `type` tells.
macro_rules! object {
    (
        $(#[$doc:meta])*
        pub struct $Name:ident {
            $( $(#[$member_doc:meta])* $member:ident $(= $wire:literal)? $(| $alias:literal)* : $Type:ty, )*
        }
        $( $(#[$content_doc:meta])* with $content:ident : $Content:ty )?
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $Name {
            $( $(#[$member_doc])* pub $member: $Type, )*
            $(
                $(#[$content_doc])*
                pub $content: $Content,
                pub(crate) spelling: $crate::event::tagged::Spelling,
            )?
        }

        impl $Name {
            fn read_object<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[allow(non_camel_case_types)]
                enum Key {
                    $($member,)*
                    $(Tagged($crate::event::tagged::Key<$Content>),)?
                    Unknown,
                }

                struct KeyVisitor;

                impl<'de> serde::de::DeserializeSeed<'de> for KeyVisitor {
                    type Value = Key;

                    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
                        deserializer.deserialize_identifier(self)
                    }
                }

                impl serde::de::Visitor<'_> for KeyVisitor {
                    type Value = Key;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a member name")
                    }

                    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                        Ok(match name {
                            $(object!(@name $member $($wire)?) $(| $alias)* => Key::$member,)*
                            $(name if let Some(key) = $crate::event::tagged::Key::<$Content>::named(name) => Key::Tagged(key),)?
                            _ => Key::Unknown,
                        })
                    }
                }

                struct ObjectVisitor;

                impl<'de> serde::de::Visitor<'de> for ObjectVisitor {
                    type Value = $Name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_unit<E: serde::de::Error>(self) -> Result<$Name, E> {
                        $crate::event::member::Member::absent()
                            .ok_or_else(|| E::invalid_type(serde::de::Unexpected::Unit, &self))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$Name, A::Error> {
                        $(let mut $member: Option<$Type> = None;)*
                        $(let mut $content = $crate::event::tagged::Reader::<$Content>::new();)?
                        while let Some(key) = map.next_key_seed(KeyVisitor)? {
                            match key {
                                $(Key::$member => $member = Some(map.next_value_seed($crate::event::member::Read::new())?),)*
                                $(
                                    Key::Tagged($crate::event::tagged::Key::<$Content>::Type) => $content.read_type(&mut map)?,
                                    Key::Tagged($crate::event::tagged::Key::<$Content>::Payload(kind)) => $content.read_payload(kind, &mut map)?,
                                )?
                                Key::Unknown => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                }
                            }
                        }
                        $(let ($content, spelling) = $content.finish()?;)?
                        Ok($Name {
                            $($member: $crate::event::member::or_absent($member, object!(@name $member $($wire)?))?,)*
                            $($content, spelling,)?
                        })
                    }
                }

                deserializer.deserialize_any(ObjectVisitor)
            }
        }

        impl $crate::event::member::Member for $Name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                object!(@read deserializer $($content)?)
            }

            fn absent() -> Option<Self> {
                Some(Self {
                    $($member: $crate::event::member::Member::absent()?,)*
                    $($content: None?, spelling: None?,)?
                })
            }

            fn is_absent(&self) -> bool {
                true $(&& $crate::event::member::Member::is_absent(&self.$member))* $(&& object!(@never $content))?
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;

                $(
                    if let Some(raw) = $crate::event::tagged::unknown_raw(&self.$content) {
                        return $crate::event::json::write_raw(raw, serializer);
                    }
                )?
                #[allow(unused_mut, reason = "some objects have no members")]
                let mut map = serializer.serialize_map(None)?;
                $(
                    if !$crate::event::member::Member::is_absent(&self.$member) {
                        map.serialize_entry(
                            object!(@name $member $($wire)?),
                            &$crate::event::member::Write(&self.$member),
                        )?;
                    }
                )*
                $($crate::event::tagged::write(&self.$content, self.spelling, &mut map)?;)?
                map.end()
            }

            fn show(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut object = f.debug_struct(stringify!($Name));
                $(
                    if !$crate::event::member::Member::is_absent(&self.$member) {
                        object.field(stringify!($member), &$crate::event::member::Show(&self.$member));
                    }
                )*
                $(object.field(stringify!($content), &self.$content);)?
                object.finish()
            }

            #[allow(unused_variables, reason = "some objects have no members")]
            fn audit(raw: &str, audit: &mut $crate::event::unrecognized::Audit<'_>) {
                $(
                    let Some($content) = $crate::event::tagged::Tag::<$Content>::of(raw, audit) else { return };
                )?
                audit.object(raw, |name, raw, audit| match name {
                    $(object!(@name $member $($wire)?) $(| $alias)* => <$Type as $crate::event::member::Member>::audit(raw, audit),)*
                    $(name if $content.covers(name) => $content.audit(name, raw, audit),)?
                    _ => audit.unknown_member(),
                });
            }
        }

        impl std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::event::member::Member::show(self, f)
            }
        }

        object!(@serde $Name $($content $Content)?);
    };
    (@name $member:ident) => { stringify!($member) };
    (@name $member:ident $wire:literal) => { $wire };
    (@never $content:ident) => { false };
    (@read $deserializer:ident) => { Self::read_object($deserializer) };
    (@read $deserializer:ident $content:ident) => { $crate::event::tagged::read($deserializer) };
    (@serde $Name:ident) => { $crate::macros::serde_through_member!($Name); };
    (@serde $Name:ident $content:ident $Content:ty) => {
        impl $crate::event::tagged::TaggedObject for $Name {
            type Content = $Content;

            fn read_members<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::read_object(deserializer)
            }

            fn content_mut(&mut self) -> &mut $Content {
                &mut self.$content
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
                $crate::event::tagged::decode(raw.get()).map_err(serde::de::Error::custom)
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::event::member::Member::write(self, serializer)
            }
        }
    };
}

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
                    $(Self::$Variant(payload) => $crate::event::member::Member::show(payload, f),)+
                    Self::Unknown(unknown) => unknown.fmt(f),
                }
            }
        }

        impl $crate::event::tagged::Tagged for $Name {
            type Kind = $Kind;

            fn kind_named(name: &str) -> Option<($Kind, $crate::event::tagged::Spelling)> {
                match name {
                    $(
                        $wire => Some(($Kind::$Variant, $crate::event::tagged::Spelling::Usual)),
                        $($alias => Some(($Kind::$Variant, $crate::event::tagged::Spelling::Alias)),)?
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

            fn name_of(kind: $Kind, spelling: $crate::event::tagged::Spelling) -> &'static str {
                match (kind, spelling) {
                    $(
                        $(($Kind::$Variant, $crate::event::tagged::Spelling::Alias) => $alias,)?
                        ($Kind::$Variant, _) => $wire,
                    )+
                }
            }

            fn read_payload<'de, A: serde::de::MapAccess<'de>>(kind: $Kind, map: &mut A) -> Result<Option<Self>, A::Error> {
                Ok(match kind {
                    $($Kind::$Variant => {
                        map.next_value_seed($crate::event::member::Read::<Option<$Type>>::new())?.map(Self::$Variant)
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
                        if $crate::event::member::Member::is_absent(payload) {
                            Ok(())
                        } else {
                            map.serialize_entry($wire, &$crate::event::member::Write(payload))
                        }
                    })+
                    Self::Unknown(_) => Ok(()),
                }
            }

            fn audit_payload(kind: $Kind, raw: &str, audit: &mut $crate::event::unrecognized::Audit<'_>) {
                match kind {
                    $($Kind::$Variant => <$Type as $crate::event::member::Member>::audit(raw, audit),)+
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
        <$Type as $crate::event::member::Member>::absent().map(Self::$Variant)
    };
    (@without $Variant:ident $Type:ty,) => { None };
}

/// Makes a `Scalar` a `Member`, and gives it serde's own traits.
macro_rules! scalar {
    ($Name:ty) => {
        impl $crate::event::member::Member for $Name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::event::member::read_scalar(deserializer)
            }

            fn read_optional<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<Self>, D::Error> {
                $crate::event::member::read_optional_scalar(deserializer)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::event::member::Scalar::serialize_scalar(self, serializer)
            }

            fn show(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::event::member::Scalar::fmt_scalar(self, f)
            }

            fn audit(raw: &str, audit: &mut $crate::event::unrecognized::Audit<'_>) {
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
                $crate::event::member::Member::read(deserializer)
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::event::member::Member::write(self, serializer)
            }
        }
    };
}

pub(crate) use {identifiers, object, open_string, scalar, serde_through_member, tagged};
