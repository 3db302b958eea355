//! Meta's side of a webhook on your own machine: `whatsapp-simulator --help`.

mod cli;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
