//! A receiver on AWS Lambda: in this folder, `cargo lambda build --release` packs it, and `cargo test` feeds it events.
//!
//! The layer is used as on any other host. `lambda_http::run` calls the router with each event as a request whose body
//! is complete, and base64 is decoded before. The environment variables `WHATSAPP_APP_SECRET` and
//! `WHATSAPP_VERIFY_TOKEN` are those of your app. [cargo-lambda](https://www.cargo-lambda.info) builds and deploys the
//! function. What to know about this host:
//!
//! - **Respond after the work.** The environment freezes as soon as the response is sent, so a spawned task or a queue in
//!   memory loses its messages. Handle the updates, or store them in a queue such as SQS or in a table, and respond then.
//!   If that fails, respond with 503, and Meta sends the notification again.
//! - **The integration.** Use a function URL, or API Gateway with a proxy integration (HTTP API or REST API). Any other
//!   integration rewrites the body by a mapping template, and the signature no longer matches.
//! - **No load balancer.** An Application Load Balancer (ALB) passes at most 1 MB to a function, and Meta sends up to 3 MB.
//! - **The size of an invocation** is at most 6 MB. A body of 3 MB fits: it takes 4 MB as base64. As text, each quotation
//!   mark and each backslash takes one more byte.
//! - **The stage.** The path of a REST API, and of an HTTP API with a named stage, starts with the stage:
//!   `/prod/webhook`. The router below accepts it. To remove it, set `AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH=true`.

#[cfg(test)]
mod tests;

use std::{
    env,
    io::{self, Write},
};

use axum::{Router, http::StatusCode, routing::post};
use lambda_http::{Error, tracing};
use whatsapp_webhook::{AppSecret, Update, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // Rejections are logged as well, by the feature `tracing` of the crate.
    tracing::init_default_subscriber();
    let app_secret = AppSecret::new(env::var("WHATSAPP_APP_SECRET")?)?;
    let verify_token = VerifyToken::new(env::var("WHATSAPP_VERIFY_TOKEN")?)?;
    lambda_http::run(app(WhatsAppWebhookLayer::new(app_secret, verify_token))).await
}

fn app(webhook: WhatsAppWebhookLayer) -> Router {
    let receive = post(receive).layer(webhook);
    Router::new().route("/webhook", receive.clone()).route("/{stage}/webhook", receive)
}

/// Responds with 200 after every update is stored, because nothing runs after the response.
async fn receive(event: WebhookEvent) -> StatusCode {
    for update in event.updates() {
        if let Err(error) = store(&update).await {
            tracing::error!(error, "an update was not stored");
            return StatusCode::SERVICE_UNAVAILABLE;
        }
    }
    StatusCode::OK
}

/// Stands for your own work, or for sending the update to a queue or a table.
async fn store(update: &Update) -> Result<(), Error> {
    writeln!(io::stdout(), "received: {}", update.name())?;
    Ok(())
}
