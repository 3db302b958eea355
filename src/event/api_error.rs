//! Errors that the platform reports: of the account, of an inbound message, of an outbound message.

use std::fmt;

use super::error_code::{Remedy, remedy};
use crate::event::{Text, content::Payload, macros::object};

object! {
    /// An error that the platform reports.
    ///
    /// It stands in three places: beside messages and statuses, where it is about the system, the app or the account (an update of
    /// its own); in a message that could not be represented; and in a status `failed`, where it says why. It is
    /// sent once and cannot be asked for again.
    ///
    /// ```json
    /// {"code": 131047, "title": "Re-engagement message", "message": "Re-engagement message",
    ///  "error_data": {"details": "More than 24 hours have passed since the customer last replied"},
    ///  "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"}
    /// ```
    ///
    /// Act on [`code`](Self::code), which [`error_code`](super::error_code) names, and read [`details`](Self::details); titles change.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes>
    pub struct ApiError {
        /// The error's number, such as 131047.
        pub code: i64,
        /// A short name. Missing in call errors.
        pub title: Option<Text>,
        /// Since Graph v16 the same text as the title.
        pub message: Option<Text>,
        /// Where the details stand since Graph v16; [`details`](Self::details) reads either place.
        pub error_data: Option<ErrorData>,
        /// The details before Graph v16, and On-Premises; [`details`](Self::details) reads either place.
        #[serde(rename = "details")]
        pub top_level_details: Option<Text>,
        /// A link to the platform's list of errors, absolute or relative.
        pub href: Option<Text>,
    }
}

/// The code and the title, without the details, which may name the user.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.title.as_deref().or(self.message.as_deref()) {
            Some(title) => write!(f, "{title} (code {})", self.code),
            None => write!(f, "error of the WhatsApp Business Platform (code {})", self.code),
        }
    }
}

impl std::error::Error for ApiError {}

impl Payload for ApiError {
    fn kind(&self) -> Option<&str> {
        Some("error")
    }
}

impl ApiError {
    /// What exactly went wrong, in a sentence, wherever the platform put it.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.error_data
            .as_ref()
            .and_then(|data| data.details.as_deref())
            .or(self.top_level_details.as_deref())
    }

    /// Whether the same message can be sent again, after a while and with growing pauses.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        remedy(self.code) == Some(Remedy::Retry)
    }

    /// Whether the 24 hours are over in which free text is allowed: send a template instead.
    #[must_use]
    pub fn means_window_closed(&self) -> bool {
        remedy(self.code) == Some(Remedy::Template)
    }

    /// Whether this user cannot be reached now, whatever is sent: no WhatsApp account, an old app, too many marketing messages.
    #[must_use]
    pub fn means_unreachable(&self) -> bool {
        remedy(self.code) == Some(Remedy::Unreachable)
    }

    /// Whether the user has stopped marketing messages: do not send any.
    #[must_use]
    pub fn means_opted_out(&self) -> bool {
        remedy(self.code) == Some(Remedy::OptedOut)
    }

    /// Whether no message can be sent before the account, the number or the payment is put in order.
    #[must_use]
    pub fn means_account_blocked(&self) -> bool {
        remedy(self.code) == Some(Remedy::Account)
    }
}

object! {
    /// What stands in an error's `error_data`.
    pub struct ErrorData {
        /// What exactly went wrong, in a sentence.
        pub details: Option<Text>,
    }
}
