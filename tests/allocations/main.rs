//! What is allocated, counted. A binary of its own: it replaces the global allocator.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and its figures are what one runs it for"
)]

#[cfg(feature = "middleware")]
mod aborted;
#[cfg(feature = "middleware")]
#[path = "../../benches/drive/mod.rs"]
mod drive;
mod event;
#[cfg(feature = "dedup")]
mod keys;
#[cfg(feature = "middleware")]
mod layer;
#[cfg(feature = "middleware")]
#[path = "../../benches/payloads/mod.rs"]
mod payloads;
#[allow(dead_code, reason = "shared with the campaigns")]
#[path = "../campaigns/random.rs"]
mod random;
mod search;
#[allow(dead_code, reason = "shared with the campaigns")]
mod shapes;
#[cfg(feature = "middleware")]
mod sockets;
#[cfg(feature = "middleware")]
mod whole;
