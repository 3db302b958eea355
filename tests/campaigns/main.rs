//! Campaigns: attacks at scale, and figures. One binary, one file per subject.
//!
//! Each has a control: something bad on purpose that goes through the same check and must be caught.
//! Seeds and figures are printed: `cargo test --release --test campaigns -- --nocapture`.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy.toml covers the test functions, not their helpers"
)]

#[cfg(feature = "middleware")]
mod comparisons;
#[cfg(feature = "middleware")]
#[path = "../../benches/drive/mod.rs"]
mod drive;
#[cfg(feature = "middleware")]
mod instructions;
#[cfg(feature = "middleware")]
#[allow(dead_code, reason = "not every build uses all of it")]
mod random;
#[cfg(feature = "middleware")]
mod timing;
#[cfg(all(feature = "middleware", target_arch = "x86_64", target_os = "linux"))]
mod undefined;
#[cfg(feature = "middleware")]
mod valgrind;
