//! What can be seen of an item that has no type.

use crate::event::{Text, User, json, read};

/// The members of an unknown item that name it and its users, with escapes decoded.
#[derive(Clone, Debug, Default)]
pub(super) struct Glimpse {
    pub(super) id: Option<Text>,
    pub(super) kind: Option<Text>,
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
            let part = match &*member.name() {
                "id" => &mut glimpse.id,
                "type" => &mut glimpse.kind,
                "from" => &mut glimpse.from,
                "from_user_id" => &mut glimpse.from_user_id,
                "from_parent_user_id" => &mut glimpse.from_parent_user_id,
                "recipient_id" => &mut glimpse.recipient_id,
                "recipient_user_id" => &mut glimpse.recipient_user_id,
                "recipient_parent_user_id" => &mut glimpse.recipient_parent_user_id,
                _ => continue,
            };
            *part = read::read_part(item, member.value);
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
