//! The field `group_settings_update`: changes of a group's picture, name or description.

use crate::event::{
    ApiError, GroupId, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A change of a group's picture, name or description, or a failed attempt.
    ///
    /// Sent when the business's request was processed. Each part has its own result.
    ///
    /// ```json
    /// {"timestamp": "1744344496", "group_id": "Y2FwaV9ncm91cDox", "type": "group_settings_update", "request_id": "AbCdEf123456",
    ///  "group_subject": {"text": "Plant swap", "update_successful": true}}
    /// ```
    ///
    /// Field: `group_settings_update`, in `groups`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/group_settings_update>
    #[doc(alias = "group_settings_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct GroupSettingsUpdate {
        /// When the change occurred.
        pub timestamp: Timestamp,
        /// The group.
        pub group_id: GroupId,
        /// The type of the change: `group_settings_update`.
        #[serde(rename = "type")]
        pub kind: GroupSettingsType,
        /// The identifier of the business's request.
        pub request_id: Option<Text>,
        /// The new picture. Absent if the request did not contain one.
        pub profile_picture: Option<GroupPicture>,
        /// The new name. Absent if the request did not contain one.
        pub group_subject: Option<GroupText>,
        /// The new description. Absent if the request did not contain one.
        pub group_description: Option<GroupText>,
        /// The failures of the request as a whole.
        pub errors: Vec<ApiError>,
    }
}

impl Payload for GroupSettingsUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.kind.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }
}

open_string! {
    /// The type of a change of a group's settings.
    pub enum GroupSettingsType {
        /// A change of the picture, the name or the description.
        GroupSettingsUpdate = "group_settings_update",
    }
}

object! {
    /// The new picture of a group, and whether it was set.
    ///
    /// ```json
    /// {"mime_type": "image/jpeg", "sha256": "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=", "update_successful": true}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct GroupPicture {
        /// The MIME type of the file.
        pub mime_type: Option<Text>,
        /// The SHA-256 checksum of the file, in base64.
        pub sha256: Option<Text>,
        /// Whether the picture was set.
        pub update_successful: Option<bool>,
        /// The reasons for a failure.
        pub errors: Vec<ApiError>,
    }
}

object! {
    /// The new name or description of a group, and whether it was set.
    ///
    /// ```json
    /// {"text": "Plant swap", "update_successful": false, "errors": [{"code": 131209, "title": "Not allowed"}]}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct GroupText {
        /// The text.
        pub text: Option<Text>,
        /// Whether the text was set.
        pub update_successful: Option<bool>,
        /// The reasons for a failure.
        pub errors: Vec<ApiError>,
    }
}
