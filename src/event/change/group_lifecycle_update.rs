//! The field `group_lifecycle_update`: groups that were created or deleted.

use crate::event::{
    ApiError, GroupId, Text, Timestamp,
    content::Payload,
    group_participants_update::GroupParticipant,
    macros::{object, open_string},
};

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
        pub timestamp: Timestamp,
        /// The group. Missing where there came to be none.
        pub group_id: Option<GroupId>,
        /// What happened.
        #[serde(rename = "type")]
        pub kind: GroupLifecycleType,
        /// The request of the business that led to it.
        pub request_id: Option<Text>,
        /// The group's name.
        pub subject: Option<Text>,
        /// The group's description.
        pub description: Option<Text>,
        /// The link by which users join.
        pub invite_link: Option<Text>,
        /// Whether users who follow the link have to be let in.
        pub join_approval_mode: Option<JoinApprovalMode>,
        /// The users who were added at once, in a published schema.
        pub added_participants: Vec<GroupParticipant>,
        /// Why it failed.
        pub errors: Vec<ApiError>,
    }
}

impl Payload for GroupLifecycleUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.kind.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }
}

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
