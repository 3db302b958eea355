//! The parts that the programs share: the settings, and the client that sends their calls.

mod client;
mod settings;

use std::{error::Error, process::ExitCode};

pub use self::{
    client::{Client, DownloadFailed, SendError},
    settings::{Settings, client_with, listen, variable},
};

/// Prints the error of a program, if it ended with one, and returns its exit code.
#[must_use]
pub fn exit(outcome: Result<(), Box<dyn Error>>) -> ExitCode {
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    eprintln!("Error: {error}");
    ExitCode::FAILURE
}
