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
#[allow(dead_code, reason = "some of it is for one kind of processor")]
mod comparisons;
mod decoding;
#[cfg(feature = "middleware")]
#[path = "../../benches/drive/mod.rs"]
mod drive;
#[cfg(feature = "middleware")]
mod frames;
#[cfg(feature = "middleware")]
mod instructions;
mod processor;
#[cfg(feature = "middleware")]
#[allow(dead_code, reason = "not every build uses all of it")]
mod random;
#[allow(dead_code, reason = "shared with the tests of memory, which use all of it")]
#[path = "../allocations/shapes.rs"]
mod shapes;
#[cfg(feature = "middleware")]
mod timing;
#[cfg(all(feature = "middleware", target_arch = "x86_64"))]
mod undefined;
#[cfg(feature = "middleware")]
mod valgrind;
