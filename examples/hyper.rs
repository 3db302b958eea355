//! The receiver to deploy from: `cargo run --example hyper --features inbox`.
//!
//! This receiver does what `axum.rs` does, without a framework, and adds what every public server needs:
//!
//! - a time limit for the headers of a request, which the layer never sees;
//! - a lifetime of connections, which only a verified notification renews: every other response closes its connection;
//! - a limit on connections. A new one beyond it replaces the one that was verified or accepted longest ago;
//! - an inbox between the response and the work: Meta waits for the response, and not for your handling of an update. An
//!   update that Meta repeats is handled once, and one that finds the queue full is answered 503, so Meta sends it again;
//! - a drain: on a signal to stop, the receiver finishes the requests and updates that it has begun, and exits with 0, or
//!   with 1 if updates are left;
//! - a log that no request waits for.
//!
//! The queue is in memory: an update that was answered 200 is lost if the process is killed. If you must not lose any, put
//! the queue of `whatsapp-webhook-postgres` or `whatsapp-webhook-sqlite` in its place (`docs/inbox.md`).
//!
//! A proxy in front of the receiver does the TLS, and limits the connections of each address: whoever opens connections
//! fast enough replaces those of Meta (`docs/deploy.md`). The receiver speaks HTTP/1.1 and, without TLS, HTTP/2.
//!
//! Environment variables:
//!
//! - `WHATSAPP_APP_SECRET`, `WHATSAPP_VERIFY_TOKEN`: those of your app; by default demo credentials, which are printed.
//! - `ADDR`: where to listen; `127.0.0.1:3000` by default. Port 0 is any free one.
//! - `HEADER_TIMEOUT_SECS` (10), `BODY_DEADLINE_SECS` (10), `CONNECTION_LIFETIME_SECS` (60), `MAX_CONNECTIONS` (1000),
//!   `BODY_BUDGET_MIB` (64), `QUEUE_MIB` (64), and `DRAIN_SECS` (10): how long a stop may wait for the queue, behind the
//!   last bodies.

#[path = "shared/demo.rs"]
mod demo;
#[path = "shared/print.rs"]
mod print;
#[path = "shared/stop.rs"]
mod stop;

use std::{
    convert::Infallible, env, error::Error, fmt::Display, panic, pin::pin, process, str::FromStr,
    time::Duration,
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
    sync::{oneshot, watch},
    task::{JoinHandle, spawn_blocking},
    time::{Instant, sleep, sleep_until, timeout},
};
use tower::{Layer, ServiceExt, util::BoxCloneService};
use whatsapp_webhook::{
    ResponseBody,
    inbox::{Inbox, Job, MemoryQueue},
};

use self::{demo::Credentials, stop::asked_to_stop};

/// How many requests of one HTTP/2 connection are served at a time: each may hold 128 KiB that no budget counts.
const HTTP2_STREAMS: u32 = 4;

/// The receiver of the inbox behind the layer, boxed so that its type has a name.
type Webhook = BoxCloneService<Request<Incoming>, Response<ResponseBody<Full<Bytes>>>, Infallible>;

#[tokio::main]
async fn main() {
    panic::set_hook(Box::new(|panic| print::log(panic.to_string())));
    let result = run().await;
    if let Err(error) = &result {
        print::log(format!("Error: {error}"));
        // Time to write the line, and no more than that: the reader of the log may be stuck.
        sleep(Duration::from_millis(200)).await;
    }
    // Waits for no thread that is stuck in printing.
    process::exit(result.is_err().into());
}

async fn run() -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::from_environment()?;
    let body_deadline = seconds("BODY_DEADLINE_SECS", 10)?;
    let mut connections = Connections::new(body_deadline)?;
    let queue = MemoryQueue::with_most_bytes(mebibytes("QUEUE_MIB")?);
    let inbox = Inbox::new(queue).with_drain(seconds("DRAIN_SECS", 10)?);
    let webhook = credentials
        .layer()?
        .with_body_deadline(body_deadline)
        .with_body_budget(mebibytes("BODY_BUDGET_MIB")?)
        .layer(inbox.receiver())
        .boxed_clone();
    let listener = demo::listen().await?;
    credentials.announce(listener.local_addr()?)?;

    let (stop, stopped) = oneshot::channel::<()>();
    let serve = async {
        tokio::select! {
            stopped = asked_to_stop() => stopped?,
            never = connections.accept(&listener, &webhook) => match never {},
        }
        drop(listener);
        connections.close().await;
        drop(stop);
        Ok::<_, Box<dyn Error>>(())
    };
    let worker = inbox.worker(tower::service_fn(handle)).run_until(async { drop(stopped.await) });
    let (served, worked_off) = tokio::join!(serve, worker);
    served?;
    Ok(worked_off?)
}

/// Handles an update. One that cannot be printed is tried again.
async fn handle(job: Job) -> Result<(), Box<dyn Error + Send + Sync>> {
    // Printing may block.
    Ok(spawn_blocking(move || print::update(job.update())).await??)
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
    print::rejection(&response);
    let now = Instant::now();
    // Only the inbox answers a POST with 200.
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

fn mebibytes(name: &str) -> Result<usize, Box<dyn Error>> {
    Ok(number::<usize>(name, 64)? << 20)
}

fn number<T: FromStr<Err: Display>>(name: &str, default: T) -> Result<T, Box<dyn Error>> {
    match env::var(name) {
        Ok(text) => text.parse().map_err(|error| format!("{name}: {error}").into()),
        Err(_) => Ok(default),
    }
}
