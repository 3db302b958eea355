//! `whatsapp-webhook` beside other ways to receive the same webhook.
//!
//! - `cargo run --release` compares them in one process, see `bin/compare.rs`.
//! - `../sockets/run` compares them as servers; `bin/serve.rs` is the server, and `bin/deliver.rs` writes what is sent.

pub mod candidates;
pub mod chart;
pub mod delivery;
pub mod measure;
pub mod minimal;
pub mod report;
