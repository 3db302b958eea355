//! Randomness that can be had again: every campaign prints its seed.

use std::env;

/// Splitmix64, which passes the usual tests of randomness and is five lines.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub(crate) fn bytes(&mut self, n: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(n + 7);
        while bytes.len() < n {
            bytes.extend(self.next().to_le_bytes());
        }
        bytes.truncate(n);
        bytes
    }
}

/// The seed of all campaigns; `WEBHOOK_SEED` gives another one.
pub(crate) fn seed() -> u64 {
    match env::var("WEBHOOK_SEED") {
        Ok(text) => text.parse().unwrap(),
        Err(_) => 0x5eed,
    }
}

/// How often a campaign repeats: `times` in a release build, a tenth of it in a debug build.
pub(crate) fn repetitions(times: usize) -> usize {
    if cfg!(debug_assertions) { times / 10 } else { times }
}
