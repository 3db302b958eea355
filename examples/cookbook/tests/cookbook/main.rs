//! The programs, run offline against a Graph API in this process.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod alerts;
mod apps;
mod echo;
mod graph;
mod inbox;
mod media;
mod meta;
mod notify;
mod opt_out;
mod order;
mod program;
mod setup;
mod simulated;
mod without_credentials;
