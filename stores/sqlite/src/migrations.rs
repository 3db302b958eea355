//! The tables.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::SqliteError;

/// The migrations in order. One that was released is never changed.
const MIGRATIONS: &[&str] = &[include_str!("migrations/1.sql")];

/// Brings the tables up to date. Of several processes, one does so, and the others wait.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), SqliteError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "create table if not exists whatsapp_webhook_migration (version integer primary key)",
    )?;
    let last = "select coalesce(max(version), 0) from whatsapp_webhook_migration";
    let done: i64 = transaction.query_row(last, [], |row| row.get(0))?;
    let done = usize::try_from(done).unwrap_or_default();
    if done > MIGRATIONS.len() {
        return Err(SqliteError::new("the tables are of a newer version of the crate; update it"));
    }
    for (version, migration) in (1_i64..).zip(MIGRATIONS).skip(done) {
        transaction.execute_batch(migration)?;
        transaction.execute("insert into whatsapp_webhook_migration values (?1)", params![version])?;
    }
    Ok(transaction.commit()?)
}
