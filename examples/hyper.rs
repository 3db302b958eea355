//! The receiver to deploy from: `cargo run --example hyper`.
//!
//! This receiver does what `axum.rs` does, without a framework, and adds what every public server needs:
//!
//! - a time limit for the headers of a request, which the layer never sees: without one, a client that sends half of
//!   them holds a connection forever;
//! - a limit on connections, which bounds their memory;
//! - a drain: on a signal to stop, the receiver finishes the requests that it has begun to read and the updates that it
//!   has accepted;
//! - a bounded queue between the response and the work: Meta waits for the response, and not for your handling of an
//!   update. A notification that finds the queue full is answered 503, and Meta sends it again.
//!
//! The queue is in memory: a notification that was answered 200 is lost if the process is killed. Store it before you
//! answer if you must not lose it.
//!
//! The receiver speaks HTTP/1.1 and, without TLS, HTTP/2; a proxy in front of it does the TLS. Environment variables:
//!
//! - `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`: those of your app. By default the receiver uses demo credentials,
//!   and prints them with the two commands to try next.
//! - `ADDR`: where to listen; `127.0.0.1:3000` by default. Port 0 is any free one.
//! - `HEADER_TIMEOUT_SECS` (10), `BODY_DEADLINE_SECS` (10), `BODY_BUDGET_MIB` (64), `MAX_CONNECTIONS` (1000).

#[path = "shared/demo.rs"]
mod demo;
#[path = "shared/print.rs"]
mod print;

use std::{
    convert::Infallible, env, error::Error, fmt::Display, future::ready, io, pin::pin, str::FromStr,
    sync::Arc, time::Duration,
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{Either, Empty, Full};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::{
    net::{TcpListener, TcpStream},
    signal,
    sync::{AcquireError, Notify, OwnedSemaphorePermit, Semaphore, mpsc},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tower::{Layer, ServiceExt, util::BoxCloneService};
use whatsapp_webhook::{ResponseBody, Verified, WebhookEvent};

use self::demo::Credentials;

/// How many notifications may wait in the queue.
const QUEUE_LENGTH: usize = 1000;
/// How long a stop may take: less than the 30 seconds after which most supervisors kill a process.
const DRAIN: Duration = Duration::from_secs(20);

/// The handler behind the layer, boxed so that its type has a name.
type Webhook = BoxCloneService<Request<Incoming>, Response<ResponseBody<Full<Bytes>>>, Infallible>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::from_environment()?;
    let (queue, notifications) = mpsc::channel(QUEUE_LENGTH);
    let worker = tokio::task::spawn_blocking(|| work(notifications));
    let webhook = credentials
        .layer()?
        .with_body_deadline(seconds("BODY_DEADLINE_SECS", 10)?)
        .with_body_budget(number::<usize>("BODY_BUDGET_MIB", 64)? << 20)
        .layer(tower::service_fn(move |request| ready(Ok(empty(receive(&request, &queue))))))
        .boxed_clone();

    let address = env::var("ADDR").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    credentials.announce(listener.local_addr()?)?;
    let connections = serve(listener, &webhook).await?;
    timeout(DRAIN, drain(connections, webhook, worker)).await?
}

/// Queues a notification or rejects it, but never waits.
fn receive(request: &Request<Full<Bytes>>, queue: &mpsc::Sender<WebhookEvent>) -> StatusCode {
    let Some(verified) = request.extensions().get::<Verified>() else {
        return StatusCode::INTERNAL_SERVER_ERROR;
    };
    let event = match WebhookEvent::from_verified(verified) {
        Ok(event) => event,
        Err(error) => {
            print::undecodable(&error);
            return StatusCode::BAD_REQUEST;
        }
    };
    match queue.try_send(event) {
        Ok(()) => StatusCode::OK,
        // The queue is full, or the worker has stopped: Meta sends the notification again.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Works off the queue, in a thread of its own, so that it may block.
fn work(mut notifications: mpsc::Receiver<WebhookEvent>) -> io::Result<()> {
    while let Some(event) = notifications.blocking_recv() {
        print::event(&event)?;
    }
    Ok(())
}

/// Accepts connections until the process is asked to stop. Those that are open then are returned.
async fn serve(listener: TcpListener, webhook: &Webhook) -> Result<GracefulShutdown, Box<dyn Error>> {
    let header_timeout = seconds("HEADER_TIMEOUT_SECS", 10)?;
    let slots = Arc::new(Semaphore::new(number("MAX_CONNECTIONS", 1000)?));
    let server = server(header_timeout);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(asked_to_stop());
    loop {
        let (stream, slot) = tokio::select! {
            accepted = accept(&listener, &slots) => accepted?,
            stopped = &mut stop => return stopped.map(|()| connections).map_err(Into::into),
        };
        let webhook = webhook.clone();
        let first_request = Arc::new(Notify::new());
        let has_request = Arc::clone(&first_request);
        let service = service_fn(move |request| {
            has_request.notify_one();
            route(webhook.clone(), request)
        });
        let connection = server.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            keep(connection, &first_request, header_timeout).await;
            drop(slot);
        });
    }
}

fn server(header_timeout: Duration) -> auto::Builder<TokioExecutor> {
    let mut server = auto::Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(header_timeout).max_buf_size(64 * 1024);
    server
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10))
        .max_concurrent_streams(32)
        .max_header_list_size(16 * 1024);
    server
}

/// Waits for a free slot first, so that whoever is too many waits in the system's own queue.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Result<(TcpStream, OwnedSemaphorePermit), AcquireError> {
    let slot = Arc::clone(slots).acquire_owned().await?;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return Ok((stream, slot)),
            // The client is gone already, or no file is left to open: no reason to stop.
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn route(
    webhook: Webhook,
    request: Request<Incoming>,
) -> Result<Response<Either<ResponseBody<Full<Bytes>>, Empty<Bytes>>>, Infallible> {
    if request.uri().path() != "/webhook" {
        return Ok(empty(StatusCode::NOT_FOUND).map(Either::Right));
    }
    let response = webhook.oneshot(request).await?;
    print::rejection(response.extensions());
    Ok(response.map(Either::Left))
}

fn empty<B: Default>(status: StatusCode) -> Response<B> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

/// Drives a connection to its end, or drops it if its first request is late.
///
/// hyper's timer for headers starts only when the first bytes have told HTTP/1.1 from HTTP/2, and nothing limits the
/// wait for those.
async fn keep<C: Future>(connection: C, first_request: &Notify, limit: Duration) {
    let mut connection = pin!(connection);
    tokio::select! {
        _ = &mut connection => {}
        first = timeout(limit, first_request.notified()) => if first.is_ok() {
            connection.await;
        },
    }
}

/// Ends at ctrl-c, and where there is such a thing, at SIGTERM.
async fn asked_to_stop() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    signal::ctrl_c().await
}

/// Lets the open connections end, and then the queue, which is closed once the last service is gone.
async fn drain(
    connections: GracefulShutdown,
    webhook: Webhook,
    worker: JoinHandle<io::Result<()>>,
) -> Result<(), Box<dyn Error>> {
    connections.shutdown().await;
    drop(webhook);
    Ok(worker.await??)
}

fn seconds(name: &str, default: u64) -> Result<Duration, Box<dyn Error>> {
    Ok(Duration::from_secs(number(name, default)?))
}

fn number<T: FromStr<Err: Display>>(name: &str, default: T) -> Result<T, Box<dyn Error>> {
    match env::var(name) {
        Ok(text) => text.parse().map_err(|error| format!("{name}: {error}").into()),
        Err(_) => Ok(default),
    }
}
