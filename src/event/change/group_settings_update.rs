//! The field `group_settings_update`: groups whose picture, name or description changed.

use crate::event::{
    ApiError, GroupId, Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A group's picture, name or description changed, or could not be changed.
    ///
    /// Sent when the business's request is done. Each part says for itself whether it succeeded.
    ///
    /// ```json
    /// {"timestamp": "1744344496", "group_id": "Y2FwaV9ncm91cDox", "type": "group_settings_update", "request_id": "AbCdEf123456",
    ///  "group_subject": {"text": "Plant swap", "update_successful": true}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/group_settings_update>
    pub struct GroupSettingsUpdate {
        /// When it happened. The wire has a string of digits or a number.
        pub timestamp: Timestamp,
        /// The group.
        pub group_id: GroupId,
        /// What happened.
        #[serde(rename = "type")]
        pub kind: GroupSettingsType,
        /// The request of the business that led to it.
        pub request_id: Option<Text>,
        /// The picture, if it was to change.
        pub profile_picture: Option<GroupPicture>,
        /// The name, if it was to change.
        pub group_subject: Option<GroupText>,
        /// The description, if it was to change.
        pub group_description: Option<GroupText>,
        /// What failed of the request as a whole.
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
    /// What happened to a group's settings.
    pub enum GroupSettingsType {
        /// They changed.
        GroupSettingsUpdate = "group_settings_update",
    }
}

object! {
    /// A picture that a group was to have.
    ///
    /// ```json
    /// {"mime_type": "image/jpeg", "sha256": "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=", "update_successful": true}
    /// ```
    pub struct GroupPicture {
        /// The file's type.
        pub mime_type: Option<Text>,
        /// The file's SHA-256, base64.
        pub sha256: Option<Text>,
        /// Whether the group has it now.
        pub update_successful: Option<bool>,
        /// Why it has not.
        pub errors: Vec<ApiError>,
    }
}

object! {
    /// A name or a description that a group was to have.
    ///
    /// ```json
    /// {"text": "Plant swap", "update_successful": false, "errors": [{"code": 131209, "title": "Not allowed"}]}
    /// ```
    pub struct GroupText {
        /// The text.
        pub text: Option<Text>,
        /// Whether the group has it now.
        pub update_successful: Option<bool>,
        /// Why it has not.
        pub errors: Vec<ApiError>,
    }
}
