//! The connection that all clones share.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use redis::{AsyncConnectionConfig, Client, RedisResult, aio::MultiplexedConnection};
use tokio::sync::Mutex;

const CONNECTION_TIMEOUT: Duration = Duration::from_secs(2);
/// For a command that is awaited without a deadline; a `Dedup` gives up earlier, unless it was told to wait longer.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);

/// A connection that is replaced after a command on it failed or was dropped, because the server may be gone without having closed it.
pub(crate) struct Shared {
    client: Client,
    current: Mutex<Option<Connection>>,
}

#[derive(Clone)]
struct Connection {
    commands: MultiplexedConnection,
    is_broken: Arc<AtomicBool>,
}

impl Shared {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, current: Mutex::default() }
    }

    /// Runs a command, or several in one.
    pub(crate) async fn run<T>(
        &self,
        command: impl AsyncFnOnce(&mut MultiplexedConnection) -> RedisResult<T>,
    ) -> RedisResult<T> {
        let Connection { mut commands, is_broken } = self.connect().await?;
        let guard = Guard(Some(is_broken));
        let answer = command(&mut commands).await;
        if !answer.as_ref().is_err_and(|error| error.is_io_error() || error.is_unrecoverable_error()) {
            guard.disarm();
        }
        answer
    }

    /// Returns the connection, or makes a new one, for which other commands wait.
    async fn connect(&self) -> RedisResult<Connection> {
        let mut current = self.current.lock().await;
        if let Some(connection) = &*current
            && !connection.is_broken.load(Ordering::Relaxed)
        {
            return Ok(connection.clone());
        }
        *current = None;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECTION_TIMEOUT))
            .set_response_timeout(Some(RESPONSE_TIMEOUT));
        let commands = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let connection = Connection { commands, is_broken: Arc::default() };
        *current = Some(connection.clone());
        Ok(connection)
    }
}

/// Marks a connection as broken when it is dropped, unless it is disarmed.
struct Guard(Option<Arc<AtomicBool>>);

impl Guard {
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(is_broken) = &self.0 {
            is_broken.store(true, Ordering::Relaxed);
        }
    }
}
