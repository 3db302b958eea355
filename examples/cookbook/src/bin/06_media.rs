//! Downloads the files that customers send: `cargo run --bin 06_media`.
//!
//! A notification has the ID of a file, which is valid for seven days. The bytes take two hops: the ID leads to a URL, which is valid for
//! five minutes, and the URL to the bytes; both need the access token. The customer sees that the program is at work, and then an answer.
//!
//! Without variables in the environment, the program talks to the simulator in `examples/simulator`. `cargo test media` runs it offline.

use std::{error::Error, process::ExitCode};

use axum::{Router, extract::State, routing::post};
use whatsapp_webhook::{Update, WebhookEvent};
use whatsapp_webhook_cookbook::{Client, SendError, Settings, exit, listen};

/// The largest file that is downloaded. Meta has files of up to 100 MB.
const LIMIT: usize = 5 * 1024 * 1024;

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
            if let Err(error) = answer(&client, &update).await {
                println!("{} was not answered: {error}", update.id().unwrap_or_default());
            }
        });
    }
}

async fn answer(client: &Client, update: &Update) -> Result<(), SendError> {
    let (Some(target), Some(message)) = (update.reply_target(), update.message()) else { return Ok(()) };
    let Some((media, id)) = message.media().and_then(|media| Some((media, media.id.as_ref()?))) else {
        return Ok(());
    };
    client.send_again(|graph| graph.show_typing(&target.from, &message.id)).await?;
    let kind = media.mime_type.as_deref().unwrap_or("no type");
    let text = match client.download(id, LIMIT).await {
        Ok(bytes) => format!("Thank you for {} bytes of {kind}.", bytes.len()),
        Err(error) => {
            println!("{id} was not downloaded: {error}");
            "We could not open the file. Please send it again, with less than 5 MB.".to_owned()
        }
    };
    client.send(client.graph.reply_text(&target.from, &target.to, text)).await?;
    Ok(())
}
