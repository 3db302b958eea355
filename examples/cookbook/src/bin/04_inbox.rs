//! Answers each text message once, from an inbox: `cargo run --bin 04_inbox`.
//!
//! The program does what `01_echo` does, and more: a notification that Meta repeats is not answered again, the messages of a user are answered in order, an
//! answer that Meta rejects for now is tried again, and on Ctrl-C or SIGTERM the program answers what it has received before it ends. The
//! queue is in memory, so a crash loses what waits; `whatsapp-webhook-sqlite` and `whatsapp-webhook-postgres` have queues that keep it.
//!
//! Needs the same variables as `01_echo`. `cargo test inbox` runs the program offline.

use std::{error::Error, process::ExitCode, time::Duration};

use axum::{Router, routing::post_service};
use tokio::{
    signal::{
        ctrl_c,
        unix::{SignalKind, signal},
    },
    sync::watch,
};
use tower::service_fn;
use whatsapp_webhook::inbox::{Failure, Inbox, Job, MemoryQueue};
use whatsapp_webhook_cookbook::{Client, Settings, exit, listen};

#[tokio::main]
async fn main() -> ExitCode {
    exit(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Settings { client, webhook } = Settings::from_environment()?;
    let inbox = Inbox::new(MemoryQueue::new());
    let app = Router::new().route("/webhook", post_service(inbox.receiver()).layer(webhook));
    let (stop, stopped) = watch::channel(false);

    let worker = inbox.worker(service_fn(move |job| answer(client.clone(), job)));
    let worker = tokio::spawn(worker.run_until(until(stopped.clone())));
    let server = axum::serve(listen().await?, app).with_graceful_shutdown(until(stopped));
    let server = tokio::spawn(server.into_future());

    asked_to_stop().await?;
    stop.send(true)?;
    server.await??;
    worker.await??;
    println!("{} answers failed for good", inbox.depth().await?.dead);
    Ok(())
}

async fn answer(client: Client, job: Job) -> Result<(), Failure> {
    let update = job.update();
    // `None` for statuses, and for all that the business wrote itself.
    let Some(target) = update.reply_target() else { return Ok(()) };
    let Some(text) = update.message().and_then(|message| message.text()) else { return Ok(()) };
    match client.send(client.graph.reply_text(&target.from, &target.to, text)).await {
        Ok(sent) => println!("{} was answered by {}", update.id().unwrap_or_default(), sent.id),
        // The user may have the answer. A second one would be worse than none.
        Err(error) if error.may_have_been_executed() => return Err(Failure::bury(error)),
        Err(error) => return Err(Failure::retry_in(Duration::from_secs(1), error)),
    }
    Ok(())
}

async fn until(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
}

async fn asked_to_stop() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        asked = ctrl_c() => asked,
        _ = terminate.recv() => Ok(()),
    }
}
