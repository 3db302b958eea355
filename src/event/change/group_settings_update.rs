//! The field `group_settings_update`: groups whose picture, name or description changed.

use super::item_value::item_value;
use crate::{
    event::{Error, GroupId, Timestamp, decode::items::Leaf},
    macros::{object, open_string},
};

item_value! {
    /// What a change of the field `group_settings_update` holds.
    pub(crate) struct GroupSettings {
        groups: GroupSettingsUpdate => GroupSettingsUpdate,
    }
}

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
        timestamp: Timestamp,
        /// The group.
        group_id: GroupId,
        /// What happened.
        kind = "type": GroupSettingsType,
        /// The request of the business that led to it.
        request_id: Option<Box<str>>,
        /// The picture, if it was to change.
        profile_picture: Option<Box<GroupPicture>>,
        /// The name, if it was to change.
        group_subject: Option<Box<GroupText>>,
        /// The description, if it was to change.
        group_description: Option<Box<GroupText>>,
        /// What failed of the request as a whole.
        errors: Box<[Error]>,
    }
}

impl Leaf for GroupSettingsUpdate {}

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
        mime_type: Option<Box<str>>,
        /// The file's SHA-256, base64.
        sha256: Option<Box<str>>,
        /// Whether the group has it now.
        update_successful: Option<bool>,
        /// Why it has not.
        errors: Box<[Error]>,
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
        text: Option<Box<str>>,
        /// Whether the group has it now.
        update_successful: Option<bool>,
        /// Why it has not.
        errors: Box<[Error]>,
    }
}
