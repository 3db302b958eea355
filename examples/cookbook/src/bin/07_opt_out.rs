//! Sends offers to those who want them: `cargo run --bin 07_opt_out`.
//!
//! A customer who writes STOP gets no more offers, and with START they come again. The same choice is made in WhatsApp itself, by *Stop* in
//! the chat; it arrives in the field `user_preferences`. Meta counts complaints and blocks numbers for them, so a choice must not be lost: the
//! program answers 200 once it is stored. Here the store is a set in memory; yours is a database.
//!
//! Without variables in the environment, the program talks to the simulator in `examples/simulator`. `cargo test opt_out` runs it offline.

use std::{
    collections::HashSet,
    error::Error,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Router, extract::State, routing::post};
use whatsapp_webhook::{Content, Update, WebhookEvent, event::user_preferences::PreferenceValue};
use whatsapp_webhook_cookbook::{Client, SendError, Settings, exit, listen};

#[derive(Clone)]
struct Shop {
    client: Client,
    /// The users who want no offers.
    opted_out: Arc<Mutex<HashSet<String>>>,
}

#[tokio::main]
async fn main() -> ExitCode {
    exit(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Settings { client, webhook } = Settings::from_environment()?;
    let shop = Shop { client, opted_out: Arc::default() };
    let app = Router::new().route("/webhook", post(receive).layer(webhook)).with_state(shop);
    Ok(axum::serve(listen().await?, app).await?)
}

async fn receive(State(shop): State<Shop>, event: WebhookEvent) {
    for update in event.updates() {
        // First what must not be lost; the answer may come later.
        let answer = shop.note(&update);
        let shop = shop.clone();
        tokio::spawn(async move {
            if let Err(error) = shop.answer(&update, answer).await {
                println!("{} was not answered: {error}", update.id().unwrap_or_default());
            }
        });
    }
}

impl Shop {
    /// Stores a choice, and returns the answer to the message.
    fn note(&self, update: &Update) -> Option<&'static str> {
        let user = update.sender()?.id().to_owned();
        let mut opted_out = self.opted_out.lock().unwrap_or_else(PoisonError::into_inner);
        if let Content::UserPreference(preference) = &update.content {
            match preference.value {
                PreferenceValue::Stop => opted_out.insert(user),
                PreferenceValue::Resume | PreferenceValue::Signup => opted_out.remove(&user),
                // A value that is newer than this program is no consent.
                _ => opted_out.insert(user),
            };
            return None;
        }
        match update.message()?.text()?.trim().to_uppercase().as_str() {
            "STOP" => {
                opted_out.insert(user);
                Some("You get no more offers. Write START to get them again.")
            }
            "START" => {
                opted_out.remove(&user);
                Some("Welcome back! You get our offers.")
            }
            _ if opted_out.contains(&user) => Some("How can we help you?"),
            _ => Some("How can we help you? Today, tea is half price. Write STOP to get no offers."),
        }
    }

    async fn answer(&self, update: &Update, answer: Option<&str>) -> Result<(), SendError> {
        let (Some(target), Some(answer)) = (update.reply_target(), answer) else { return Ok(()) };
        self.client.send(self.client.graph.reply_text(&target.from, &target.to, answer)).await?;
        Ok(())
    }
}
