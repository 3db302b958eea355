//! Text, identifiers, times and numbers.

mod decimal;
mod id;
mod lane;
mod one_or_many;
mod raw_json;
mod text;
mod timestamp;
mod update_key;

pub use self::{
    decimal::{Decimal, NotADecimal},
    id::{
        AppId, BusinessId, CampaignId, CatalogId, DisplayPhoneNumber, EmptyIdentifier, EntityId, FlowId,
        GroupId, MediaId, MessageId, PhoneNumberId, RequesterId, SolutionId, TemplateId, UserId, WaId,
        WabaId,
    },
    lane::Lane,
    one_or_many::OneOrMany,
    raw_json::RawJson,
    text::Text,
    timestamp::Timestamp,
    update_key::{NotAnUpdateKey, UpdateKey},
};
pub(crate) use self::{raw_json::write_raw, text::UnknownText};
