//! What the fuzz targets check. Each target is a function of an input that panics where the crate is wrong.
//!
//! `fuzz_targets/` gives these functions to libFuzzer. `tests/replay.rs` runs them over `corpus/` on stable Rust, and
//! `tests/controls.rs` puts wrong implementations through the same checks, to see that they are caught. `run` is the
//! way to start any of it.

pub mod challenge_query;
pub mod event;
pub mod input;
pub mod mutate;
pub mod request_frames;
pub mod roundtrip;
pub mod signature_header;

/// The layer, the requests and the bodies that the crate's own tests use.
#[allow(dead_code, unreachable_pub)]
#[path = "../../tests/it/support.rs"]
mod support;

/// A fuzz target.
pub struct Target {
    pub name: &'static str,
    /// The check, which panics where the crate is wrong.
    pub run: fn(&[u8]),
    /// The inputs that its corpus began with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

impl Target {
    /// Whether its inputs are deliveries.
    pub fn takes_json(&self) -> bool {
        ["event", "roundtrip"].contains(&self.name)
    }
}

pub const TARGETS: [Target; 5] = [
    Target { name: "signature_header", run: signature_header::run, seeds: signature_header::seeds },
    Target { name: "challenge_query", run: challenge_query::run, seeds: challenge_query::seeds },
    Target { name: "event", run: event::run, seeds: event::seeds },
    Target { name: "request_frames", run: request_frames::run, seeds: request_frames::seeds },
    Target { name: "roundtrip", run: roundtrip::run, seeds: event::seeds },
];
