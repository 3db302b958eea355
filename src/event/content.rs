//! What an update can be, and what each kind of update says of itself.

use super::{
    DecodeError, GroupId, PhoneNumberId, TemplateRef, Timestamp, UnknownReason, User,
    read::{self, Notes, Problem, Read},
};

/// The accessors of [`Update`](crate::Update) that depend on its content. Most types keep the defaults.
pub(crate) trait Payload {
    /// Returns the wire value that tells the kind of update; by default the name of the field.
    fn kind(&self) -> Option<&str> {
        None
    }

    /// The identifier of the message or call that it is, or is about.
    fn id(&self) -> Option<&str> {
        None
    }

    /// When it happened; the time of the entry unless the type says otherwise.
    fn occurred_at(&self) -> Option<Timestamp> {
        None
    }

    /// The user who began it.
    fn sender(&self) -> Option<User<'_>> {
        None
    }

    /// The user, or group, to whom it went.
    fn recipient(&self) -> Option<User<'_>> {
        None
    }

    /// The group whose conversation it is in.
    fn group_id(&self) -> Option<&GroupId> {
        None
    }

    /// The template that it is about.
    fn template(&self) -> Option<TemplateRef<'_>> {
        None
    }

    /// The business phone number that it is about, unless the change names it.
    fn phone_number_id(&self) -> Option<&PhoneNumberId> {
        None
    }

    /// The same number in display format.
    fn display_phone_number(&self) -> Option<&str> {
        None
    }
}

/// Reads the item that starts at a position, and returns it with the position behind it.
type ReadContent = fn(&str, usize) -> Result<(super::Content, usize), Problem>;

/// A row of the table from field to type.
pub(crate) struct Row {
    /// The field.
    pub(crate) field: &'static str,
    /// The item array of the field's value; empty where the value itself is the item.
    pub(crate) array: &'static str,
    pub(crate) read: ReadContent,
    pub(crate) watch: fn(&str, usize) -> Result<Notes, DecodeError>,
    /// Why an item could not be read.
    pub(crate) explain: fn(&str) -> UnknownReason,
    #[cfg(test)]
    pub(crate) describe: fn(&mut super::description::Description),
}

impl Row {
    /// The name of the item array on the wire.
    pub(crate) fn name(&self) -> &'static str {
        self.array.strip_prefix("history/").unwrap_or(self.array)
    }
}

/// Reads an item, which is an object with at least one member of its type.
pub(crate) fn read_item<T: Read>(text: &str, at: usize) -> Result<(Box<T>, usize), Problem> {
    if text.as_bytes().get(at) != Some(&b'{') || text.as_bytes().get(at + 1) == Some(&b'}') {
        return Err(Problem::Nothing); // said at once, as more than a million such items fit into a body
    }
    let (item, end) = read::read_at::<Box<T>>(text, at)?;
    if item.is_absent() { Err(Problem::Nothing) } else { Ok((item, end)) }
}

/// Implements the enum of contents, and the table from field to type, whose rows stand at the variants.
macro_rules! contents {
    (
        $(#[doc = $doc:expr])*
        pub enum $Name:ident {
            $(
                $(#[doc = $variant_doc:expr])*
                $Variant:ident($Type:ty) = ($first_field:literal, $($first_array:literal)|+)
                    $(| ($field:literal, $($array:literal)|+))*,
            )+
        }
    ) => {
        $(#[doc = $doc])*
        ///
        /// | field | variant | type |
        /// | --- | --- | --- |
        $(
            #[doc = contents!(@table $Name $Variant $Type, $first_field)]
            $(#[doc = contents!(@table $Name $Variant $Type, $field)])*
        )+
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $Name {
            $(
                $(#[doc = $variant_doc])*
                #[doc = concat!("\n\nField: `", $first_field, "`" $(, ", also `", $field, "`")*, ".")]
                #[doc(alias = $first_field)]
                $Variant(Box<$Type>),
            )+
            /// An item that this version has no type for, or that is malformed; nothing of it is lost.
            Unknown($crate::Unknown),
        }

        impl $Name {
            /// The names of all variants.
            #[cfg(all(test, feature = "testing"))]
            pub(crate) const NAMES: &[&str] = &[$(stringify!($Variant),)+ "Unknown"];

            /// Returns the name of the variant.
            pub(crate) fn name(&self) -> &'static str {
                match self {
                    $(Self::$Variant(_) => stringify!($Variant),)+
                    Self::Unknown(_) => "Unknown",
                }
            }

            pub(crate) fn payload(&self) -> Option<&dyn $crate::event::content::Payload> {
                match self {
                    $(Self::$Variant(payload) => Some(&**payload),)+
                    Self::Unknown(_) => None,
                }
            }
        }

        /// The table from field to type. The most frequent rows come first.
        pub(crate) static ROWS: &[$crate::event::content::Row] = &[$(
            $(contents!(@row $Name $Variant $Type, $first_field, $first_array),)+
            $($(contents!(@row $Name $Variant $Type, $field, $array),)+)*
        )+];

        impl serde::Serialize for $Name {
            /// Writes the item in the shape that it has on the wire.
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$Variant(payload) => payload.serialize(serializer),)+
                    Self::Unknown(unknown) => unknown.serialize(serializer),
                }
            }
        }
    };
    (@table $Name:ident $Variant:ident $Type:ty, $field:literal) => {
        concat!(
            "| `", $field, "` | [`", stringify!($Variant), "`](", stringify!($Name), "::", stringify!($Variant),
            ") | [`", stringify!($Type), "`] |"
        )
    };
    (@row $Name:ident $Variant:ident $Type:ty, $field:literal, $array:literal) => {
        $crate::event::content::Row {
            field: $field,
            array: $array,
            read: |text, at| {
                let (item, end) = $crate::event::content::read_item(text, at)?;
                Ok(($Name::$Variant(item), end))
            },
            watch: $crate::event::read::watch::<$Type>,
            explain: $crate::UnknownReason::of_malformed::<$Type>,
            #[cfg(test)]
            describe: <$Type as $crate::event::read::Read>::describe,
        }
    };
}

pub(crate) use contents;
