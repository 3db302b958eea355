//! A receiver that prints each update: `cargo run --example axum`.
//!
//! The receiver listens on `127.0.0.1:3000`, path `/webhook`, and prints one line for each update. Environment variables:
//!
//! - `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`: those of your app. By default the receiver uses demo credentials,
//!   and prints them with the two commands to try next.
//! - `ADDR`: where to listen, such as `127.0.0.1:8080`. Port 0 is any free one.
//! - `BODY_DEADLINE_SECS`: how long a body may take.
//!
//! Start from this example, and deploy from `hyper.rs`: `axum::serve` 0.8 has no time limit for the headers of a
//! request, so a client that sends half of them holds a connection forever.

#[path = "shared/demo.rs"]
mod demo;
#[path = "shared/print.rs"]
mod print;

use std::{env, error::Error, time::Duration};

use axum::{Router, http::StatusCode, middleware::map_response, response::Response, routing::post};
use tokio::net::TcpListener;
use whatsapp_webhook::{WebhookEvent, WebhookEventRejection};

use self::demo::Credentials;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::from_environment()?;
    let webhook = credentials.layer()?.with_body_deadline(body_deadline()?);
    let receive = post(receive).layer(webhook).layer(map_response(explain));
    let app = Router::new().route("/webhook", receive);

    let address = env::var("ADDR").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    credentials.announce(listener.local_addr()?)?;
    axum::serve(listener, app).await?;
    Ok(())
}

/// Meta sends again whatever is not answered with 200, so an update that could not be printed is not lost.
///
/// A handler that takes `event: WebhookEvent` gets the same answer for a body that cannot be decoded; this one also prints why.
async fn receive(
    event: Result<WebhookEvent, WebhookEventRejection>,
) -> Result<StatusCode, WebhookEventRejection> {
    let event = event.inspect_err(|rejection| {
        if let WebhookEventRejection::Undecodable(error) = rejection {
            print::undecodable(error);
        }
    })?;
    Ok(match print::event(&event) {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    })
}

async fn explain(response: Response) -> Response {
    print::rejection(response.extensions());
    response
}

fn body_deadline() -> Result<Duration, Box<dyn Error>> {
    let seconds = env::var("BODY_DEADLINE_SECS").map_or(Ok(10), |text| text.parse());
    Ok(Duration::from_secs(seconds.map_err(|error| format!("BODY_DEADLINE_SECS: {error}"))?))
}
