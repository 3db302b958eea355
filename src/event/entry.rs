//! One entry of a Cloud API delivery: the changes of one account.

use bytes::Bytes;
use serde::{Serialize, Serializer, de::Error as _, ser::SerializeMap as _};
use serde_json::Error;

use super::{
    Timestamp, UnknownReason, WabaId,
    change::Change,
    decode::{
        audit::Audit,
        items::{Item, Items},
        json,
        member::{self, Member, Write},
    },
};

#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) id: Option<WabaId>,
    pub(crate) time: Option<Timestamp>,
    pub(crate) changes: Items<Change>,
}

impl Item for Entry {
    fn decode(raw: &str, body: &Bytes) -> Result<Self, Error> {
        let (mut id, mut time, mut changes) = (None, None, None);
        json::members(raw, |name, raw| match name {
            "id" => id = member::decode(raw).unwrap_or_default(),
            "time" => time = member::decode(raw).unwrap_or_default(),
            "changes" => changes = Some(Items::decode(raw, body)),
            _ => {}
        })?;
        changes.map(|changes| Self { id, time, changes }).ok_or_else(|| Error::missing_field("changes"))
    }

    fn diagnose(raw: &str) -> UnknownReason {
        UnknownReason::Malformed(match Self::decode(raw, &Bytes::new()) {
            Ok(_) => return UnknownReason::NotModeled,
            Err(error) => error.into(),
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
