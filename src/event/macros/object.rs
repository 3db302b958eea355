//! Objects.

/// Implements reading and writing for a JSON object: a struct whose members bear their wire names.
///
/// A member's attributes are serde's: `#[serde(rename = "…")]` for another name on the wire, `#[serde(alias = "…")]` for a
/// further name that is read. Options and lists may be absent; all other members are required. A first member marked
/// `#[tagged]` is the content that the member `type` names.
macro_rules! object {
    (
        $(#[doc = $doc:expr])*
        $(#[doc(alias = $doc_alias:literal)])*
        #[derive($($derive:ident),+)]
        pub struct $Name:ident {
            $(
                #[tagged]
                $(#[doc = $content_doc:expr])*
                pub $content:ident: $Content:ty,
            )?
            $(
                $(#[doc = $member_doc:expr])*
                $(#[serde(rename = $wire:literal)])?
                $(#[serde(alias = $alias:literal)])*
                pub $member:ident: $Type:ty,
            )*
        }
    ) => {
        $(#[doc = $doc])*
        $(#[doc(alias = $doc_alias)])*
        #[derive($($derive),+)]
        #[non_exhaustive]
        pub struct $Name {
            $(
                $(#[doc = $content_doc])*
                pub $content: $Content,
            )?
            $(
                $(#[doc = $member_doc])*
                $(#[doc = concat!("\n\nOn the wire: `", $wire, "`.")])?
                pub $member: $Type,
            )*
        }

        impl $crate::event::read::Read for $Name {
            fn read(
                reader: &mut $crate::event::read::Reader<'_>,
            ) -> Result<Self, $crate::event::read::Problem> {
                $(let mut $content = $crate::event::read::Tag::<$Content>::new(reader);)?
                $(let mut $member: Option<$Type> = None;)*
                reader.open_object()?;
                while let Some(name) = reader.next_member() {
                    match &*name {
                        $(object!(@name $member $($wire)?) $(| $alias)* => $member = reader.member(&name)?,)*
                        $(_ if $content.take(&name, reader) => {})?
                        _ => reader.unknown_member(&name),
                    }
                }
                Ok(Self {
                    $($content: $content.read(reader)?,)?
                    $(
                        $member: match $member {
                            Some(value) => value,
                            None => <$Type as $crate::event::read::Read>::absent().ok_or(
                                $crate::event::read::Problem::Missing(object!(@name $member $($wire)?)),
                            )?,
                        },
                    )*
                })
            }

            fn is_absent(&self) -> bool {
                true $(&& object!(@never $content))?
                    $(&& $crate::event::read::Read::is_absent(&self.$member))*
            }

            #[cfg(test)]
            fn describe(description: &mut $crate::event::description::Description) {
                let members = &[$((stringify!($member), object!(@name $member $($wire)?)),)*];
                if description.object::<Self>(stringify!($Name), members, &[$($doc),*]) {
                    $(<$Content as $crate::event::read::Tagged>::describe(description);)?
                    $(<$Type as $crate::event::read::Read>::describe(description);)*
                }
            }
        }

        impl serde::Serialize for $Name {
            #[allow(unused_mut, reason = "an object may have no members")]
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;

                $(
                    if let Some(unknown) = $crate::event::read::Tagged::as_unknown(&self.$content) {
                        return serde::Serialize::serialize(unknown, serializer);
                    }
                )?
                let mut map = serializer.serialize_map(None)?;
                $(
                    if !$crate::event::read::Read::is_absent(&self.$member) {
                        map.serialize_entry(object!(@name $member $($wire)?), &self.$member)?;
                    }
                )*
                $($crate::event::read::Tagged::write(&self.$content, &mut map)?;)?
                map.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::event::read::deserialize(deserializer)
            }
        }
    };
    (@never $content:ident) => { false };
    (@name $member:ident) => { stringify!($member) };
    (@name $member:ident $wire:literal) => { $wire };
}

pub(crate) use object;
