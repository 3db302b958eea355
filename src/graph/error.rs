use std::fmt;

use http::StatusCode;
use serde_json::Value;

use super::{AccessToken, reading};
use crate::event::{ApiError, error_code};

/// Why a call did not succeed, as far as the answer tells.
///
/// `Display` writes the status and Meta's codes, and none of Meta's text.
#[derive(Debug)]
#[non_exhaustive]
pub enum GraphError {
    /// Meta answered with an error. Nothing was sent or changed, unless it [may have been executed](Self::may_have_been_executed).
    Rejected(Box<GraphRejection>),
    /// The answer is not one of Meta's, or lacks what it must have. The request may have been executed.
    #[non_exhaustive]
    Unreadable {
        /// The status of the response.
        status: StatusCode,
        /// What is wrong with the response, without any of its content.
        problem: &'static str,
    },
}

/// An error that Meta answered with.
///
/// Act on [`error.code`](ApiError::code) alone. The texts are written for people, in the language of the account, and change
/// without notice. They can quote what was sent; the access token of the call is replaced by `<access token>`.
///
/// Source: <https://developers.facebook.com/docs/graph-api/guides/error-handling>
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphRejection {
    /// The status of the response: 400 in most cases.
    pub status: StatusCode,
    /// The error: its code, message and details.
    pub error: ApiError,
    /// The subcode, such as 463 for an expired token.
    pub subcode: Option<i64>,
    /// The identifier of the request, which Meta's support asks for (`fbtrace_id`).
    pub trace: Option<String>,
    /// Whether Meta says that the error is temporary. A request that was rejected so may still have been executed.
    pub transient: bool,
}

impl GraphError {
    /// Returns whether the request was certainly not executed and can succeed later, so that it is safe to send again after a pause.
    ///
    /// True for too many calls or messages (4, 80007, 130429, 131056, any status 429) and for an account in maintenance (131057). False for every
    /// other answer: either the request will be rejected again, or it may have been executed, and a message would be sent twice.
    ///
    /// A call that changes no message, such as [`mark_read`](super::Graph::mark_read) or [`subscribe`](super::Graph::subscribe), is safe to
    /// repeat after any failure.
    #[must_use]
    pub fn is_safe_to_resend(&self) -> bool {
        let status = match self {
            Self::Rejected(rejection) => rejection.status,
            Self::Unreadable { status, .. } => *status,
        };
        let is_refused_for_now = |code: i64| {
            matches!(
                code,
                error_code::API_TOO_MANY_CALLS
                    | error_code::RATE_LIMIT_ISSUES
                    | error_code::RATE_LIMIT_HIT
                    | error_code::PAIR_RATE_LIMIT_HIT
                    | error_code::ACCOUNT_IN_MAINTENANCE_MODE
            )
        };
        status == StatusCode::TOO_MANY_REQUESTS
            || self.api_error().is_some_and(|error| is_refused_for_now(error.code))
    }

    /// Returns whether the request may have been executed although this is the answer.
    ///
    /// True for an answer that cannot be read, and where Meta says that it failed itself (1, 2, 131000, 131016, `is_transient`). A message
    /// that is sent again then can be a second message. Without any answer the same holds.
    #[must_use]
    pub fn may_have_been_executed(&self) -> bool {
        match self {
            _ if self.is_safe_to_resend() => false,
            Self::Unreadable { .. } => true,
            Self::Rejected(rejection) => {
                let codes = [
                    error_code::API_UNKNOWN,
                    error_code::API_SERVICE,
                    error_code::SOMETHING_WENT_WRONG,
                    error_code::SERVICE_UNAVAILABLE,
                ];
                rejection.transient || codes.contains(&rejection.error.code)
            }
        }
    }

    /// Returns Meta's error, if Meta answered with one.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Rejected(rejection) => Some(&rejection.error),
            Self::Unreadable { .. } => None,
        }
    }
}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(rejection) => rejection.fmt(f),
            Self::Unreadable { status, problem } => {
                write!(f, "the answer with status {} cannot be read: {problem}", status.as_u16())
            }
        }
    }
}

impl std::error::Error for GraphError {}

impl fmt::Display for GraphRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Meta rejected the request with status {} and code {}",
            self.status.as_u16(),
            self.error.code
        )?;
        if let Some(subcode) = self.subcode {
            write!(f, ", subcode {subcode}")?;
        }
        if let Some(trace) = &self.trace {
            write!(f, " (fbtrace_id {})", trace.escape_debug())?;
        }
        Ok(())
    }
}

impl std::error::Error for GraphRejection {}

/// The error in a body: `{"error": {…}}` of the Graph API, or the first of `{"errors": […]}` of the On-Premises API.
pub(super) fn rejection(status: StatusCode, body: &Value, tokens: &[AccessToken]) -> Option<GraphRejection> {
    let error = body.get("error").or_else(|| body.get("errors")?.get(0)).filter(|error| error.is_object())?;
    let subcode = reading::integer(error, "error_subcode");
    let transient = reading::flag(error, "is_transient").unwrap_or_default();
    let trace = reading::text(error, "fbtrace_id");
    let mut error = api_error(error)?;
    for token in tokens {
        hide(&mut error, token);
    }
    Some(GraphRejection { status, error, subcode, trace, transient })
}

/// The members that an error has in every place. Only the code is required; a member of another type counts as absent.
pub(super) fn api_error(error: &Value) -> Option<ApiError> {
    Some(ApiError {
        code: reading::integer(error, "code")?,
        title: reading::read(error, "title"),
        message: reading::read(error, "message"),
        error_data: reading::read(error, "error_data"),
        top_level_details: reading::read(error, "details"),
        href: reading::read(error, "href"),
    })
}

/// Replaces a token that Meta quotes, as in "Malformed access token …".
fn hide(error: &mut ApiError, token: &AccessToken) {
    let details = error.error_data.as_mut().and_then(|data| data.details.as_mut());
    let texts = [error.title.as_mut(), error.message.as_mut(), error.top_level_details.as_mut(), details];
    for text in texts.into_iter().flatten() {
        if text.contains(token.as_str()) {
            *text = text.replace(token.as_str(), "<access token>").into();
        }
    }
}
