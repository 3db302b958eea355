//! Why the database failed.

use std::{error::Error, fmt};

/// The database did not do what was asked.
///
/// The [source](Error::source) is the error of SQLite.
pub struct SqliteError {
    what: &'static str,
    source: Option<rusqlite::Error>,
}

impl SqliteError {
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, source: None }
    }
}

impl From<rusqlite::Error> for SqliteError {
    fn from(error: rusqlite::Error) -> Self {
        Self { what: "SQLite refused a statement; check the file and its directory", source: Some(error) }
    }
}

impl fmt::Display for SqliteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl fmt::Debug for SqliteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteError").field("what", &self.what).field("source", &self.source).finish()
    }
}

impl Error for SqliteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
