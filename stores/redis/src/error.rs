//! Why Redis failed.

use std::{error::Error, fmt};

/// Redis did not do what was asked, or may not keep what it is told.
///
/// The [source](Error::source) is the error of the client.
pub struct RedisClaimsError {
    what: &'static str,
    source: Option<redis::RedisError>,
}

impl RedisClaimsError {
    pub(crate) fn forgetful() -> Self {
        let what = "the server may forget claims: set `appendonly yes` and `maxmemory-policy noeviction`, or accept the loss";
        Self { what, source: None }
    }

    pub(crate) fn untold(source: redis::RedisError) -> Self {
        let what = "the server does not tell whether it keeps claims; if it does, or if you accept the loss, use `connect_accepting_loss`";
        Self { what, source: Some(source) }
    }
}

impl From<redis::RedisError> for RedisClaimsError {
    fn from(error: redis::RedisError) -> Self {
        Self { what: "Redis cannot be reached, or refused a command", source: Some(error) }
    }
}

impl fmt::Display for RedisClaimsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl fmt::Debug for RedisClaimsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisClaimsError").field("what", &self.what).field("source", &self.source).finish()
    }
}

impl Error for RedisClaimsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
