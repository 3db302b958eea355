//! Why the database failed.

use std::{error::Error, fmt};

use tokio_postgres::error::SqlState;

/// The database did not do what was asked.
///
/// `Display` and `Debug` show the SQLSTATE, and nothing that the database says of values. The [source](Error::source) is the error of the
/// driver or of the pool, which may quote values.
pub struct PostgresError {
    what: &'static str,
    state: Option<SqlState>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl PostgresError {
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, state: None, source: None }
    }
}

impl From<tokio_postgres::Error> for PostgresError {
    fn from(error: tokio_postgres::Error) -> Self {
        let what = match error.code() {
            Some(&SqlState::UNDEFINED_TABLE | &SqlState::UNDEFINED_FUNCTION) => {
                "the tables are missing; call `Postgres::migrate` first"
            }
            Some(_) => "PostgreSQL rejected a statement",
            None => "the connection to PostgreSQL was lost",
        };
        Self { what, state: error.code().cloned(), source: Some(Box::new(error)) }
    }
}

impl From<deadpool_postgres::PoolError> for PostgresError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        let what = "no connection to PostgreSQL; check the server, its address, and the size of the pool";
        Self { what, state: None, source: Some(Box::new(error)) }
    }
}

impl fmt::Display for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)?;
        match &self.state {
            Some(state) => write!(f, " (SQLSTATE {})", state.code()),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresError")
            .field("what", &self.what)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Error for PostgresError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
