//! The field `group_lifecycle_update`: creation and deletion of groups.

use crate::event::{
    ApiError, GroupId, Text, Timestamp,
    content::Payload,
    group_participants_update::GroupParticipant,
    macros::{object, open_string},
};

object! {
    /// The creation or deletion of a group, or a failed attempt.
    ///
    /// Sent when the business's request was processed. After a failure, [`errors`](Self::errors) lists the reasons.
    ///
    /// ```json
    /// {"timestamp": "1744344496", "group_id": "Y2FwaV9ncm91cDox", "type": "group_create", "request_id": "AbCdEf123456",
    ///  "subject": "Plant swap", "invite_link": "https://chat.whatsapp.com/EwXyZ123AbC", "join_approval_mode": "auto_approve"}
    /// ```
    ///
    /// Field: `group_lifecycle_update`, in `groups`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/group_lifecycle_update>
    #[doc(alias = "group_lifecycle_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct GroupLifecycleUpdate {
        /// When the group was created or deleted.
        pub timestamp: Timestamp,
        /// The group. May be absent if it could not be created.
        pub group_id: Option<GroupId>,
        /// Whether the update is about the creation or the deletion.
        #[serde(rename = "type")]
        pub kind: GroupLifecycleType,
        /// The identifier of the business's request.
        pub request_id: Option<Text>,
        /// The name of the group.
        pub subject: Option<Text>,
        /// The description of the group.
        pub description: Option<Text>,
        /// The link through which users join.
        pub invite_link: Option<Text>,
        /// Whether the business has to approve users who follow the link.
        pub join_approval_mode: Option<JoinApprovalMode>,
        /// The users who were added with the creation. Known from a published schema only.
        pub added_participants: Vec<GroupParticipant>,
        /// The reasons for a failure.
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
    /// The type of a group's lifecycle event.
    pub enum GroupLifecycleType {
        /// The creation.
        GroupCreate = "group_create",
        /// The deletion.
        GroupDelete = "group_delete",
    }
}

open_string! {
    /// The rule for users who follow a group's link: approval by the business, or none.
    pub enum JoinApprovalMode {
        /// The business approves or rejects each user.
        ApprovalRequired = "approval_required",
        /// Every user is approved.
        AutoApprove = "auto_approve",
    }
}
