//! The command line.

mod handshake;
mod list;
mod probe;
mod replay;
mod send;
mod serve;
mod settings;

use std::{
    error::Error,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use http::Uri;
use serde_json::Value;

/// Plays Meta for a webhook on your own machine.
///
/// Without a command, it opens a page with a chat in it, and answers the bot's calls of the Graph API.
///
/// The exit code is 0 if the receiver answered as Meta expects, 1 if it did not, and 2 if the command line is wrong.
#[derive(Debug, Parser)]
#[command(name = "whatsapp-simulator", args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Signs a notification, and delivers it once.
    Send {
        /// The name of a sample (see `list`), the path of a file, or `-` for standard input.
        what: String,
        #[command(flatten)]
        target: Target,
    },
    /// Asks for the challenge, as Meta does when a webhook is registered.
    Handshake {
        #[command(flatten)]
        target: Target,
    },
    /// Delivers each JSON file of a folder once, in the order of their names.
    Replay {
        /// The folder, of which folders within are read, too.
        dir: PathBuf,
        /// How many are delivered at a time.
        #[arg(long, default_value_t = 1)]
        connections: usize,
        #[command(flatten)]
        target: Target,
    },
    /// Tries what Meta never sends: unsigned, forged, oversized, compressed, slow and truncated requests.
    Probe {
        /// How long a slow body may take until the receiver ends it, in seconds.
        #[arg(long, default_value_t = 30)]
        patience: u64,
        #[command(flatten)]
        target: Target,
    },
    /// Lists the samples, and when Meta sends each.
    List {
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
}

/// The webhook, and what signs for it.
#[derive(Debug, Args)]
struct Target {
    /// The URL of the webhook.
    #[arg(default_value = "http://127.0.0.1:3000/webhook")]
    url: Uri,
    /// Allows a webhook on another machine.
    #[arg(long)]
    remote: bool,
    /// Prints one line of JSON for each outcome.
    #[arg(long)]
    json: bool,
}

/// Whether the receiver answered as Meta expects.
type Outcome = Result<bool, Box<dyn Error>>;

pub(crate) async fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        None => serve::run(arguments.serve).await,
        Some(Command::Send { what, target }) => send::run(&what, target).await,
        Some(Command::Handshake { target }) => handshake::run(target).await,
        Some(Command::Replay { dir, connections, target }) => replay::run(&dir, connections, target).await,
        Some(Command::Probe { patience, target }) => probe::run(patience, target).await,
        Some(Command::List { json }) => list::run(json),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(io::stderr(), "Error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Prints an outcome: a line for a person, or JSON.
fn say(is_json: bool, json: &Value, line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if is_json { writeln!(out, "{json}") } else { writeln!(out, "{line}") }
}
