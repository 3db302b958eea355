//! The crate as a user sees it. One binary, one file per subject.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy.toml covers the test functions, not their helpers"
)]

#[cfg(feature = "middleware")]
mod apps;
#[cfg(feature = "axum")]
mod axum_app;
#[cfg(feature = "middleware")]
mod budget;
#[cfg(feature = "middleware")]
mod challenge;
#[cfg(feature = "middleware")]
mod configuration;
#[cfg(feature = "middleware")]
mod deadline;
#[cfg(feature = "dedup")]
mod dedup;
mod event;
#[cfg(feature = "middleware")]
mod framing;
#[cfg(feature = "graph")]
mod graph;
#[cfg(feature = "inbox")]
mod inbox;
#[cfg(feature = "middleware")]
mod networks;
#[cfg(feature = "middleware")]
mod observer;
#[cfg(feature = "middleware")]
mod on_premises;
#[cfg(feature = "middleware")]
mod peers_defects;
#[cfg(feature = "middleware")]
mod readiness;
#[cfg(feature = "middleware")]
mod refusals;
#[cfg(feature = "middleware")]
mod responses;
#[cfg(feature = "middleware")]
mod signatures;
#[cfg(feature = "axum")]
mod sockets;
#[cfg(feature = "middleware")]
mod support;
#[cfg(feature = "testing")]
mod testing;
#[cfg(feature = "tracing")]
mod tracing;
#[cfg(feature = "middleware")]
mod vectors;
