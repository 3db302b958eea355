//! Identifiers, each a type of its own, so that one cannot be passed for another.
//!
//! All identifiers are opaque text: compare and store them, and do not parse them. Meta sends strings, and in places numbers;
//! both are read as the same identifier, and written as strings.

use std::fmt;

use crate::event::macros::string_type;

string_type! {
    /// The identifier of a message, such as `wamid.HBgL…`.
    ///
    /// Calls and voicemails have `wacid.…`, On-Premises messages `ABGG…` or `gBGG…`. The identifier is the key for dropping
    /// duplicates: Meta sends a notification again when the response was late or lost, for up to seven days. One outbound message
    /// has several statuses, so the key of a status is the identifier and the status; in a group also the participant. A file of
    /// the chat history has the identifier of the `media_placeholder` that announced it.
    pub struct MessageId;

    /// The phone number of a WhatsApp user: digits with the country code, without `+`.
    ///
    /// In Brazil, Mexico and Argentina the number may differ by one digit from the dialed number, and between `from` and the
    /// contact's `wa_id` of the same user. Since 2026 the number is missing where a user hides it. `Debug` shows only its length.
    #[debug(hidden)]
    pub struct WaId;

    /// A business-scoped user ID (BSUID), such as `US.13491208655302741918`: a user's identifier for one business portfolio.
    ///
    /// Sent since March 2026. The ID stays the same when the user hides the phone number; a message of the type `system` announces
    /// a new one.
    pub struct UserId;

    /// A business phone number in display format, sometimes with `+` and spaces.
    ///
    /// `Debug` shows only its length.
    #[debug(hidden)]
    pub struct DisplayPhoneNumber;

    /// The identifier of a business phone number, which is not the number itself.
    pub struct PhoneNumberId;

    /// The identifier of a WhatsApp Business Account.
    ///
    /// A valid signature proves that Meta sent the notification, not which account it is about: authorize by this identifier or by
    /// the [`PhoneNumberId`], never by the path of the URL.
    pub struct WabaId;

    /// The identifier of an uploaded file.
    ///
    /// An identifier from a notification is valid for seven days since 9 October 2025. The Graph API exchanges it for a URL that is
    /// valid for five minutes.
    pub struct MediaId;

    /// The identifier of a group.
    ///
    /// On-Premises the identifier contains the phone number of the group's creator, so `Debug` shows only its length.
    #[debug(hidden)]
    pub struct GroupId;

    /// The identifier of a product catalog.
    pub struct CatalogId;

    /// The identifier of a business portfolio (formerly Business Manager).
    pub struct BusinessId;

    /// The identifier of a multi-partner solution.
    pub struct SolutionId;

    /// The identifier of a Meta app.
    pub struct AppId;

    /// The identifier of a message template.
    ///
    /// Meta sends a number of 15 to 17 digits in most places, more than an `f64` holds exactly, and a string in statuses.
    pub struct TemplateId;

    /// The identifier of a campaign.
    pub struct CampaignId;

    /// The identifier of a Flow.
    pub struct FlowId;

    /// The identifier of the subject of an alert: a business portfolio, an account, a phone number.
    pub struct EntityId;

    /// The identifier of the account that requested a security change.
    pub struct RequesterId;
}

/// The error of parsing an identifier from an empty string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EmptyIdentifier;

impl fmt::Display for EmptyIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an identifier cannot be empty: pass the value that Meta sent, or leave the member out")
    }
}

impl std::error::Error for EmptyIdentifier {}
