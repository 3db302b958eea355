//! A receiver that prints each update: `cargo run --example axum`.
//!
//! The receiver listens on `127.0.0.1:3000`, path `/webhook`, and prints one line for each update. Environment variables:
//!
//! - `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`: those of your app. By default the receiver uses demo credentials,
//!   and prints them with the two commands to try next.
//! - `ADDR`: where to listen, such as `127.0.0.1:8080`. Port 0 is any free one.
//! - `BODY_DEADLINE_SECS`: how long a body may take.
//!
//! On Ctrl-C or SIGTERM, the receiver answers the requests that it has begun to read, and ends.
//!
//! Start from this example. Deploy it behind a proxy that limits the time for the headers of a request, or deploy from
//! `hyper.rs`: `axum::serve` 0.8 has no such limit, so a client that sends half of the headers holds a connection forever.

#[path = "shared/demo.rs"]
mod demo;
#[path = "shared/print.rs"]
mod print;
#[path = "shared/stop.rs"]
mod stop;

use std::{
    env,
    error::Error,
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use axum::{Router, http::StatusCode, middleware::map_response, response::Response, routing::post};
use tokio::time::sleep;
use whatsapp_webhook::WebhookEvent;

use self::{demo::Credentials, stop::asked_to_stop};

#[tokio::main]
async fn main() -> ExitCode {
    let Err(error) = run().await else { return ExitCode::SUCCESS };
    let _ = writeln!(io::stderr(), "Error: {error}");
    ExitCode::FAILURE
}

async fn run() -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::from_environment()?;
    let body_deadline = body_deadline()?;
    let webhook = credentials.layer()?.with_body_deadline(body_deadline);
    let receive = post(receive).layer(webhook).layer(map_response(explain));
    let app = Router::new().route("/webhook", receive);

    let listener = demo::listen().await?;
    credentials.announce(listener.local_addr()?)?;
    let served = axum::serve(listener, app).with_graceful_shutdown(async { drop(asked_to_stop().await) });
    tokio::select! {
        served = served => served?,
        // A stop waits for the bodies that have begun, and not for a client that never finishes its headers.
        () = async { drop(asked_to_stop().await); sleep(body_deadline + Duration::from_secs(1)).await } => {}
    }
    Ok(())
}

/// Meta sends again whatever is not answered with 200, so an update that could not be printed is not lost.
async fn receive(event: WebhookEvent) -> StatusCode {
    match event.updates().try_for_each(|update| print::update(&update)) {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn explain(response: Response) -> Response {
    print::rejection(&response);
    response
}

fn body_deadline() -> Result<Duration, Box<dyn Error>> {
    let seconds = env::var("BODY_DEADLINE_SECS").map_or(Ok(10), |text| text.parse());
    Ok(Duration::from_secs(seconds.map_err(|error| format!("BODY_DEADLINE_SECS: {error}"))?))
}
