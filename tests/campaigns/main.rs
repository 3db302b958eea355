//! Campaigns: attacks at scale, with figures. One binary, one file per subject.
//!
//! Each has a control: something bad on purpose, which goes through the same check and must be caught. They are meant for
//! `cargo test --release --test campaigns -- --nocapture`, which prints the figures and the seeds; a debug build does the
//! same with fewer repetitions.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy.toml covers the test functions, not their helpers"
)]

#[cfg(all(feature = "axum", unix))]
mod certificates;
#[cfg(feature = "axum")]
#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/sockets/client.rs"]
mod client;
#[cfg(feature = "middleware")]
#[allow(dead_code, reason = "some of it is for one kind of processor")]
mod comparisons;
#[cfg(feature = "middleware")]
mod compiler;
#[cfg(feature = "middleware")]
mod construction;
#[cfg(feature = "middleware")]
mod contract;
mod decoding;
#[cfg(feature = "middleware")]
mod differential;
#[cfg(feature = "middleware")]
#[path = "../../benches/drive/mod.rs"]
mod drive;
#[cfg(feature = "middleware")]
mod edits;
#[cfg(feature = "middleware")]
mod forgeries;
#[cfg(feature = "middleware")]
mod frames;
#[cfg(feature = "middleware")]
mod handshake;
#[cfg(all(feature = "axum", target_os = "linux"))]
mod held;
#[cfg(feature = "middleware")]
mod instructions;
mod junk;
#[cfg(feature = "axum")]
mod leaks;
mod processor;
#[cfg(all(feature = "axum", unix))]
mod proxy;
#[allow(dead_code, reason = "the event model alone has fewer campaigns")]
mod random;
#[path = "../allocations/search.rs"]
mod search;
#[cfg(feature = "axum")]
#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/sockets/server.rs"]
mod server;
#[allow(dead_code, reason = "shared with the tests of memory, which use all of it")]
#[path = "../allocations/shapes.rs"]
mod shapes;
#[cfg(feature = "axum")]
mod slots;
#[cfg(all(feature = "axum", target_os = "linux"))]
mod slow;
#[cfg(feature = "middleware")]
#[allow(dead_code, reason = "shared with the other tests, which use more of it")]
#[path = "../it/support.rs"]
mod support;
#[cfg(feature = "middleware")]
mod timing;
#[cfg(all(feature = "axum", unix))]
mod tls;
#[cfg(all(feature = "middleware", target_arch = "x86_64"))]
mod undefined;
#[cfg(feature = "middleware")]
mod valgrind;
#[cfg(feature = "middleware")]
mod wiring;
