//! Campaigns: many hostile requests, and each time a bad variant that the same check must catch.
//!
//! They are meant for `cargo test --release --test campaigns -- --nocapture`, which prints the figures and the seeds. A
//! debug build does the same with fewer repetitions.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy.toml covers the test functions, not their helpers"
)]

#[cfg(feature = "axum")]
mod leaks;
#[cfg(feature = "middleware")]
mod random;
#[cfg(feature = "middleware")]
#[allow(dead_code, reason = "shared with the other tests, which use more of it")]
#[path = "../it/support.rs"]
mod support;
