//! The receiver to deploy from: `cargo run --example hyper`.
//!
//! This receiver does what `axum.rs` does, without a framework, and adds what every public server needs:
//!
//! - a time limit for the headers of a request, which the layer never sees;
//! - a lifetime of connections, which only a verified notification renews: every other response closes its connection;
//! - a limit on connections. A new one beyond it replaces the one that was verified or accepted longest ago;
//! - a bounded queue between the response and the work: Meta waits for the response, and not for your handling of an
//!   update. A notification that finds the queue full is answered 503, and Meta sends it again;
//! - an end: the process exits with 1 as soon as the worker ends, so that a supervisor starts it again;
//! - a drain: on a signal to stop, the receiver finishes the requests and updates that it has begun, and exits with 0;
//! - a log that no request waits for.
//!
//! The queue is in memory: a notification that was answered 200 is lost if the process is killed. If you must not lose
//! any, store them first: the feature `inbox` does so (`docs/inbox.md`).
//!
//! A proxy in front of the receiver does the TLS, and limits the connections of each address: whoever opens connections
//! fast enough replaces those of Meta (`docs/deploy.md`). The receiver speaks HTTP/1.1 and, without TLS, HTTP/2.
//!
//! Environment variables:
//!
//! - `WHATSAPP_APP_SECRET`, `WHATSAPP_VERIFY_TOKEN`: those of your app; by default demo credentials, which are printed.
//! - `ADDR`: where to listen; `127.0.0.1:3000` by default. Port 0 is any free one.
//! - `HEADER_TIMEOUT_SECS` (10), `BODY_DEADLINE_SECS` (10), `CONNECTION_LIFETIME_SECS` (60), `MAX_CONNECTIONS` (1000),
//!   `BODY_BUDGET_MIB` (64), and `DRAIN_SECS` (10): how long a stop may wait for the queue, behind the last bodies.

#[path = "shared/demo.rs"]
mod demo;
#[path = "shared/print.rs"]
mod print;
#[path = "shared/stop.rs"]
mod stop;

use std::{
    convert::Infallible, env, error::Error, fmt::Display, future::ready, io, panic, pin::pin,
    process::ExitCode, str::FromStr, thread, time::Duration,
};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header::CONNECTION};
use http_body_util::{Either, Empty, Full};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulConnection},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::{Instant, sleep, sleep_until, timeout},
};
use tower::{Layer, ServiceExt, util::BoxCloneService};
use whatsapp_webhook::{ResponseBody, Verified, WebhookEvent};

use self::{demo::Credentials, stop::asked_to_stop};

/// How many notifications may wait in the queue.
const QUEUE_LENGTH: usize = 1000;
/// How many requests of one HTTP/2 connection are served at a time: each may hold 128 KiB that no budget counts.
const HTTP2_STREAMS: u32 = 4;

/// The handler behind the layer, boxed so that its type has a name.
type Webhook = BoxCloneService<Request<Incoming>, Response<ResponseBody<Full<Bytes>>>, Infallible>;

#[tokio::main]
async fn main() -> ExitCode {
    panic::set_hook(Box::new(|panic| print::log(panic.to_string())));
    let Err(error) = run().await else { return ExitCode::SUCCESS };
    print::log(format!("Error: {error}"));
    // Time to write the line, and no more than that: the reader of the log may be stuck.
    sleep(Duration::from_millis(200)).await;
    ExitCode::FAILURE
}

async fn run() -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::from_environment()?;
    let body_deadline = seconds("BODY_DEADLINE_SECS", 10)?;
    let drain = seconds("DRAIN_SECS", 10)?;
    let mut connections = Connections::new(body_deadline)?;
    let (queue, notifications) = mpsc::channel(QUEUE_LENGTH);
    let webhook = credentials
        .layer()?
        .with_body_deadline(body_deadline)
        .with_body_budget(number::<usize>("BODY_BUDGET_MIB", 64)? << 20)
        .layer(tower::service_fn(move |request| ready(Ok(empty(receive(&request, &queue))))))
        .boxed_clone();
    let listener = demo::listen().await?;
    credentials.announce(listener.local_addr()?)?;

    // A thread of its own may block, and does not keep the process from ending.
    let (ended, mut worker) = oneshot::channel();
    thread::spawn(move || ended.send(work(notifications)));
    tokio::select! {
        stopped = asked_to_stop() => stopped?,
        ended = &mut worker => return Err(format!("the worker ended: {ended:?}").into()),
        never = connections.accept(&listener, &webhook) => match never {},
    }
    drop(listener);
    connections.close().await;
    // The worker ends once the last service is gone, and with it the queue's sender.
    drop(webhook);
    let ended = timeout(drain, worker).await.map_err(|_| "the queue was not worked off in time")?;
    Ok(ended??)
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
        // The queue is full: Meta sends the notification again.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Works off the queue.
fn work(mut notifications: mpsc::Receiver<WebhookEvent>) -> io::Result<()> {
    while let Some(event) = notifications.blocking_recv() {
        print::event(&event)?;
    }
    Ok(())
}

/// The time that a connection has.
struct Life {
    /// When the connection delivered its last verified notification, or else was accepted.
    verified: Instant,
    /// When it is closed.
    end: Instant,
    has_request: bool,
}

impl Life {
    fn renew(&mut self, verified: Instant, lifetime: Duration) {
        self.has_request = true;
        self.verified = verified;
        // An end that has come stays, whatever the other requests of an HTTP/2 connection get.
        if Instant::now() < self.end {
            self.end = verified + lifetime;
        }
    }
}

/// The open connections.
struct Connections {
    max: usize,
    header_timeout: Duration,
    lifetime: Duration,
    /// How long a connection may go on at its end: enough for a body that has begun, and for its answer.
    grace: Duration,
    server: auto::Builder<TokioExecutor>,
    /// Some of them may have ended already.
    tasks: Vec<(JoinHandle<()>, watch::Sender<Life>)>,
}

impl Connections {
    fn new(body_deadline: Duration) -> Result<Self, Box<dyn Error>> {
        let header_timeout = seconds("HEADER_TIMEOUT_SECS", 10)?;
        let mut server = auto::Builder::new(TokioExecutor::new());
        server.http1().timer(TokioTimer::new()).header_read_timeout(header_timeout).max_buf_size(64 * 1024);
        server.http2().max_concurrent_streams(HTTP2_STREAMS).max_header_list_size(8 * 1024);
        Ok(Self {
            max: number("MAX_CONNECTIONS", 1000)?,
            header_timeout,
            lifetime: seconds("CONNECTION_LIFETIME_SECS", 60)?,
            grace: body_deadline + Duration::from_secs(1),
            server,
            tasks: Vec::new(),
        })
    }

    async fn accept(&mut self, listener: &TcpListener, webhook: &Webhook) -> Infallible {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => self.open(stream, webhook.clone()),
                // The client is gone already, or no file is left to open: no reason to stop.
                Err(_) => sleep(Duration::from_millis(100)).await,
            }
        }
    }

    fn open(&mut self, stream: TcpStream, webhook: Webhook) {
        self.make_room();
        let (now, lifetime) = (Instant::now(), self.lifetime);
        let life = Life { verified: now, end: now + self.header_timeout, has_request: false };
        let (life, changes) = watch::channel(life);
        let of_service = life.clone();
        let service =
            service_fn(move |request| route(webhook.clone(), of_service.clone(), lifetime, request));
        let connection = self.server.serve_connection(TokioIo::new(stream), service).into_owned();
        self.tasks.push((tokio::spawn(keep(connection, changes, self.grace)), life));
    }

    /// Drops a connection if there are as many as may be.
    fn make_room(&mut self) {
        if self.tasks.len() >= self.max {
            self.tasks.retain(|(task, _)| !task.is_finished());
        }
        let verified = self.tasks.iter().map(|(_, life)| life.borrow().verified).enumerate();
        if self.tasks.len() >= self.max
            && let Some((longest_ago, _)) = verified.min_by_key(|(_, verified)| *verified)
        {
            self.tasks.swap_remove(longest_ago).0.abort();
        }
    }

    /// Lets the connections finish what they have begun, each within its grace.
    async fn close(self) {
        for (_, life) in &self.tasks {
            life.send_modify(|life| life.end = Instant::now());
        }
        for (task, _) in self.tasks {
            let _ = task.await;
        }
    }
}

/// Drives a connection until its end. Then no further request is read, and those that take too long are dropped.
///
/// A client that reads no answers comes to its end too: as nothing more is read from it, nothing more is verified.
async fn keep(connection: impl GracefulConnection, mut life: watch::Receiver<Life>, grace: Duration) {
    let mut connection = pin!(connection);
    loop {
        let end = life.borrow_and_update().end;
        tokio::select! {
            _ = &mut connection => return,
            _ = life.changed() => {}
            () = sleep_until(end) => break,
        }
    }
    if life.borrow().has_request {
        connection.as_mut().graceful_shutdown();
        let _ = timeout(grace, connection).await;
    }
}

async fn route(
    webhook: Webhook,
    life: watch::Sender<Life>,
    lifetime: Duration,
    request: Request<Incoming>,
) -> Result<Response<Either<ResponseBody<Full<Bytes>>, Empty<Bytes>>>, Infallible> {
    life.send_modify(|life| life.renew(life.verified, lifetime));
    let is_post = request.method() == Method::POST;
    let mut response = match request.uri().path() {
        "/webhook" => webhook.oneshot(request).await?.map(Either::Left),
        _ => empty(StatusCode::NOT_FOUND).map(Either::Right),
    };
    print::rejection(response.extensions());
    let now = Instant::now();
    // Only the handler answers a POST with 200.
    if is_post && response.status() == StatusCode::OK {
        life.send_modify(|life| life.renew(now, lifetime));
    } else {
        // hyper leaves the header out of HTTP/2, where the end of the connection is a GOAWAY.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        life.send_modify(|life| life.end = now);
    }
    Ok(response)
}

fn empty<B: Default>(status: StatusCode) -> Response<B> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
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
