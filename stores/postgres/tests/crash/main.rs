//! Receivers and workers that are killed, on one PostgreSQL, and a sender that behaves as Meta does.
//!
//! `cargo build --release --examples`, then `MESSAGES=10000 OUTAGE_SECS=300 cargo test --release --test crash`, is the long form.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "a test fails by panicking; the harness is shared"
)]

mod fleet;
mod kills;
mod outages;
#[path = "../store/server.rs"]
mod server;
mod traffic;

use std::{
    env,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How many jobs each process runs at once.
const CONCURRENCY: usize = 8;

/// The tests take the machine in turn.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many messages are sent: few, or as many as the environment says.
fn messages(short: usize) -> usize {
    number("MESSAGES").unwrap_or(short)
}

fn number(variable: &str) -> Option<usize> {
    env::var(variable).ok()?.parse().ok()
}
