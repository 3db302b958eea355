//! A receiver that prints what arrives: `cargo run --example axum`.
//!
//! It listens on `127.0.0.1:3000`, path `/webhook`, and prints one line for each update. These environment variables
//! change it:
//!
//! - `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`: those of your app. Without them it takes demo credentials, which
//!   it prints with the two commands to try next.
//! - `ADDR`: where to listen, such as `127.0.0.1:8080`. Port 0 is any free one.
//! - `BODY_DEADLINE_SECS`: how long a body may take.
//!
//! Start from this one, and deploy from `hyper.rs`: `axum::serve` 0.8 arms no timer for the headers of a request, so
//! whoever sends half of them holds a connection for as long as they like.

use std::{
    env::{self, VarError},
    error::Error,
    io::{self, BufWriter, Write},
    net::SocketAddr,
    time::Duration,
};

use axum::{Router, http::StatusCode, middleware::map_response, response::Response, routing::post};
use tokio::net::TcpListener;
use whatsapp_webhook::{
    AppSecret, Content, Rejection, UnknownReason, Update, User, VerifyToken, WebhookEvent,
    WhatsAppWebhookLayer,
    event::{Message, MessageContent, WabaId},
};

const DEMO_APP_SECRET: &str = "demo-app-secret-that-everyone-knows";
const DEMO_VERIFY_TOKEN: &str = "demo-verify-token";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app_secret = credential("WHATSAPP_APP_SECRET", DEMO_APP_SECRET)?;
    let verify_token = credential("WHATSAPP_VERIFY_TOKEN", DEMO_VERIFY_TOKEN)?;
    let demo = (app_secret == DEMO_APP_SECRET, verify_token == DEMO_VERIFY_TOKEN);
    let webhook = WhatsAppWebhookLayer::new(AppSecret::new(app_secret)?, VerifyToken::new(verify_token)?)
        .with_body_deadline(body_deadline()?);
    let receive = post(receive).layer(webhook).layer(map_response(explain));
    let app = Router::new().route("/webhook", receive);

    let address = env::var("ADDR").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    announce(listener.local_addr()?, demo)?;
    axum::serve(listener, app).await?;
    Ok(())
}

/// Whatever is not answered with 200 is sent again, so an update that could not be printed is not lost.
async fn receive(event: WebhookEvent) -> StatusCode {
    match print(&event) {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A refused sender is told next to nothing; the reason is for the person at this end.
async fn explain(response: Response) -> Response {
    if let Some(rejection) = response.extensions().get::<Rejection>() {
        let _ = writeln!(io::stderr(), "refused with {}: {rejection}", rejection.status());
    }
    response
}

fn credential(variable: &str, demo: &str) -> Result<String, Box<dyn Error>> {
    match env::var(variable) {
        Err(VarError::NotPresent) => Ok(demo.to_owned()),
        other => other.map_err(|error| format!("{variable}: {error}").into()),
    }
}

fn body_deadline() -> Result<Duration, Box<dyn Error>> {
    let seconds = env::var("BODY_DEADLINE_SECS").map_or(Ok(10), |text| text.parse());
    Ok(Duration::from_secs(seconds.map_err(|error| format!("BODY_DEADLINE_SECS: {error}"))?))
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
