//! Why the database failed.

use std::{error::Error, fmt};

/// The database did not do what was asked.
///
/// The [source](Error::source) is the error of the driver or of the pool.
pub struct PostgresError {
    what: &'static str,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl PostgresError {
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, source: None }
    }

    fn of(what: &'static str, source: impl Error + Send + Sync + 'static) -> Self {
        Self { what, source: Some(Box::new(source)) }
    }
}

impl From<tokio_postgres::Error> for PostgresError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::of("PostgreSQL refused or lost a statement", error)
    }
}

impl From<deadpool_postgres::PoolError> for PostgresError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        Self::of("no connection to PostgreSQL; check the server and its address", error)
    }
}

impl fmt::Display for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl fmt::Debug for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresError").field("what", &self.what).field("source", &self.source).finish()
    }
}

impl Error for PostgresError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
