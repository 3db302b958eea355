//! One entry of a Cloud API delivery: the changes of one account.

use serde::{Serialize, Serializer, de::Error as _, ser::SerializeMap as _};
use serde_json::Error;

use super::{
    DecodeError, Timestamp, UnknownReason, WabaId,
    change::Change,
    decode::{
        audit::Audit,
        cursor::{Cursor, Refused},
        items::{Item, Items},
        json,
        member::{Member as _, Write},
    },
};

#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) id: Option<WabaId>,
    pub(crate) time: Option<Timestamp>,
    pub(crate) changes: Items<Change>,
}

impl Item for Entry {
    fn read_into(cursor: &mut Cursor<'_>, place: &mut Option<Self>) -> Result<(), Refused> {
        let (mut id, mut time, mut changes) = (None, None, None);
        cursor.members(|name, cursor| {
            match name {
                "id" => id = cursor.read_or_skip()?,
                "time" => time = cursor.read_or_skip()?,
                "changes" => changes = Some(Items::read(cursor)?),
                _ => {
                    cursor.skip()?;
                }
            }
            Ok(())
        })?;
        *place = Some(Self { id, time, changes: changes.ok_or(Refused)? });
        Ok(())
    }

    fn diagnose(raw: &str) -> UnknownReason {
        UnknownReason::Malformed(match json::members(raw, |_, _| {}) {
            Ok(()) => DecodeError::of_json(&Error::missing_field("changes")),
            Err(error) => DecodeError::of_json(&error),
        })
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        audit.object(raw, |name, raw, audit| match name {
            "id" => audit.part::<Option<WabaId>>(raw),
            "time" => audit.part::<Option<Timestamp>>(raw),
            "changes" => Items::<Change>::audit(raw, audit),
            _ => audit.unknown_member(),
        });
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.id.is_absent() {
            map.serialize_entry("id", &Write(&self.id))?;
        }
        if !self.time.is_absent() {
            map.serialize_entry("time", &Write(&self.time))?;
        }
        map.serialize_entry("changes", &self.changes)?;
        map.end()
    }
}
