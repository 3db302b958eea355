//! What an update can be.

use super::{
    AccountUpdate, Error, Message, Status, Unknown, UserAction,
    change::{Call, CallStatus, UserPreference},
};

/// What an update tells.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Content<'a> {
    /// A user sent a message.
    Message(&'a Message),
    /// Something became of a message that the business sent.
    Status(&'a Status),
    /// The system, the app or the account has a problem that belongs to no single message.
    Error(&'a Error),
    /// A user did something with a message, such as a tap on a link.
    UserAction(&'a UserAction),
    /// Something happened to the account.
    AccountUpdate(&'a AccountUpdate),
    /// Something happened to a voice call.
    Call(&'a Call),
    /// Something became of a voice call that the business placed.
    CallStatus(&'a CallStatus),
    /// A user stopped marketing messages, or wants them again.
    UserPreference(&'a UserPreference),
    /// Something that this version has no type for, or that is malformed; nothing of it is lost.
    Unknown(Unknown<&'a str>),
}
