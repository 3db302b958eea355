//! The log event of a verified notification that could not be handled (feature `tracing`).

use std::error::Error;

use http::StatusCode;

/// Logs an error and its source at `ERROR`; without the feature `tracing`, nothing.
///
/// Neither of the two may quote the notification.
pub(crate) fn error(status: StatusCode, error: &dyn Error) {
    #[cfg(feature = "tracing")]
    tracing::error!(
        target: "whatsapp_webhook",
        status = status.as_u16(),
        error = error.source().map(tracing::field::display),
        "{error}"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = (status, error);
}
