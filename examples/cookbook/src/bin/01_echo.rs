//! Answers each text message with the same text: `cargo run --bin 01_echo`.
//!
//! Without variables in the environment, the program talks to the simulator in `examples/simulator`. For Meta it needs
//! `WHATSAPP_APP_SECRET`, `WHATSAPP_VERIFY_TOKEN` and `WHATSAPP_ACCESS_TOKEN`; `docs/setup.md` says where each of them comes from.
//! `cargo test echo` runs the program offline.
//!
//! Each message is answered in a task of its own, so Meta gets its 200 at once. A message whose task does not finish, because the
//! process ends, is not answered; and a notification that Meta repeats is answered again.

use std::{error::Error, process::ExitCode};

use axum::{Router, extract::State, routing::post};
use whatsapp_webhook::{Update, WebhookEvent};
use whatsapp_webhook_cookbook::{Client, SendError, Settings, exit, listen};

#[tokio::main]
async fn main() -> ExitCode {
    exit(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Settings { client, webhook } = Settings::from_environment()?;
    let app = Router::new().route("/webhook", post(receive).layer(webhook)).with_state(client);
    Ok(axum::serve(listen().await?, app).await?)
}

async fn receive(State(client): State<Client>, event: WebhookEvent) {
    for update in event.updates() {
        let client = client.clone();
        tokio::spawn(async move {
            let id = update.id().unwrap_or_default();
            match answer(&client, &update).await {
                Ok(()) => {}
                Err(error) if error.may_have_been_executed() => {
                    println!("{id} may have been answered: {error}")
                }
                Err(error) => println!("{id} was not answered: {error}"),
            }
        });
    }
}

async fn answer(client: &Client, update: &Update) -> Result<(), SendError> {
    // `None` for statuses, and for all that the business wrote itself.
    let Some(target) = update.reply_target() else { return Ok(()) };
    let Some(text) = update.message().and_then(|message| message.text()) else { return Ok(()) };
    let sent = client.send(client.graph.reply_text(&target.from, &target.to, text)).await?;
    println!("{} was answered by {}", update.id().unwrap_or_default(), sent.id);
    Ok(())
}
