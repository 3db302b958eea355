//! The simulator, driven from tests.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod bot;
mod chaos;
mod cli;
mod conversation;
mod first_bot;
mod graph;
mod receivers;
mod retries;
mod security;
