//! Errors that the platform reports: of the account, of an inbound message, of an outbound message.

use super::decode::items::Leaf;
use crate::macros::object;

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
    /// Act on [`code`](Self::code) and read [`details`](Self::details); titles change.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes>
    pub struct Error {
        /// The error's number, such as 131047.
        code: i64,
        /// A short name. Missing in call errors.
        title: Option<Box<str>>,
        /// Since Graph v16 the same text as the title.
        message: Option<Box<str>>,
        /// Where the details stand since Graph v16; [`details`](Self::details) reads either place.
        error_data: Option<Box<ErrorData>>,
        /// The details before Graph v16, and On-Premises; [`details`](Self::details) reads either place.
        top_level_details = "details": Option<Box<str>>,
        /// A link to the platform's list of errors, absolute or relative.
        href: Option<Box<str>>,
    }
}

impl Leaf for Error {}

impl Error {
    /// What exactly went wrong, in a sentence, wherever the platform put it.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.error_data
            .as_deref()
            .and_then(|data| data.details.as_deref())
            .or(self.top_level_details.as_deref())
    }
}

object! {
    /// What stands in an error's `error_data`.
    pub struct ErrorData {
        /// What exactly went wrong, in a sentence.
        details: Option<Box<str>>,
    }
}
