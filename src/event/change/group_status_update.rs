//! The field `group_status_update`: groups that were suspended, or are no longer.

use super::item_value::item_value;
use crate::{
    event::{Error, GroupId, Timestamp, decode::items::Leaf},
    macros::{object, open_string},
};

item_value! {
    /// What a change of the field `group_status_update` holds.
    pub(crate) struct GroupStatus {
        groups: GroupStatusUpdate => GroupStatusUpdate,
    }
}

object! {
    /// A group was suspended for a breach of the rules, or is no longer suspended.
    ///
    /// Messages to a suspended group fail.
    ///
    /// ```json
    /// {"timestamp": "1744344496", "type": "group_suspend", "group_id": "Y2FwaV9ncm91cDox"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/group_status_update>
    pub struct GroupStatusUpdate {
        /// When it happened. The wire has a string of digits or a number.
        timestamp: Timestamp,
        /// The group.
        group_id: GroupId,
        /// What happened.
        kind = "type": GroupStatusType,
        /// The request that led to it, if one did.
        request_id: Option<Box<str>>,
        /// What went wrong, if something did.
        errors: Box<[Error]>,
    }
}

impl Leaf for GroupStatusUpdate {}

open_string! {
    /// What happened to a group.
    pub enum GroupStatusType {
        /// It was suspended.
        GroupSuspend = "group_suspend",
        /// It is no longer suspended.
        GroupSuspendCleared = "group_suspend_cleared",
    }
}
