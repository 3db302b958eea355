//! The tables, and what the server must promise.

use crate::{Postgres, PostgresError};

/// The migrations in order. One that was released is never changed.
const MIGRATIONS: &[&str] = &[include_str!("migrations/1.sql")];

/// A number of our own for the lock that keeps two processes from migrating at once: `whatsapp` in ASCII.
const LOCK: i64 = 0x7768_6174_7361_7070;

impl Postgres {
    /// Creates the tables in the schema `whatsapp_webhook`, or brings them up to date. Every process can call this at each start.
    ///
    /// # Errors
    ///
    /// The database failed; the tables are of a newer version of this crate; or the server may lose what it has committed, because
    /// `fsync` or `synchronous_commit` is off. [`accepting_loss`](Self::accepting_loss) goes on in that case.
    pub async fn migrate(&self) -> Result<(), PostgresError> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        transaction.batch_execute(&format!("select pg_advisory_xact_lock({LOCK})")).await?;
        transaction
            .batch_execute(
                "create schema if not exists whatsapp_webhook;
                 create table if not exists whatsapp_webhook.migration (version integer primary key)",
            )
            .await?;
        let last = "select coalesce(max(version), 0) from whatsapp_webhook.migration";
        let rows = transaction.query_typed(last, &[]).await?;
        let done = rows.first().map_or(0, |row| usize::try_from(row.get::<_, i32>(0)).unwrap_or_default());
        if done > MIGRATIONS.len() {
            return Err(PostgresError::new(
                "the tables in `whatsapp_webhook` are of a newer version of the crate; update it",
            ));
        }
        for (version, migration) in (1..).zip(MIGRATIONS).skip(done) {
            transaction.batch_execute(migration).await?;
            let insert = format!("insert into whatsapp_webhook.migration values ({version})");
            transaction.batch_execute(&insert).await?;
        }
        transaction.commit().await?;
        drop(client);
        self.check_durability().await
    }

    async fn check_durability(&self) -> Result<(), PostgresError> {
        let rows = self
            .query(
                "select current_setting('fsync') = 'off' or current_setting('synchronous_commit') = 'off'",
                &[],
            )
            .await?;
        let may_lose = rows.first().is_some_and(|row| row.get(0));
        if may_lose && !self.may_lose {
            return Err(PostgresError::new(
                "the server may lose what it has committed: set `fsync` and `synchronous_commit` to `on`, or use `accepting_loss`",
            ));
        }
        Ok(())
    }
}
