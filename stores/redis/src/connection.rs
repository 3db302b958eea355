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

/// A connection that is made anew once a command on it has failed or was given up, as its other end may be gone without a word.
pub(crate) struct Shared {
    client: Client,
    current: Mutex<Option<Connection>>,
}

#[derive(Clone)]
struct Connection {
    commands: MultiplexedConnection,
    is_sound: Arc<AtomicBool>,
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
        let Connection { mut commands, is_sound } = self.connect().await?;
        let doubt = Doubt(Some(is_sound));
        let answer = command(&mut commands).await;
        if !answer.as_ref().is_err_and(|error| error.is_io_error() || error.is_unrecoverable_error()) {
            doubt.dispel();
        }
        answer
    }

    /// Returns the connection, or makes a new one, for which other commands wait.
    async fn connect(&self) -> RedisResult<Connection> {
        let mut current = self.current.lock().await;
        if let Some(connection) = &*current
            && connection.is_sound.load(Ordering::Relaxed)
        {
            return Ok(connection.clone());
        }
        *current = None;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECTION_TIMEOUT))
            .set_response_timeout(Some(RESPONSE_TIMEOUT));
        let commands = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let connection = Connection { commands, is_sound: Arc::new(AtomicBool::new(true)) };
        *current = Some(connection.clone());
        Ok(connection)
    }
}

/// Says that a connection may be dead, unless the doubt is dispelled before it is dropped.
struct Doubt(Option<Arc<AtomicBool>>);

impl Doubt {
    fn dispel(mut self) {
        self.0 = None;
    }
}

impl Drop for Doubt {
    fn drop(&mut self) {
        if let Some(is_sound) = &self.0 {
            is_sound.store(false, Ordering::Relaxed);
        }
    }
}
