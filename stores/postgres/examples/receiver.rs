//! A receiver and a worker in one process: each notification is stored in PostgreSQL, and each update handled once.
//!
//! ```sh
//! DATABASE_URL=postgres://localhost/shop ADDR=127.0.0.1:8080 \
//!     WHATSAPP_APP_SECRET=… WHATSAPP_VERIFY_TOKEN=… cargo run --example receiver
//! ```
//!
//! `CONCURRENCY` (8) is how many jobs run at once, `LEASE_MS` (2000) how long a lane is held without being renewed, and `HANDLE_MS` (0) how
//! long this handler takes. Any number of these processes can share a database. On SIGTERM or Ctrl-C the process stops gracefully.

use std::{env, error::Error, io::Write as _, str::FromStr, time::Duration};

use axum::{Router, routing::post_service};
use tokio::{
    net::TcpListener,
    signal::{
        ctrl_c,
        unix::{SignalKind, signal},
    },
    sync::watch,
    time::sleep,
};
use tower::service_fn;
use whatsapp_webhook::{
    AppSecret, VerifyToken, WhatsAppWebhookLayer,
    inbox::{Failure, Inbox, Job},
};
use whatsapp_webhook_postgres::{
    Postgres,
    deadpool_postgres::{Config, Pool, PoolConfig, Runtime, Timeouts},
    tokio_postgres::NoTls,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = AppSecret::new(env::var("WHATSAPP_APP_SECRET")?)?;
    let token = VerifyToken::new(env::var("WHATSAPP_VERIFY_TOKEN")?)?;
    let concurrency = number("CONCURRENCY", 8)?;
    let lease = Duration::from_millis(number("LEASE_MS", 2000)?);
    let time = Duration::from_millis(number("HANDLE_MS", 0)?);

    let store = Postgres::new(pool(env::var("DATABASE_URL")?)?);
    store.migrate().await?;
    let inbox = Inbox::new(store);
    let webhook = WhatsAppWebhookLayer::new(secret, token);
    let app = Router::new().route("/webhook", post_service(inbox.receiver()).layer(webhook));

    let (stop, stopped) = watch::channel(false);
    let worker = inbox
        .worker(service_fn(move |job| handle(job, time)))
        .with_concurrency(concurrency)
        .with_lease(lease);
    let worker = tokio::spawn(worker.run_until(until(stopped.clone())));
    let listener = TcpListener::bind(env::var("ADDR")?).await?;
    let server = axum::serve(listener, app).with_graceful_shutdown(until(stopped));
    let server = tokio::spawn(server.into_future());

    until_told_to_stop().await?;
    stop.send(true)?;
    worker.await??;
    server.await??;
    Ok(())
}

/// Handles an update: this program prints its ID.
async fn handle(job: Job, time: Duration) -> Result<(), Failure> {
    sleep(time).await;
    let id = job.update().id().unwrap_or("without an ID");
    // One write, so that the lines of several processes do not mix.
    let line = format!("done {id} attempt={}\n", job.attempt());
    std::io::stdout().write_all(line.as_bytes()).map_err(Failure::bury)
}

fn pool(url: String) -> Result<Pool, Box<dyn Error>> {
    let mut config = Config::new();
    config.url = Some(url);
    let second = Some(Duration::from_secs(1));
    let mut pool = PoolConfig::new(8);
    pool.timeouts = Timeouts { wait: second, create: second, recycle: second };
    config.pool = Some(pool);
    Ok(config.create_pool(Some(Runtime::Tokio1), NoTls)?)
}

fn number<T: FromStr<Err: Error + 'static>>(name: &str, default: T) -> Result<T, Box<dyn Error>> {
    match env::var(name) {
        Ok(text) => Ok(text.parse().map_err(|error| format!("{name}: {error}"))?),
        Err(_) => Ok(default),
    }
}

async fn until(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
}

async fn until_told_to_stop() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        told = ctrl_c() => told,
        _ = terminate.recv() => Ok(()),
    }
}
