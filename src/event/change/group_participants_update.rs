//! The field `group_participants_update`: users who join groups, leave them, or ask to join.

use crate::event::{
    ApiError, GroupId, Text, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A change of a group's participants, or a request to join.
    ///
    /// Sent for actions of users and for requests of the business. For the latter, [`errors`](Self::errors) and
    /// [`failed_participants`](Self::failed_participants) list the failures.
    ///
    /// ```json
    /// {"timestamp": "1744344496", "group_id": "Y2FwaV9ncm91cDox", "type": "group_participants_remove",
    ///  "removed_participants": [{"wa_id": "16505551234"}], "initiated_by": "participant"}
    /// ```
    ///
    /// Field: `group_participants_update`, in `groups`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/group_participants_update>
    #[doc(alias = "group_participants_update")]
    #[doc(alias = "group_participant_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct GroupParticipantsUpdate {
        /// When the change occurred.
        pub timestamp: Timestamp,
        /// The group.
        pub group_id: GroupId,
        /// The type of the change.
        #[serde(rename = "type")]
        pub kind: GroupParticipantsType,
        /// The identifier of the business's request.
        pub request_id: Option<Text>,
        /// The way in which users came to the group.
        pub reason: Option<JoinReason>,
        /// The users who joined; with `group_participants_add`.
        pub added_participants: Vec<GroupParticipant>,
        /// The users who left or were removed; with `group_participants_remove`.
        pub removed_participants: Vec<GroupParticipant>,
        /// The users who could not be removed, each with the reason.
        pub failed_participants: Vec<GroupParticipant>,
        /// The initiator of the removal; with `group_participants_remove`.
        pub initiated_by: Option<RemovalInitiator>,
        /// The identifier with which the business answers a request to join; with the join requests.
        pub join_request_id: Option<Text>,
        /// The phone number of the user who asks to join. Absent if the user hides it.
        pub wa_id: Option<WaId>,
        /// The business-scoped ID of the user who asks to join. Sent since 2026.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// The user's username, with or without a leading `@`.
        pub username: Option<Text>,
        /// The failures of the request as a whole.
        pub errors: Vec<ApiError>,
    }
}

impl Payload for GroupParticipantsUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.kind.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        Some(self.timestamp)
    }

    fn sender(&self) -> Option<User<'_>> {
        let user = User::by_ids(self.wa_id.as_ref(), self.user_id.as_ref(), self.parent_user_id.as_ref())?;
        Some(User { username: self.username.as_deref(), ..user })
    }
}

open_string! {
    /// The type of a change of a group's participants.
    pub enum GroupParticipantsType {
        /// Users joined.
        GroupParticipantsAdd = "group_participants_add",
        /// Users left or were removed.
        GroupParticipantsRemove = "group_participants_remove",
        /// A user asks to join.
        GroupJoinRequestCreated = "group_join_request_created",
        /// A user withdrew the request to join.
        GroupJoinRequestRevoked = "group_join_request_revoked",
    }
}

open_string! {
    /// The way in which a user came to a group.
    pub enum JoinReason {
        /// Through the group's link.
        InviteLink = "invite_link",
    }
}

open_string! {
    /// The initiator of a removal from a group.
    pub enum RemovalInitiator {
        /// The business.
        Business = "business",
        /// The user.
        Participant = "participant",
    }
}

object! {
    /// A user in a group.
    ///
    /// ```json
    /// {"input": "16505551235", "errors": [{"code": 131212, "title": "Participant not in group"}]}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct GroupParticipant {
        /// The user's phone number or ID, as in the business's request.
        pub input: Option<WaId>,
        /// The user's phone number. Absent if the user hides it.
        pub wa_id: Option<WaId>,
        /// The user's business-scoped ID. Sent since 2026.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// The username, with or without a leading `@`.
        pub username: Option<Text>,
        /// The reasons for a failure for this user.
        pub errors: Vec<ApiError>,
    }
}
