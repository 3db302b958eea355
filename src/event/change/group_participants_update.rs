//! The field `group_participants_update`: users who joined groups, left them, or ask to join.

use crate::event::{
    ApiError, GroupId, Text, Timestamp, User, UserId, WaId,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// Users joined a group, left it, were removed, or ask to join.
    ///
    /// Sent for what users do and for what the business requested; of a request, [`errors`](Self::errors) and
    /// [`failed_participants`](Self::failed_participants) say what failed.
    ///
    /// ```json
    /// {"timestamp": "1744344496", "group_id": "Y2FwaV9ncm91cDox", "type": "group_participants_remove",
    ///  "removed_participants": [{"wa_id": "16505551234"}], "initiated_by": "participant"}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/group_participants_update>
    pub struct GroupParticipantsUpdate {
        /// When it happened. The wire has a string of digits or a number.
        pub timestamp: Timestamp,
        /// The group.
        pub group_id: GroupId,
        /// What happened.
        #[serde(rename = "type")]
        pub kind: GroupParticipantsType,
        /// The request of the business that led to it.
        pub request_id: Option<Text>,
        /// How users came to the group.
        pub reason: Option<JoinReason>,
        /// The users who joined; with `group_participants_add`.
        pub added_participants: Vec<GroupParticipant>,
        /// The users who left or were removed; with `group_participants_remove`.
        pub removed_participants: Vec<GroupParticipant>,
        /// The users who could not be removed, each with the reason.
        pub failed_participants: Vec<GroupParticipant>,
        /// Who removed the users; with `group_participants_remove`.
        pub initiated_by: Option<RemovalInitiator>,
        /// The request to join, by which the business answers it; with the join requests.
        pub join_request_id: Option<Text>,
        /// The phone number of the user who asks to join. Missing where the user hides it.
        pub wa_id: Option<WaId>,
        /// The business-scoped ID of the user who asks to join, since 2026.
        pub user_id: Option<UserId>,
        /// That user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// That user's username, with or without a leading `@`.
        pub username: Option<Text>,
        /// What failed of the request as a whole.
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
    /// What happened to a group's participants.
    pub enum GroupParticipantsType {
        /// Users joined.
        GroupParticipantsAdd = "group_participants_add",
        /// Users left or were removed.
        GroupParticipantsRemove = "group_participants_remove",
        /// A user asks to join.
        GroupJoinRequestCreated = "group_join_request_created",
        /// A user no longer asks to join.
        GroupJoinRequestRevoked = "group_join_request_revoked",
    }
}

open_string! {
    /// How a user came to a group.
    pub enum JoinReason {
        /// By its link.
        InviteLink = "invite_link",
    }
}

open_string! {
    /// Who took a user out of a group.
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
    pub struct GroupParticipant {
        /// What the business named the user by in its request.
        pub input: Option<WaId>,
        /// The user's phone number. Missing where the user hides it.
        pub wa_id: Option<WaId>,
        /// The user's business-scoped ID, since 2026.
        pub user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// The username, with or without a leading `@`.
        pub username: Option<Text>,
        /// Why the request failed for this user.
        pub errors: Vec<ApiError>,
    }
}
