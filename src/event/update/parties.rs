//! Who is at the two ends of an update.

use super::{Update, peek};
use crate::event::{Contact, Content, User, change::CallDirection};

impl<'a> Update<'a> {
    /// The user who sent the message, called, chose or asked, or whose conversation was handed over; nobody known for updates that
    /// no user began.
    ///
    /// A malformed message still names its sender, if it has one.
    #[must_use]
    pub fn sender(&self) -> User<'a> {
        let sender = match self.content {
            Content::Message(message) | Content::StandbyMessage(message) => User::by_ids(
                message.from.as_ref(),
                message.from_user_id.as_ref(),
                message.from_parent_user_id.as_ref(),
            ),
            Content::MessagingHandover(handover) => match &handover.sender {
                Some(sender) => User::by_ids(
                    sender.phone_number.as_ref(),
                    sender.user_id.as_ref(),
                    sender.parent_user_id.as_ref(),
                ),
                None => User::default(),
            },
            Content::Call(call) if call.direction != Some(CallDirection::BusinessInitiated) => User::by_ids(
                call.from.as_ref(),
                call.from_user_id.as_deref(),
                call.from_parent_user_id.as_deref(),
            ),
            Content::UserPreference(preference) => User::by_ids(
                preference.wa_id.as_ref(),
                preference.user_id.as_ref(),
                preference.parent_user_id.as_ref(),
            ),
            Content::HistoryMessage(past) if !past.is_from_business(self.display_phone_number()) => {
                let message = past.message;
                User::by_ids(
                    message.from.as_ref(),
                    message.from_user_id.as_ref(),
                    message.from_parent_user_id.as_deref(),
                )
                .or(past.user())
            }
            Content::UserIdUpdate(user) => User::by_ids(
                user.wa_id.as_ref(),
                Some(&user.user_id.current),
                user.parent_user_id.as_ref().map(|parent| &parent.current),
            ),
            Content::GroupParticipantsUpdate(group) => {
                let user =
                    User::by_ids(group.wa_id.as_ref(), group.user_id.as_ref(), group.parent_user_id.as_ref());
                User { username: group.username.as_deref(), ..user }
            }
            // An echo is the business's own.
            Content::Unknown(unknown) if unknown.kind() == "message_echoes" => return User::default(),
            Content::Unknown(unknown) => User::identified(
                peek(unknown, "from"),
                peek(unknown, "from_user_id"),
                peek(unknown, "from_parent_user_id"),
            ),
            _ => return User::default(),
        };
        sender.with_contact(self.contact_of(&sender))
    }

    /// The user, or group, to whom the message or call went that the update is about; nobody known for other updates.
    #[must_use]
    pub fn recipient(&self) -> User<'a> {
        let recipient = match self.content {
            Content::Status(status) | Content::StandbyStatus(status) => User::by_ids(
                status.recipient_id.as_ref(),
                status.recipient_user_id.as_ref(),
                status.recipient_parent_user_id.as_ref(),
            ),
            Content::Call(call) if call.direction == Some(CallDirection::BusinessInitiated) => {
                User::by_ids(call.to.as_ref(), call.to_user_id.as_deref(), call.to_parent_user_id.as_deref())
            }
            Content::CallStatus(status) => User::by_ids(
                status.recipient_id.as_ref(),
                status.recipient_user_id.as_ref(),
                status.recipient_parent_user_id.as_ref(),
            ),
            Content::StandbyEcho(echo) => User::identified(echo.sent("to"), None, None),
            Content::MessageEcho(echo) => {
                User::by_ids(echo.to.as_ref(), echo.to_user_id.as_ref(), echo.to_parent_user_id.as_deref())
            }
            Content::HistoryMessage(past) if past.is_from_business(self.display_phone_number()) => {
                let message = past.message;
                User::by_ids(
                    message.to.as_ref(),
                    message.to_user_id.as_ref(),
                    message.to_parent_user_id.as_deref(),
                )
                .or(past.user())
            }
            _ => return User::default(),
        };
        recipient.with_contact(self.contact_of(&recipient))
    }

    /// The contact of the update's sender or recipient, found by identifier.
    #[must_use]
    pub fn contact(&self) -> Option<&'a Contact> {
        self.contact_of(&self.sender()).or_else(|| self.contact_of(&self.recipient()))
    }

    /// All contacts of the change that the update stands in.
    pub fn contacts(&self) -> impl Iterator<Item = &'a Contact> + Clone + use<'a> {
        self.head.map(|head| head.contacts.known()).unwrap_or_default()
    }

    fn contact_of(&self, user: &User<'_>) -> Option<&'a Contact> {
        self.contacts().find(|contact| user.is(contact))
    }
}
