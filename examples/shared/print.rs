//! Prints a notification, one line for each update, and why a request was rejected.

use std::{
    io::{self, Write},
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering::Relaxed},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use http::{Response, StatusCode};
use whatsapp_webhook::{
    Content, Rejection, UnknownReason, Update, User,
    event::{ApiError, Message, MessageContent, WabaId},
};

/// How many lines may wait for the reader of standard error.
const LOG_LENGTH: usize = 1000;

static LOG: LazyLock<SyncSender<String>> = LazyLock::new(|| {
    let (log, lines) = sync_channel(LOG_LENGTH);
    thread::spawn(move || write_log(lines));
    log
});
/// How many lines were dropped since the last one was written.
static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// Logs a line to standard error, or drops it if the reader is too slow: strangers cause most of the lines, and no
/// request may wait for one.
pub(crate) fn log(line: String) {
    if LOG.try_send(line).is_err() {
        DROPPED.fetch_add(1, Relaxed);
    }
}

fn write_log(lines: Receiver<String>) {
    for mut line in lines {
        match DROPPED.swap(0, Relaxed) {
            0 => line.push('\n'),
            dropped => line.push_str(&format!("\n({dropped} lines were dropped)\n")),
        }
        let _ = io::stderr().write_all(line.as_bytes());
    }
}

/// Prints an update.
pub(crate) fn update(update: &Update) -> io::Result<()> {
    // In one piece: a line that fails halfway would be printed twice by the next attempt.
    io::stdout().write_all((line(update) + "\n").as_bytes())
}

/// Logs why a request was rejected: the sender is told next to nothing, and the reason is for the person at this end.
pub(crate) fn rejection<B>(response: &Response<B>) {
    let status = response.status();
    match response.extensions().get::<Rejection>() {
        Some(rejection) => log(format!("rejected with {status}: {rejection}")),
        // The layer let it pass.
        None if status == StatusCode::BAD_REQUEST => {
            log(format!("rejected with {status}: signed, but not a WhatsApp notification"));
        }
        None if status.is_server_error() => {
            log(format!("rejected with {status}: Meta will send the notification again"));
        }
        None => {}
    }
}

/// An update as a person likes to read it.
fn line(update: &Update) -> String {
    let (head, detail) = summary(update);
    match detail {
        Some(detail) => printable(&format!("{head}: {detail}")),
        None => printable(&head),
    }
}

fn summary(update: &Update) -> (String, Option<String>) {
    let kind = update.kind();
    let id = update.id().unwrap_or("(no id)");
    match &update.content {
        Content::Message(message) => {
            (format!("{kind:<11} {id}  from {}", named(update.sender())), gist(message))
        }
        Content::Status(status) => {
            let reason = status.errors.first().map(reason);
            (format!("{kind:<11} {id}  to {}", named(update.recipient())), reason)
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
            (format!("{kind:<11} {id}in {}{}", update.field(), between(update)), template(update))
        }
    }
}

/// The users at both ends, as far as the update names them.
fn between(update: &Update) -> String {
    let ends = [("from", update.sender()), ("to", update.recipient())];
    let known = ends.into_iter().filter(|(_, user)| user.is_some());
    known.map(|(end, user)| format!(" {end} {}", named(user))).collect()
}

fn template(update: &Update) -> Option<String> {
    let template = update.template()?;
    Some(format!("{} ({})", template.name?, template.language.unwrap_or("no language")))
}

/// What a message says, or what it shows if it has no words.
fn gist(message: &Message) -> Option<String> {
    match &message.content {
        MessageContent::Reaction(reaction) => {
            Some(reaction.emoji.as_deref().unwrap_or("(taken back)").to_owned())
        }
        MessageContent::Location(place) => Some(format!("{}, {}", place.latitude, place.longitude)),
        MessageContent::Contacts(cards) => {
            Some(list(cards.iter().map(|card| card.name.as_ref()?.formatted_name.as_deref())))
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

fn reason(error: &ApiError) -> String {
    format!("{} {}", error.code, error.title.as_deref().unwrap_or_default())
}

fn named(user: Option<User<'_>>) -> String {
    match user {
        Some(user @ User { name: Some(name), .. }) => format!("{user} ({name})"),
        Some(user) => user.to_string(),
        None => "an unnamed user".to_owned(),
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
