//! The field `group_participants_update`: users who joined groups, left them, or ask to join.

use super::item_value::item_value;
use crate::{
    event::{Error, GroupId, Timestamp, UserId, WaId, decode::items::Leaf},
    macros::{object, open_string},
};

item_value! {
    /// What a change of the field `group_participants_update` holds, which one page spells
    /// `group_participant_update`.
    pub(crate) struct GroupParticipants {
        groups: GroupParticipantsUpdate => GroupParticipantsUpdate,
    }
}

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
        timestamp: Timestamp,
        /// The group.
        group_id: GroupId,
        /// What happened.
        kind = "type": GroupParticipantsType,
        /// The request of the business that led to it.
        request_id: Option<Box<str>>,
        /// How users came to the group.
        reason: Option<JoinReason>,
        /// The users who joined; with `group_participants_add`.
        added_participants: Box<[GroupParticipant]>,
        /// The users who left or were removed; with `group_participants_remove`.
        removed_participants: Box<[GroupParticipant]>,
        /// The users who could not be removed, each with the reason.
        failed_participants: Box<[GroupParticipant]>,
        /// Who removed the users; with `group_participants_remove`.
        initiated_by: Option<RemovalInitiator>,
        /// The request to join, by which the business answers it; with the join requests.
        join_request_id: Option<Box<str>>,
        /// The phone number of the user who asks to join. Missing where the user hides it.
        wa_id: Option<WaId>,
        /// The business-scoped ID of the user who asks to join, since 2026.
        user_id: Option<UserId>,
        /// That user's ID across linked business portfolios.
        parent_user_id: Option<UserId>,
        /// That user's username, with or without a leading `@`.
        username: Option<Box<str>>,
        /// What failed of the request as a whole.
        errors: Box<[Error]>,
    }
}

impl Leaf for GroupParticipantsUpdate {}

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
        input: Option<WaId>,
        /// The user's phone number. Missing where the user hides it.
        wa_id: Option<WaId>,
        /// The user's business-scoped ID, since 2026.
        user_id: Option<UserId>,
        /// The user's ID across linked business portfolios.
        parent_user_id: Option<UserId>,
        /// The username, with or without a leading `@`.
        username: Option<Box<str>>,
        /// Why the request failed for this user.
        errors: Box<[Error]>,
    }
}
