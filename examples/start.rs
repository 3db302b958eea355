//! The program of the guide's first page, as it stands there: `cargo run --example start`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the guide prints as most programs do")]

use std::{env, error::Error, process::ExitCode};

use axum::{Router, routing::post};
use tokio::net::TcpListener;
use whatsapp_webhook::{AppSecret, Content, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};

async fn receive(event: WebhookEvent) {
    for update in event.updates() {
        match &update.content {
            Content::Message(message) => println!("{:?} says {:?}", update.sender(), message.text()),
            Content::Status(status) => println!("{} is now {}", status.id, status.status),
            Content::AccountUpdate(account) => println!("account: {}", account.event),
            Content::Unknown(unknown) => println!("not modeled: {}", unknown.raw()),
            _ => {}
        }
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    // App Dashboard > App settings > Basic > App secret
    let app_secret = AppSecret::new(variable("WHATSAPP_APP_SECRET")?)?;
    // Any text of your choice; you enter the same one in the dashboard
    let verify_token = VerifyToken::new(variable("WHATSAPP_VERIFY_TOKEN")?)?;
    let webhook = WhatsAppWebhookLayer::new(app_secret, verify_token);

    let app = Router::new().route("/webhook", post(receive).layer(webhook));
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("Listening on http://{}/webhook", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

#[tokio::main]
async fn main() -> ExitCode {
    let Err(error) = serve().await else { return ExitCode::SUCCESS };
    eprintln!("Error: {error}");
    ExitCode::FAILURE
}
