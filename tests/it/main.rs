//! The middleware as a user sees it. One binary, one file per subject.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy.toml covers the test functions, not their helpers"
)]

#[cfg(feature = "axum")]
mod axum_app;
mod budget;
mod challenge;
mod configuration;
mod deadline;
mod framing;
mod peers_defects;
mod readiness;
mod refusals;
mod responses;
mod signatures;
mod support;
#[cfg(feature = "testing")]
mod testing;
#[cfg(feature = "tracing")]
mod tracing;
mod vectors;
