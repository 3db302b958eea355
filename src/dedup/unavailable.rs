//! The error of a store of claims.

use std::{error::Error, fmt};

use http::StatusCode;

/// The store of claims, or the inbox, did not answer: 503, so that Meta delivers the notification again.
///
/// Nothing of the notification was handled or stored. The [source](Error::source) is the store's own error. With axum, a handler can
/// return it; the response has `Retry-After: 1`.
pub struct Unavailable {
    reason: Box<dyn Error + Send + Sync>,
}

impl Unavailable {
    pub(crate) fn new(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { reason: reason.into() }
    }

    /// Returns the status of the response: 503.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::SERVICE_UNAVAILABLE
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the store did not take the notification, which Meta will deliver again; check the store")
    }
}

impl fmt::Debug for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unavailable").field("reason", &self.reason).finish()
    }
}

impl Error for Unavailable {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.reason)
    }
}
