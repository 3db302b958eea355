//! The field `group_status_update`: suspensions of groups.

use crate::event::{
    ApiError, GroupId, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The suspension of a group for a violation of Meta's policies, or its end.
    ///
    /// Sent when the group is suspended and when the suspension ends. Messages to a suspended group fail.
    ///
    /// ```json
    /// {"timestamp": "1744344496", "type": "group_suspend", "group_id": "Y2FwaV9ncm91cDox"}
    /// ```
    ///
    /// Field: `group_status_update`, in `groups`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/group_status_update>
    #[doc(alias = "group_status_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct GroupStatusUpdate {
        /// When the status changed.
        pub timestamp: Timestamp,
        /// The group.
        pub group_id: GroupId,
        /// Whether the suspension started or ended.
        #[serde(rename = "type")]
        pub kind: GroupStatusType,
        /// The identifier of the business's request, if the change follows from one.
        pub request_id: Option<Text>,
        /// Errors.
        pub errors: Vec<ApiError>,
    }
}

impl Payload for GroupStatusUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.kind.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }
}

open_string! {
    /// The start or end of a group's suspension.
    pub enum GroupStatusType {
        /// The group was suspended.
        GroupSuspend = "group_suspend",
        /// The suspension ended.
        GroupSuspendCleared = "group_suspend_cleared",
    }
}
