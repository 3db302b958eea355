//! Identifiers of the platform, each a type of its own, so that one cannot be passed for another.
//!
//! All of them are opaque text: compare and store them, and do not take them apart. They arrive as strings and at times as
//! numbers; both are read, and written back as they came.

use std::fmt;

use crate::event::macros::identifiers;

identifiers! {
    /// A message's identifier, such as `wamid.HBgL…`; calls and voicemails have `wacid.…`, On-Premises messages `ABGG…` or `gBGG…`.
    ///
    /// It is the key to drop duplicates by: the platform delivers a message again whenever an answer was late or lost, for
    /// up to seven days. One outbound message has several statuses, so for those the key is the identifier and the status; in a group the
    /// participant as well.
    pub struct MessageId;

    /// A WhatsApp user's phone number in the form the platform uses: digits with the country code, no `+`.
    ///
    /// It may differ from the number that the user dials (Brazil, Mexico), and since 2026 it is missing where a user hides it.
    /// `Debug` shows its length alone.
    #[debug(hidden)]
    pub struct WaId;

    /// A business-scoped user ID (BSUID), such as `US.13491208655302741918`: who a user is to one business portfolio.
    ///
    /// It is there since March 2026 and stays when the phone number is hidden or changed.
    pub struct UserId;

    /// A business phone number as people write it, at times with `+` and spaces.
    ///
    /// `Debug` shows its length alone.
    #[debug(hidden)]
    pub struct DisplayPhoneNumber;

    /// The identifier of a business phone number (not the number itself).
    pub struct PhoneNumberId;

    /// The identifier of a WhatsApp Business Account.
    ///
    /// A signature says that the platform sent a delivery, not whom it is about: authorize on this identifier or on the
    /// [`PhoneNumberId`], never on the URL's path.
    pub struct WabaId;

    /// The identifier of an uploaded file. It is exchanged for a URL that works for about five minutes.
    pub struct MediaId;

    /// A group's identifier. On-Premises it holds the phone number of whoever made the group.
    #[debug(hidden)]
    pub struct GroupId;

    /// The identifier of a product catalog.
    pub struct CatalogId;

    /// The identifier of a business portfolio (formerly Business Manager).
    pub struct BusinessId;

    /// The identifier of a multi-partner solution.
    pub struct SolutionId;

    /// The identifier of an app on the Meta developer platform.
    pub struct AppId;

    /// The identifier of a message template; a number of 15 to 17 digits in most places, which a double cannot always hold.
    pub struct TemplateId;

    /// The identifier of a campaign.
    pub struct CampaignId;

    /// The identifier of a Flow.
    pub struct FlowId;

    /// The identifier of whatever an alert is about: a business portfolio, an account, a phone number.
    pub struct EntityId;

    /// The identifier of whoever asked for a change of security, as far as the platform tells.
    pub struct RequesterId;
}

/// The empty string, which is no identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EmptyIdentifier;

impl fmt::Display for EmptyIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an identifier is never empty: pass the value that Meta sent, or leave the member out")
    }
}

impl std::error::Error for EmptyIdentifier {}
