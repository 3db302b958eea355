//! Errors that Meta reports: about the account, an inbound message or an outbound message.

use std::fmt;

use super::error_code::{Remedy, remedy};
use crate::event::{Text, content::Payload, macros::object};

object! {
    /// An error that Meta reports.
    ///
    /// Field: `messages`, `calls` or `history`, in `errors`.
    ///
    /// Sent in three places: beside messages and statuses, about the system, the app or the account (an update of its own); in
    /// a message that could not be represented; and in a `failed` status, as the reason. The error is sent only once; it cannot
    /// be queried later. The `error` object of a Graph API response has the same shape.
    ///
    /// ```json
    /// {"code": 131047, "title": "Re-engagement message", "message": "Re-engagement message",
    ///  "error_data": {"details": "More than 24 hours have passed since the customer last replied"},
    ///  "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"}
    /// ```
    ///
    /// Act on [`code`](Self::code), which [`error_code`](super::error_code) lists by name, and log [`details`](Self::details).
    /// Titles change without notice. All members but the code may be missing.
    ///
    /// ```
    /// use whatsapp_webhook::event::{ApiError, error_code};
    ///
    /// let error: ApiError = serde_json::from_str(r#"{"code": 131056, "title": "Pair rate limit hit"}"#)?;
    /// assert_eq!(error.code, error_code::PAIR_RATE_LIMIT_HIT);
    /// assert!(error.is_retryable());
    /// assert_eq!(error.to_string(), "Pair rate limit hit (code 131056)");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes>
    #[doc(alias = "errors")]
    #[doc(alias = "messages")]
    #[doc(alias = "calls")]
    #[doc(alias = "history")]
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub struct ApiError {
        /// The error code, such as 131047.
        pub code: i64,
        /// A short name of the error. Missing in errors of calls.
        pub title: Option<Text>,
        /// The same text as the title, since Graph v16.
        pub message: Option<Text>,
        /// The details since Graph v16; [`details`](Self::details) reads either place.
        pub error_data: Option<ErrorData>,
        /// The details before Graph v16, and On-Premises; [`details`](Self::details) reads either place.
        #[serde(rename = "details")]
        pub top_level_details: Option<Text>,
        /// A link to Meta's list of errors, absolute or relative.
        pub href: Option<Text>,
    }
}

/// Writes the title and the code, without the details, which may name the user.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.title.as_deref().or(self.message.as_deref()) {
            Some(title) => write!(f, "{title} (code {})", self.code),
            None => write!(f, "WhatsApp error (code {})", self.code),
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
    /// Returns the human-readable description of the problem, whichever member has it.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.error_data
            .as_ref()
            .and_then(|data| data.details.as_deref())
            .or(self.top_level_details.as_deref())
    }

    /// Returns whether the same message can be sent again later, with exponential backoff.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        remedy(self.code) == Some(Remedy::Retry)
    }

    /// Returns whether the customer service window is closed, so that only a template can be sent.
    #[must_use]
    pub fn means_window_closed(&self) -> bool {
        remedy(self.code) == Some(Remedy::Template)
    }

    /// Returns whether the user cannot be reached at present: no WhatsApp account, an outdated app, too many marketing messages.
    #[must_use]
    pub fn means_unreachable(&self) -> bool {
        remedy(self.code) == Some(Remedy::Unreachable)
    }

    /// Returns whether the user has opted out of marketing messages.
    #[must_use]
    pub fn means_opted_out(&self) -> bool {
        remedy(self.code) == Some(Remedy::OptedOut)
    }

    /// Returns whether sending is blocked until an account, number or payment problem is resolved.
    #[must_use]
    pub fn means_account_blocked(&self) -> bool {
        remedy(self.code) == Some(Remedy::Account)
    }
}

object! {
    /// The details of an error.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub struct ErrorData {
        /// A human-readable description of the problem.
        pub details: Option<Text>,
    }
}
