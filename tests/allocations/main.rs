//! What is allocated, counted. A binary of its own: it replaces the global allocator.

#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and its figures are what one runs it for"
)]

mod event;
#[cfg(feature = "middleware")]
mod layer;
