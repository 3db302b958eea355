//! Attacks by the thousand, with figures. One binary, one file per subject.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and its figures are what one runs it for"
)]

#[cfg(all(feature = "axum", unix))]
mod certificates;
#[cfg(feature = "axum")]
#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/sockets/client.rs"]
mod client;
#[cfg(all(feature = "axum", unix))]
mod proxy;
#[cfg(feature = "axum")]
#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/sockets/server.rs"]
mod server;
#[cfg(all(feature = "axum", target_os = "linux"))]
mod slow;
#[cfg(feature = "middleware")]
#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/support.rs"]
mod support;
#[cfg(all(feature = "axum", unix))]
mod tls;
