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

/// Each target: its name, its check, and the inputs that its corpus began with.
pub const TARGETS: [(&str, fn(&[u8]), fn() -> Vec<Vec<u8>>); 5] = [
    ("signature_header", signature_header::run, signature_header::seeds),
    ("challenge_query", challenge_query::run, challenge_query::seeds),
    ("event", event::run, event::seeds),
    ("request_frames", request_frames::run, request_frames::seeds),
    ("roundtrip", roundtrip::run, event::seeds),
];
