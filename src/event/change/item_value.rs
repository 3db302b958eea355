//! Values that hold item arrays beside the business's number and the users' contacts.

use crate::event::{
    Content, Unknown,
    decode::items::{Element, Item},
};

/// What an element of the array `name` is to the receiver.
pub(crate) fn content<'a, T: Item>(
    name: &'static str,
    element: &Element<'a, T>,
    known: impl FnOnce(&'a T) -> Content<'a>,
) -> Content<'a> {
    match *element {
        Element::Known(item) => known(item),
        Element::Kept(raw) => unknown::<T>(name, raw),
    }
}

/// What an element that could not be read is to the receiver.
pub(crate) fn unknown<'a, T: Item>(name: &'static str, raw: &'a str) -> Content<'a> {
    Content::Unknown(Unknown::new(name, raw, T::diagnose))
}

/// Defines a value by its item arrays: the member, its items' type, and what an item is to the receiver.
macro_rules! item_value {
    (
        $(#[$doc:meta])*
        pub(crate) struct $Name:ident {
            $( $array:ident : $Item:ty => $Content:ident, )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub(crate) struct $Name {
            pub(crate) head: $crate::event::change::Head,
            $($array: $crate::event::decode::items::Items<$Item>,)+
            /// The arrays in the order in which they came; `came` of them did.
            order: [Array; Array::ALL.len()],
            came: usize,
        }

        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, PartialEq)]
        enum Array {
            $($array,)+
        }

        impl Array {
            const ALL: &'static [Self] = &[$(Self::$array),+];
        }

        impl $Name {
            /// Notes that an array came, unless it came before.
            fn note(&mut self, array: Array) {
                let place = self.order.iter().position(|other| *other == array).unwrap_or_default();
                if let Some(later @ [_, ..]) = self.order.get_mut(self.came..=place) {
                    later.rotate_right(1);
                    self.came += 1;
                }
            }

            fn arrays(&self) -> std::slice::Iter<'_, Array> {
                self.order.get(..self.came).unwrap_or_default().iter()
            }

            fn write_arrays<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                for came in self.arrays() {
                    match came {
                        $(Array::$array => map.serialize_entry(stringify!($array), &self.$array)?,)+
                    }
                }
                Ok(())
            }
        }

        impl $crate::event::change::ChangeValue for $Name {
            fn read(
                cursor: &mut $crate::event::decode::cursor::Cursor<'_>,
            ) -> Result<Self, $crate::event::decode::cursor::Refused> {
                let mut value = Self {
                    head: Default::default(),
                    $($array: Default::default(),)+
                    order: [$(Array::$array),+],
                    came: 0,
                };
                cursor.members(|name, cursor| {
                    match name {
                        $(stringify!($array) => {
                            value.$array = $crate::event::decode::items::Items::read(cursor)?;
                            value.note(Array::$array);
                        })+
                        _ => value.head.read(name, cursor)?,
                    }
                    Ok(())
                })?;
                Ok(value)
            }

            fn diagnose(raw: &str) -> $crate::UnknownReason {
                match $crate::event::decode::json::members(raw, |_, _| {}) {
                    Ok(()) => $crate::UnknownReason::NotModeled,
                    Err(error) => $crate::UnknownReason::Malformed($crate::DecodeError::of_json(&error)),
                }
            }

            fn audit(raw: &str, audit: &mut $crate::event::decode::audit::Audit<'_>) {
                audit.object(raw, |name, raw, audit| match name {
                    $(stringify!($array) => $crate::event::decode::items::Items::<$Item>::audit(raw, audit),)+
                    _ => $crate::event::change::Head::audit(name, raw, audit),
                });
            }

            type Contents<'a> = Contents<'a>;

            fn contents(&self) -> Contents<'_> {
                Contents { value: self, arrays: self.arrays(), items: CurrentItems::None }
            }

            fn head(&self) -> Option<&$crate::event::change::Head> {
                Some(&self.head)
            }
        }

        /// The updates of the value that are still to come.
        #[derive(Clone)]
        pub(crate) struct Contents<'a> {
            value: &'a $Name,
            arrays: std::slice::Iter<'a, Array>,
            items: CurrentItems<'a>,
        }

        #[allow(non_camel_case_types)]
        #[derive(Clone)]
        enum CurrentItems<'a> {
            None,
            $($array($crate::event::decode::items::Iter<'a, $Item>),)+
        }

        impl<'a> Iterator for Contents<'a> {
            type Item = $crate::Content<'a>;

            fn next(&mut self) -> Option<$crate::Content<'a>> {
                use $crate::event::change::item_value::content;

                loop {
                    let next = match &mut self.items {
                        CurrentItems::None => None,
                        $(CurrentItems::$array(items) => {
                            items.next().map(|element| content(stringify!($array), &element, $crate::Content::$Content))
                        })+
                    };
                    if next.is_some() {
                        return next;
                    }
                    self.items = match self.arrays.next()? {
                        $(Array::$array => CurrentItems::$array(self.value.$array.iter()),)+
                    };
                }
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;

                let mut map = serializer.serialize_map(None)?;
                self.head.write(&mut map)?;
                self.write_arrays(&mut map)?;
                map.end()
            }
        }
    };
}

pub(crate) use item_value;
