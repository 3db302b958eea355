//! Keys, lanes and records: what a store needs of an update (feature `signature`).

mod key;
mod lane;
mod record;

use sha2::{Digest as _, Sha256};

pub use self::record::Record;

/// The version of all digests. A new version makes every stored key unknown.
const VERSION: u8 = 1;

/// A digest of a class and its parts. Each part comes with its length, so that no two lists of parts are one text.
struct Digest(Sha256);

impl Digest {
    fn new(class: u8) -> Self {
        Self(Sha256::new_with_prefix([VERSION, class]))
    }

    /// Adds a part, which is empty if it is missing.
    fn part(mut self, part: Option<&str>) -> Self {
        let part = part.unwrap_or_default();
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part);
        self
    }

    /// The first bytes of the digest.
    fn first<const N: usize>(self) -> [u8; N] {
        let digest: [u8; 32] = self.0.finalize().into();
        let mut first = [0; N];
        first.iter_mut().zip(digest).for_each(|(first, byte)| *first = byte);
        first
    }
}
