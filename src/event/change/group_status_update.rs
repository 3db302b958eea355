//! The field `group_status_update`: groups that were suspended, or are no longer.

use crate::event::{
    ApiError, GroupId, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

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
        pub timestamp: Timestamp,
        /// The group.
        pub group_id: GroupId,
        /// What happened.
        #[serde(rename = "type")]
        pub kind: GroupStatusType,
        /// The request that led to it, if one did.
        pub request_id: Option<Text>,
        /// What went wrong, if something did.
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
    /// What happened to a group.
    pub enum GroupStatusType {
        /// It was suspended.
        GroupSuspend = "group_suspend",
        /// It is no longer suspended.
        GroupSuspendCleared = "group_suspend_cleared",
    }
}
