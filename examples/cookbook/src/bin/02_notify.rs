//! Sends a template to many recipients, each once: `cargo run --bin 02_notify -- notifications.tsv`.
//!
//! A line of the file has a key of yours, the language, the phone number, and the values of the template's body, with tabs between:
//!
//! ```text
//! order-17    pt_BR    +5511987650001    Ana    17
//! order-18    en       +16505551234      Kerry  18
//! ```
//!
//! Needs `WHATSAPP_ACCOUNT_ID`, `WHATSAPP_PHONE_NUMBER_ID` and `TEMPLATE` in the environment, beside the variables of `01_echo`.
//! `cargo test notify` runs the program offline.
//!
//! Meta has no idempotency key: a message that is sent again is a second message. So a call without an answer is not repeated. The key
//! goes along as `callback_data`, and comes back in the statuses of the message, with its identifier.

use std::{
    collections::HashMap,
    env,
    error::Error,
    fs,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, extract::State, routing::post};
use tokio::{
    sync::{Notify, Semaphore},
    task::JoinSet,
    time::{sleep, timeout},
};
use whatsapp_webhook::{
    WebhookEvent,
    event::{MessageId, PhoneNumberId, WabaId},
    graph::{Recipient, TemplateMessage},
};
use whatsapp_webhook_cookbook::{Client, Settings, listen, variable};

/// How many messages are sent at a time.
const AT_A_TIME: usize = 8;

/// The pauses before a message is sent again that Meta rejected for now, in seconds.
const PAUSES: [u64; 4] = [1, 4, 16, 64];

/// A notification to send.
struct Notification {
    key: String,
    language: String,
    number: String,
    values: Vec<String>,
}

/// The identifiers of the messages by key, from their statuses.
#[derive(Default)]
struct Statuses {
    messages: Mutex<HashMap<String, MessageId>>,
    changed: Notify,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("Error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns whether the message of each notification is known.
async fn run() -> Result<bool, Box<dyn Error>> {
    let Settings { client, webhook } = Settings::from_environment()?;
    let account: WabaId = variable("WHATSAPP_ACCOUNT_ID")?.parse()?;
    let from: PhoneNumberId = variable("WHATSAPP_PHONE_NUMBER_ID")?.parse()?;
    let template = variable("TEMPLATE")?;
    let file = env::args().nth(1).ok_or("the argument is the file of notifications")?;
    let notifications = read(&file)?;
    check_languages(&client, &account, &template, &notifications).await?;

    let statuses = Arc::new(Statuses::default());
    let app = Router::new().route("/webhook", post(receive).layer(webhook)).with_state(Arc::clone(&statuses));
    let listener = listen().await?;
    tokio::spawn(async move { axum::serve(listener, app).await });

    let patience = patience()?;
    let places = Arc::new(Semaphore::new(AT_A_TIME));
    let mut tasks = JoinSet::new();
    for notification in notifications {
        let place = Arc::clone(&places).acquire_owned().await?;
        let (client, statuses) = (client.clone(), Arc::clone(&statuses));
        let (from, template) = (from.clone(), template.clone());
        tasks.spawn(async move {
            let sent = send(&client, &from, &template, &notification).await;
            drop(place);
            let outcome = match sent {
                Ok(Some(message)) => Ok(format!("sent as {message}")),
                Ok(None) => match timeout(patience, statuses.message(&notification.key)).await {
                    Ok(message) => Ok(format!("sent as {message}, as its status says")),
                    Err(_) => Err("without an answer and without a status: it may have been sent".to_owned()),
                },
                Err(error) => Err(format!("not sent: {error}")),
            };
            println!("{}: {}", notification.key, outcome.as_ref().unwrap_or_else(|error| error));
            outcome.is_ok()
        });
    }
    Ok(tasks.join_all().await.into_iter().all(|is_known| is_known))
}

/// Returns an error that names each language in which the template cannot be sent.
async fn check_languages(
    client: &Client,
    account: &WabaId,
    template: &str,
    notifications: &[Notification],
) -> Result<(), Box<dyn Error>> {
    let versions = client.send_again(|graph| graph.templates(account, template)).await?;
    let mut problems = Vec::new();
    for Notification { language, .. } in notifications {
        let version = versions.iter().find(|version| version.language == *language);
        let problem = match version {
            Some(version) if version.is_approved() => continue,
            Some(version) => format!("{language} is {}", version.status.as_deref().unwrap_or("not approved")),
            None => format!("{language} is not there"),
        };
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!("the template {template}: {}", problems.join(", ")).into())
    }
}

/// Returns the message, or `None` if it may have been sent although there is no answer.
async fn send(
    client: &Client,
    from: &PhoneNumberId,
    template: &str,
    notification: &Notification,
) -> Result<Option<MessageId>, Box<dyn Error + Send + Sync>> {
    let message =
        TemplateMessage::new(Recipient::number(&notification.number), template, &notification.language)
            .body(notification.values.iter().map(String::as_str))
            .callback_data(&notification.key);
    let mut pauses = PAUSES.into_iter();
    loop {
        match client.send(client.graph.send(from, &message)).await {
            Ok(sent) => return Ok(Some(sent.id)),
            Err(error) if error.may_have_been_executed() => return Ok(None),
            Err(error) if error.is_safe_to_resend() => match pauses.next() {
                Some(pause) => sleep(Duration::from_secs(pause)).await,
                None => return Err(error.into()),
            },
            Err(error) => return Err(error.into()),
        }
    }
}

async fn receive(State(statuses): State<Arc<Statuses>>, event: WebhookEvent) {
    for update in event.updates() {
        if let Some(status) = update.status()
            && let Some(key) = &status.biz_opaque_callback_data
        {
            statuses.note(key, &status.id);
        }
    }
}

impl Statuses {
    fn note(&self, key: &str, message: &MessageId) {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.insert(key.to_owned(), message.clone());
        self.changed.notify_waiters();
    }

    /// Waits for a status of the message with this key.
    async fn message(&self, key: &str) -> MessageId {
        loop {
            let changed = self.changed.notified();
            let message = self.messages.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
            match message {
                Some(message) => return message,
                None => changed.await,
            }
        }
    }
}

fn read(file: &str) -> Result<Vec<Notification>, Box<dyn Error>> {
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let mut notifications = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let mut parts = line.split('\t').map(str::to_owned);
        let (Some(key), Some(language), Some(to)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(format!(
                "{file}, line {number}: write key, language and phone number, with tabs between"
            )
            .into());
        };
        notifications.push(Notification { key, language, number: to, values: parts.collect() });
    }
    Ok(notifications)
}

/// How long to wait for a status: `STATUS_SECS`, or five minutes.
fn patience() -> Result<Duration, Box<dyn Error>> {
    let seconds = env::var("STATUS_SECS").map_or(Ok(300), |text| text.parse());
    Ok(Duration::from_secs(seconds.map_err(|error| format!("STATUS_SECS: {error}"))?))
}
