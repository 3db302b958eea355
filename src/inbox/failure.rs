//! How a handler fails.

use std::{error::Error, fmt, time::Duration};

use crate::dedup::LONGEST;

/// An error of a handler that says what becomes of the job.
///
/// After any other error the job is tried again with growing pauses. A `Failure` is found by its type in the error of the handler, so the layers of Tower may
/// stand between.
///
/// ```
/// use std::time::Duration;
/// use whatsapp_webhook::inbox::Failure;
///
/// let busy = Failure::retry_in(Duration::from_secs(30), "the shop's API is busy");
/// let hopeless = Failure::bury("the order does not exist");
/// # let _ = (busy, hopeless);
/// ```
///
/// `Debug` does not show the error, which `Display` does.
pub struct Failure {
    pub(super) retry_in: Option<Duration>,
    error: Box<dyn Error + Send + Sync>,
}

impl Failure {
    /// The job is tried again after a pause, unless it has used its attempts. Until then, the other jobs of its lane wait.
    pub fn retry_in(pause: Duration, error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { retry_in: Some(pause.min(LONGEST)), error: error.into() }
    }

    /// The job is moved to the dead records, and the next job of its lane follows.
    pub fn bury(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { retry_in: None, error: error.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure").field("retry_in", &self.retry_in).finish_non_exhaustive()
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}
