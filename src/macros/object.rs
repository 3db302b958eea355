//! Objects.

/// Defines a JSON object of the platform, read leniently, written back in the wire's shape, and shown without content.
///
/// A member's wire name is its field's name unless `= "name"` says otherwise; other names that it comes under, and then
/// leaves under, stand behind `|`. What a missing member means is told by its type: options, lists, and objects of nothing
/// else may be absent; all others are required. `with content: Type` adds what the platform puts under a name that the member `type` tells. `flat part: Type`
/// adds a boxed object of rare members, all optional, which stand among the others on the wire.
macro_rules! object {
    (
        $(#[$doc:meta])*
        pub struct $Name:ident {
            $( $(#[$member_doc:meta])* $member:ident $(= $wire:literal)? $(| $alias:literal)* : $Type:ty, )*
        }
        $( flat $(#[$flat_doc:meta])* $flat:ident : $Flat:ident )?
        $( $(#[$content_doc:meta])* with $content:ident : $Content:ty )?
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $Name {
            $( $(#[$member_doc])* pub $member: $Type, )*
            pub(crate) names: object!(@names $($($alias)*)*),
            $( $(#[$flat_doc])* pub $flat: Option<Box<$Flat>>, )?
            $(
                $(#[$content_doc])*
                pub $content: $Content,
                pub(crate) spelling: $crate::event::decode::tagged::Spelling,
            )?
        }

        object!(@other_names $Name $($($alias)*)*);

        impl $Name {
            fn read_object<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
                place: &mut Option<Self>,
            ) -> Result<(), D::Error> {
                #[allow(non_camel_case_types, reason = "a key is called like its member")]
                enum Key {
                    $($member,)*
                    $(Flat(object!(@flat_name $flat)),)?
                    $(Tagged($crate::event::decode::tagged::Key<$Content>),)?
                    Unknown,
                }

                #[allow(dead_code, reason = "most objects have no other names")]
                struct KeyVisitor<'a>(&'a mut object!(@names $($($alias)*)*));

                impl<'de> serde::de::DeserializeSeed<'de> for KeyVisitor<'_> {
                    type Value = Key;

                    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
                        deserializer.deserialize_identifier(self)
                    }
                }

                impl serde::de::Visitor<'_> for KeyVisitor<'_> {
                    type Value = Key;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a member name")
                    }

                    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                        Ok(match name {
                            $(
                                object!(@name $member $($wire)?) => Key::$member,
                                $($alias => {
                                    self.0.note(name, $Name::OTHER_NAMES);
                                    Key::$member
                                })*
                            )*
                            $(name if let Some(name) = <$Flat as $crate::event::decode::flat::Flat>::named(name) => Key::Flat(name),)?
                            $(name if let Some(key) = $crate::event::decode::tagged::Key::<$Content>::named(name) => Key::Tagged(key),)?
                            _ => Key::Unknown,
                        })
                    }
                }

                struct ObjectVisitor<'a>(&'a mut Option<$Name>);

                impl<'de> serde::de::Visitor<'de> for ObjectVisitor<'_> {
                    type Value = ();

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
                        *self.0 = $crate::event::decode::member::Member::absent();
                        if self.0.is_some() { Ok(()) } else { Err(E::invalid_type(serde::de::Unexpected::Unit, &self)) }
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
                        let mut names = Default::default();
                        $(let mut $member: Option<$Type> = None;)*
                        $(let mut $flat: Option<Box<$Flat>> = None;)?
                        $(let mut $content = $crate::event::decode::tagged::Reader::<$Content>::new();)?
                        while let Some(key) = map.next_key_seed(KeyVisitor(&mut names))? {
                            match key {
                                $(Key::$member => $member = Some(map.next_value_seed($crate::event::decode::member::Read::new())?),)*
                                $(Key::Flat(name) => $crate::event::decode::flat::read(&mut $flat, name, &mut map)?,)?
                                $(
                                    Key::Tagged($crate::event::decode::tagged::Key::<$Content>::Type) => $content.read_type(&mut map)?,
                                    Key::Tagged($crate::event::decode::tagged::Key::<$Content>::Payload(kind)) => $content.read_payload(kind, &mut map)?,
                                )?
                                Key::Unknown => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                }
                            }
                        }
                        $(let ($content, spelling) = $content.finish()?;)?
                        *self.0 = Some($Name {
                            $($member: $crate::event::decode::member::or_absent($member, object!(@name $member $($wire)?))?,)*
                            names,
                            $($flat: $flat.filter(|part| !$crate::event::decode::member::Member::is_absent(part)),)?
                            $($content, spelling,)?
                        });
                        Ok(())
                    }
                }

                deserializer.deserialize_any(ObjectVisitor(place))
            }
        }

        impl $crate::event::decode::member::Member for $Name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                object!(@read deserializer $($content)?)
            }

            fn read_alone<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
                place: &mut Option<Self>,
            ) -> Result<(), D::Error> {
                Self::read_object(deserializer, place)
            }

            $(
                fn keep_raw(&mut self, raw: &str) {
                    $crate::event::decode::tagged::keep_raw(&mut self.$content, raw);
                }
            )?

            fn absent() -> Option<Self> {
                Some(Self {
                    $($member: $crate::event::decode::member::Member::absent()?,)*
                    names: Default::default(),
                    $($flat: None,)?
                    $($content: None?, spelling: None?,)?
                })
            }

            fn is_absent(&self) -> bool {
                true $(&& $crate::event::decode::member::Member::is_absent(&self.$member))* $(&& self.$flat.is_none())? $(&& object!(@never $content))?
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;

                $(
                    if let Some(raw) = $crate::event::decode::tagged::unknown_raw(&self.$content) {
                        return $crate::event::decode::json::write_raw(raw, serializer);
                    }
                )?
                let mut map = serializer.serialize_map(None)?;
                $crate::event::decode::flat::Flat::write_members(self, &mut map)?;
                $($crate::event::decode::tagged::write(&self.$content, self.spelling, &mut map)?;)?
                map.end()
            }

            fn show(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut object = f.debug_struct(stringify!($Name));
                $(
                    if !$crate::event::decode::member::Member::is_absent(&self.$member) {
                        object.field(stringify!($member), &$crate::event::decode::member::Show(&self.$member));
                    }
                )*
                $(
                    if let Some(part) = &self.$flat {
                        object.field(stringify!($flat), &$crate::event::decode::member::Show(part));
                    }
                )?
                $(object.field(stringify!($content), &self.$content);)?
                object.finish()
            }

            #[allow(unused_variables, reason = "some objects have no members")]
            fn audit(raw: &str, audit: &mut $crate::event::decode::audit::Audit<'_>) {
                $(
                    let Some($content) = $crate::event::decode::tagged::Tag::<$Content>::of(raw, audit) else { return };
                )?
                audit.object(raw, |name, raw, audit| match name {
                    $(object!(@name $member $($wire)?) $(| $alias)* => <$Type as $crate::event::decode::member::Member>::audit(raw, audit),)*
                    $(
                        name if <$Flat as $crate::event::decode::flat::Flat>::named(name).is_some() => {
                            <$Flat as $crate::event::decode::flat::Flat>::audit_member(name, raw, audit);
                        }
                    )?
                    $(name if $content.covers(name) => $content.audit(name, raw, audit),)?
                    _ => audit.unknown_member(),
                });
            }
        }

        #[allow(unused_variables, reason = "some objects have no members")]
        impl $crate::event::decode::flat::Flat for $Name {
            fn named(name: &str) -> Option<&'static str> {
                match name {
                    $(object!(@name $member $($wire)?) $(| $alias)* => Some(object!(@name $member $($wire)?)),)*
                    _ => None,
                }
            }

            fn read_member<'de, A: serde::de::MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
                match name {
                    $(object!(@name $member $($wire)?) => self.$member = map.next_value_seed($crate::event::decode::member::Read::new())?,)*
                    _ => {}
                }
                Ok(())
            }

            fn write_members<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $(
                    if !$crate::event::decode::member::Member::is_absent(&self.$member) {
                        map.serialize_entry(
                            object!(@name_of self $member $($wire)? $(| $alias)*),
                            &$crate::event::decode::member::Write(&self.$member),
                        )?;
                    }
                )*
                $(
                    if let Some(part) = &self.$flat {
                        $crate::event::decode::flat::Flat::write_members(&**part, map)?;
                    }
                )?
                Ok(())
            }

            fn audit_member(name: &str, raw: &str, audit: &mut $crate::event::decode::audit::Audit<'_>) {
                match name {
                    $(object!(@name $member $($wire)?) $(| $alias)* => <$Type as $crate::event::decode::member::Member>::audit(raw, audit),)*
                    _ => {}
                }
            }
        }

        impl std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::event::decode::member::Member::show(self, f)
            }
        }

        object!(@serde $Name $($content $Content)?);
    };
    (@name $member:ident) => { stringify!($member) };
    (@name $member:ident $wire:literal) => { $wire };
    (@name_of $self:ident $member:ident $($wire:literal)?) => { object!(@name $member $($wire)?) };
    (@name_of $self:ident $member:ident $($wire:literal)? $(| $alias:literal)+) => {
        $self.names.name_of(object!(@name $member $($wire)?), &[$($alias),+], Self::OTHER_NAMES)
    };
    (@names) => { $crate::event::decode::names::OneNameEach };
    (@names $($alias:literal)+) => { $crate::event::decode::names::Names };
    (@other_names $Name:ident) => {};
    (@other_names $Name:ident $($alias:literal)+) => {
        impl $Name {
            /// The names behind `|`, all members' together.
            const OTHER_NAMES: &'static [&'static str] = {
                let all: &[&str] = &[$($alias),+];
                assert!(all.len() <= $crate::event::decode::names::Names::MOST, "more other names than can be told apart");
                all
            };
        }
    };
    (@flat_name $flat:ident) => { &'static str };
    (@never $content:ident) => { false };
    (@read $deserializer:ident) => { $crate::event::decode::member::read_alone($deserializer) };
    (@read $deserializer:ident $content:ident) => { $crate::event::decode::tagged::read($deserializer) };
    (@serde $Name:ident) => { $crate::macros::serde_through_member!($Name); };
    (@serde $Name:ident $content:ident $Content:ty) => {
        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
                $crate::event::decode::member::decode(raw.get()).map_err(serde::de::Error::custom)
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::event::decode::member::Member::write(self, serializer)
            }
        }
    };
}

pub(crate) use object;
