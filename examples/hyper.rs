//! The receiver to deploy from: `cargo run --example hyper`.
//!
//! It does what `axum.rs` does and needs no framework. What it adds is what a server that anyone can reach must have:
//!
//! - a limit of time for the headers of a request, which the layer never sees: without one, whoever sends half of them
//!   holds a connection for as long as they like;
//! - a limit of connections, so that the memory for them has an end;
//! - a drain: asked to stop, it answers what it has begun to read and works off what it has accepted;
//! - a bounded queue between the answer and the work: the platform waits for an answer, and not for what you do about
//!   an update. What finds the queue full is answered 503, and the platform sends it again.
//!
//! The queue is in memory: a delivery that was answered 200 is gone if the process is killed. Store it before you
//! answer if you cannot do without it.
//!
//! It speaks HTTP/1.1 and, without TLS, HTTP/2; TLS is the work of a proxy before it. These environment variables
//! change it:
//!
//! - `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`: those of your app. Without them it takes demo credentials, which
//!   it prints with the two commands to try next.
//! - `ADDR`: where to listen; `127.0.0.1:3000` by default. Port 0 is any free one.
//! - `HEADER_TIMEOUT_SECS` (10), `BODY_DEADLINE_SECS` (10), `BODY_BUDGET_MIB` (64), `MAX_CONNECTIONS` (1000).

use std::{
    convert::Infallible,
    env::{self, VarError},
    error::Error,
    fmt::Display,
    future::ready,
    io::{self, BufWriter, Write},
    net::SocketAddr,
    pin::pin,
    str::FromStr,
    sync::Arc,
    time::Duration,
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
use whatsapp_webhook::{
    AppSecret, Content, Rejection, ResponseBody, UnknownReason, Update, User, Verified, VerifyToken,
    WebhookEvent, WhatsAppWebhookLayer,
    event::{Message, MessageContent, WabaId},
};

const DEMO_APP_SECRET: &str = "demo-app-secret-that-everyone-knows";
const DEMO_VERIFY_TOKEN: &str = "demo-verify-token";
/// How many deliveries may wait for the work on them.
const QUEUE_LENGTH: usize = 1000;
/// How long a stop may take: less than the 30 seconds after which most supervisors kill.
const DRAIN: Duration = Duration::from_secs(20);

/// The handler behind the layer, boxed so that its type has a name.
type Webhook = BoxCloneService<Request<Incoming>, Response<ResponseBody<Full<Bytes>>>, Infallible>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app_secret = credential("WHATSAPP_APP_SECRET", DEMO_APP_SECRET)?;
    let verify_token = credential("WHATSAPP_VERIFY_TOKEN", DEMO_VERIFY_TOKEN)?;
    let demo = (app_secret == DEMO_APP_SECRET, verify_token == DEMO_VERIFY_TOKEN);
    let (queue, deliveries) = mpsc::channel(QUEUE_LENGTH);
    let worker = tokio::task::spawn_blocking(|| work(deliveries));
    let webhook = WhatsAppWebhookLayer::new(AppSecret::new(app_secret)?, VerifyToken::new(verify_token)?)
        .with_body_deadline(seconds("BODY_DEADLINE_SECS", 10)?)
        .with_body_budget(number::<usize>("BODY_BUDGET_MIB", 64)? << 20)
        .layer(tower::service_fn(move |request| ready(Ok(empty(receive(&request, &queue))))))
        .boxed_clone();

    let address = env::var("ADDR").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    announce(listener.local_addr()?, demo)?;
    let connections = serve(listener, &webhook).await?;
    timeout(DRAIN, drain(connections, webhook, worker)).await?
}

/// Queues a delivery or refuses it, but never waits.
fn receive(request: &Request<Full<Bytes>>, queue: &mpsc::Sender<WebhookEvent>) -> StatusCode {
    let Some(verified) = request.extensions().get::<Verified>() else {
        return StatusCode::INTERNAL_SERVER_ERROR;
    };
    let Ok(event) = WebhookEvent::from_verified(verified) else {
        return StatusCode::BAD_REQUEST;
    };
    match queue.try_send(event) {
        Ok(()) => StatusCode::OK,
        // It is full, or the worker has given up: the platform sends it again.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The queue's other end. It has a thread of its own, so what is done here may block.
fn work(mut deliveries: mpsc::Receiver<WebhookEvent>) -> io::Result<()> {
    while let Some(event) = deliveries.blocking_recv() {
        print(&event)?;
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
    explain(&response);
    Ok(response.map(Either::Left))
}

/// A refused sender is told next to nothing; the reason is for the person at this end.
fn explain<B>(response: &Response<B>) {
    if let Some(rejection) = response.extensions().get::<Rejection>() {
        let _ = writeln!(io::stderr(), "refused with {}: {rejection}", rejection.status());
    }
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

fn credential(variable: &str, demo: &str) -> Result<String, Box<dyn Error>> {
    match env::var(variable) {
        Err(VarError::NotPresent) => Ok(demo.to_owned()),
        other => other.map_err(|error| format!("{variable}: {error}").into()),
    }
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

fn announce(address: SocketAddr, demo: (bool, bool)) -> Result<(), Box<dyn Error>> {
    if demo != (false, false) && !address.ip().is_loopback() {
        return Err("everyone knows the demo credentials: set your own to listen to other machines".into());
    }
    let url = format!("http://{address}/webhook");
    let mut out = io::stdout().lock();
    writeln!(out, "Listening on {url}")?;
    let (demo_app_secret, demo_verify_token) = demo;
    if demo_app_secret {
        writeln!(out, "with the demo app secret {DEMO_APP_SECRET}; try, in another terminal:")?;
        writeln!(out, "  cargo run --example send -- text {url}")?;
    }
    if demo_verify_token {
        let query =
            format!("hub.mode=subscribe&hub.verify_token={DEMO_VERIFY_TOKEN}&hub.challenge=1158201444");
        writeln!(out, "with the demo verify token {DEMO_VERIFY_TOKEN}; try, in another terminal:")?;
        writeln!(out, "  curl '{url}?{query}'")?;
    }
    Ok(())
}

fn print(event: &WebhookEvent) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for update in event.updates() {
        writeln!(out, "{}", line(&update))?;
    }
    out.flush()
}

/// An update as a person likes to read it.
fn line(update: &Update<'_>) -> String {
    let (head, detail) = summary(update);
    match detail {
        Some(detail) => printable(&format!("{head}: {detail}")),
        None => printable(&head),
    }
}

fn summary(update: &Update<'_>) -> (String, Option<String>) {
    let kind = update.kind();
    let id = update.id().unwrap_or("(no id)");
    match update.content {
        Content::Message(message) => {
            (format!("{kind:<11} {id}  from {}", named(&update.sender())), gist(message))
        }
        Content::Status(status) => {
            let reason = status.errors.first().map(reason);
            (format!("{kind:<11} {id}  to {}", named(&update.recipient())), reason)
        }
        Content::Error(error) => (kind.to_owned(), Some(reason(error))),
        Content::AccountUpdate(account) => {
            let violation = account.violation_info.as_ref().and_then(|info| info.violation_type.as_ref());
            let of = update.waba_id().map_or("(no id)", WabaId::as_str);
            (format!("account_update {kind}  of {of}"), violation.map(ToString::to_string))
        }
        Content::Unknown(unknown) => match unknown.reason() {
            UnknownReason::Malformed(error) => {
                (format!("malformed   {id}  in {kind}"), Some(error.to_string()))
            }
            _ => (format!("unknown field {kind} {}", flat(unknown.raw())), None),
        },
        _ => {
            let id = update.id().map(|id| format!("{id}  ")).unwrap_or_default();
            (format!("{kind:<11} {id}in {}{}", update.field(), between(update)), None)
        }
    }
}

/// The users at both ends, as far as the update names them.
fn between(update: &Update<'_>) -> String {
    let ends = [("from", update.sender()), ("to", update.recipient())];
    let known = ends.iter().filter(|(_, user)| *user != User::default());
    known.map(|(end, user)| format!(" {end} {}", named(user))).collect()
}

/// What a message says, or what it shows if it has no words.
fn gist(message: &Message) -> Option<String> {
    match &message.content {
        MessageContent::Reaction(reaction) => {
            Some(reaction.emoji.as_deref().unwrap_or("(taken back)").to_owned())
        }
        MessageContent::Location(place) => Some(format!("{}, {}", place.latitude, place.longitude)),
        MessageContent::Contacts(cards) => {
            Some(list(cards.iter().map(|card| card.name.as_deref()?.formatted_name.as_deref())))
        }
        MessageContent::Order(order) => {
            Some(list(order.product_items.iter().map(|item| item.product_retailer_id.as_deref())))
        }
        MessageContent::Unknown(unknown) => Some(flat(unknown.raw())),
        content => content.text().or_else(|| content.media()?.mime_type.as_deref()).map(str::to_owned),
    }
}

fn list<'a>(names: impl Iterator<Item = Option<&'a str>>) -> String {
    names.map(|name| name.unwrap_or("?")).collect::<Vec<_>>().join(", ")
}

fn flat(json: &str) -> String {
    json.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn reason(error: &whatsapp_webhook::event::Error) -> String {
    format!("{} {}", error.code, error.title.as_deref().unwrap_or_default())
}

fn named(user: &User<'_>) -> String {
    match user.name {
        Some(name) => format!("{user} ({name})"),
        None => user.to_string(),
    }
}

/// Strangers wrote it, and it goes to a terminal: no control characters, nothing that turns the writing direction, and
/// an end.
fn printable(line: &str) -> String {
    const MAX: usize = 300;
    let is_unsafe =
        |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let clean = |c| if is_unsafe(c) { ' ' } else { c };
    let mut printable: String = line.chars().map(clean).take(MAX).collect();
    if line.chars().nth(MAX).is_some() {
        printable.push('…');
    }
    printable
}
