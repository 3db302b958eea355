//! What stands under the field `message_template_status_update`: a status, or, as in an example of the platform, a quality score.

use std::iter;

use serde::{Serialize, Serializer};

use super::TemplateStatusUpdate;
use crate::event::{
    Content, UnknownReason,
    change::{ChangeValue, TemplateQualityUpdate},
    decode::{
        audit::Audit,
        cursor::{Cursor, Refused},
        json,
    },
};

/// The value of the field, by the members that it has.
#[derive(Clone)]
pub(crate) enum TemplateStatusValue {
    Status(Box<TemplateStatusUpdate>),
    Quality(Box<TemplateQualityUpdate>),
}

/// Whether the members are those of the other field: there is no event, and there is a score.
fn is_quality(raw: &str) -> bool {
    json::member(raw, "event").is_none() && json::member(raw, "new_quality_score").is_some()
}

impl ChangeValue for TemplateStatusValue {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Refused> {
        let start = cursor.at();
        let is_quality = is_quality(cursor.skip()?);
        cursor.rewind(start);
        if is_quality {
            ChangeValue::read(cursor).map(Self::Quality)
        } else {
            ChangeValue::read(cursor).map(Self::Status)
        }
    }

    fn diagnose(raw: &str) -> UnknownReason {
        if is_quality(raw) {
            <Box<TemplateQualityUpdate> as ChangeValue>::diagnose(raw)
        } else {
            <Box<TemplateStatusUpdate> as ChangeValue>::diagnose(raw)
        }
    }

    fn audit(raw: &str, audit: &mut Audit<'_>) {
        if is_quality(raw) {
            <Box<TemplateQualityUpdate> as ChangeValue>::audit(raw, audit);
        } else {
            <Box<TemplateStatusUpdate> as ChangeValue>::audit(raw, audit);
        }
    }

    type Contents<'a> = iter::Once<Content<'a>>;

    fn contents(&self) -> Self::Contents<'_> {
        match self {
            Self::Status(status) => status.contents(),
            Self::Quality(quality) => quality.contents(),
        }
    }
}

impl Serialize for TemplateStatusValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Status(status) => status.serialize(serializer),
            Self::Quality(quality) => quality.serialize(serializer),
        }
    }
}
