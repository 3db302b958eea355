//! The sender and the recipient of an update.

use super::{Update, Updates};
use crate::event::{Contact, Content, User};

impl Update {
    /// Returns the sender of the message, or the user who placed the call, made the choice or the request, or whose conversation
    /// was handed over.
    ///
    /// `None` for updates that no user started. For a malformed message, the sender is taken from whichever members can be decoded. The name, the
    /// username and further identifiers are taken from the contact of the user.
    #[must_use]
    pub fn sender(&self) -> Option<User<'_>> {
        self.own_sender().map(|user| self.with_contact(user))
    }

    /// Returns the recipient of the message or call that the update is about: a user or a group.
    ///
    /// `None` for updates that are not about an outbound message or call.
    #[must_use]
    pub fn recipient(&self) -> Option<User<'_>> {
        self.own_recipient().map(|user| self.with_contact(user))
    }

    /// Returns the contact of the update's sender or recipient, if the change has it.
    #[must_use]
    pub fn contact(&self) -> Option<&Contact> {
        self.contact_of(&self.own_sender().or_else(|| self.own_recipient())?)
    }

    /// Returns an iterator over all contacts of the change that contains the update.
    pub fn contacts(&self) -> impl Iterator<Item = Contact> {
        self.context.contacts()
    }

    /// The sender, by the members of the item alone.
    pub(crate) fn own_sender(&self) -> Option<User<'_>> {
        match &self.content {
            // An echo is the business's own, and a status is about its recipient.
            Content::Unknown(unknown) if matches!(unknown.kind(), "message_echoes" | "statuses") => None,
            Content::Unknown(_) => self.glimpse()?.sender(),
            content => content.payload()?.sender(),
        }
    }

    pub(crate) fn own_recipient(&self) -> Option<User<'_>> {
        match &self.content {
            Content::Unknown(unknown) if unknown.kind() == "statuses" => self.glimpse()?.recipient(),
            Content::Unknown(_) => None,
            content => content.payload()?.recipient(),
        }
    }

    fn with_contact<'a>(&'a self, user: User<'a>) -> User<'a> {
        let contact = self.contact_of(&user);
        user.with_contact(contact)
    }

    fn contact_of(&self, user: &User<'_>) -> Option<&Contact> {
        let find = || self.context.contact_of(user, || self.is_of_only_user());
        self.contact.get_or_init(find).as_ref().map(|(_, contact)| &**contact)
    }

    /// Where the contact starts that [`contact`](Self::contact) returns.
    pub(super) fn contact_place(&self) -> Option<u32> {
        self.contact()?;
        self.contact.get()?.as_ref().map(|(at, _)| *at)
    }

    /// Whether all updates of the change are about the same user.
    fn is_of_only_user(&self) -> bool {
        let user = |update: &Self| {
            let user = update.own_sender().or_else(|| update.own_recipient());
            user.map(|user| user.id().to_owned())
        };
        let mine = user(self);
        Updates::of_change(&self.context).filter_map(|update| user(&update)).all(|user| Some(user) == mine)
    }
}
