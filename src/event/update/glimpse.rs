//! What can be seen of an item that has no type.

use crate::event::{GroupId, Text, Timestamp, User, json, read};

/// The members of an unknown item that name it and its users, with escapes decoded.
#[derive(Clone, Debug, Default)]
pub(super) struct Glimpse {
    pub(super) id: Option<Text>,
    pub(super) kind: Option<Text>,
    pub(super) timestamp: Option<Timestamp>,
    pub(super) group_id: Option<GroupId>,
    from: Option<Text>,
    from_user_id: Option<Text>,
    from_parent_user_id: Option<Text>,
    recipient_id: Option<Text>,
    recipient_user_id: Option<Text>,
    recipient_parent_user_id: Option<Text>,
}

impl Glimpse {
    /// The length of the shortest item of which something can be seen: `{"id":1}`.
    pub(super) const SHORTEST: u32 = 8;

    /// What can be seen of an item; nothing of most.
    pub(super) fn of(item: &str) -> Option<Self> {
        let (mut glimpse, mut is_empty) = (Self::default(), true);
        for member in json::members(item, 0) {
            let at = member.value;
            match &*member.name() {
                "id" => glimpse.id = read::read_part(item, at),
                "type" => glimpse.kind = read::read_part(item, at),
                "timestamp" => glimpse.timestamp = read::read_part(item, at),
                "group_id" => glimpse.group_id = read::read_part(item, at),
                "from" => glimpse.from = read::read_part(item, at),
                "from_user_id" => glimpse.from_user_id = read::read_part(item, at),
                "from_parent_user_id" => glimpse.from_parent_user_id = read::read_part(item, at),
                "recipient_id" => glimpse.recipient_id = read::read_part(item, at),
                "recipient_user_id" => glimpse.recipient_user_id = read::read_part(item, at),
                "recipient_parent_user_id" => glimpse.recipient_parent_user_id = read::read_part(item, at),
                _ => continue,
            }
            is_empty = false;
        }
        (!is_empty).then_some(glimpse)
    }

    pub(super) fn sender(&self) -> Option<User<'_>> {
        User::identified(
            self.from.as_deref(),
            self.from_user_id.as_deref(),
            self.from_parent_user_id.as_deref(),
        )
    }

    pub(super) fn recipient(&self) -> Option<User<'_>> {
        User::identified(
            self.recipient_id.as_deref(),
            self.recipient_user_id.as_deref(),
            self.recipient_parent_user_id.as_deref(),
        )
    }
}
