//! The field `group_lifecycle_update`: groups that were created or deleted.

use super::{GroupParticipant, item_value::item_value};
use crate::{
    event::{Error, GroupId, Timestamp, decode::items::Leaf},
    macros::{object, open_string},
};

item_value! {
    /// What a change of the field `group_lifecycle_update` holds.
    pub(crate) struct GroupLifecycle {
        groups: GroupLifecycleUpdate => GroupLifecycleUpdate,
    }
}

object! {
    /// A group was created or deleted, or could not be.
    ///
    /// Sent when the business's request is done. Where it failed, [`errors`](Self::errors) says why.
    ///
    /// ```json
    /// {"timestamp": "1744344496", "group_id": "Y2FwaV9ncm91cDox", "type": "group_create", "request_id": "AbCdEf123456",
    ///  "subject": "Plant swap", "invite_link": "https://chat.whatsapp.com/EwXyZ123AbC", "join_approval_mode": "auto_approve"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/group_lifecycle_update>
    pub struct GroupLifecycleUpdate {
        /// When it happened. The wire has a string of digits or a number.
        timestamp: Timestamp,
        /// The group. Missing where there came to be none.
        group_id: Option<GroupId>,
        /// What happened.
        kind = "type": GroupLifecycleType,
        /// The request of the business that led to it.
        request_id: Option<Box<str>>,
        /// The group's name.
        subject: Option<Box<str>>,
        /// The group's description.
        description: Option<Box<str>>,
        /// The link by which users join.
        invite_link: Option<Box<str>>,
        /// Whether users who follow the link have to be let in.
        join_approval_mode: Option<JoinApprovalMode>,
        /// The users who were added at once, in a published schema.
        added_participants: Box<[GroupParticipant]>,
        /// Why it failed.
        errors: Box<[Error]>,
    }
}

impl Leaf for GroupLifecycleUpdate {}

open_string! {
    /// What happened to a group.
    pub enum GroupLifecycleType {
        /// It was created.
        GroupCreate = "group_create",
        /// It was deleted.
        GroupDelete = "group_delete",
    }
}

open_string! {
    /// Whether users who follow a group's link have to be let in.
    pub enum JoinApprovalMode {
        /// The business decides on each.
        ApprovalRequired = "approval_required",
        /// All are let in.
        AutoApprove = "auto_approve",
    }
}
