//! Media files, in memory.

use std::collections::VecDeque;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use sha2::{Digest, Sha256};

/// How many bytes of files are kept; the oldest ones are dropped.
const KEPT_BYTES: usize = 64 * 1024 * 1024;

/// The media files of both sides.
#[derive(Debug, Default)]
pub(crate) struct Media {
    files: VecDeque<MediaFile>,
    last: u64,
}

/// A media file.
#[derive(Clone, Debug)]
pub(crate) struct MediaFile {
    pub(crate) id: String,
    pub(crate) mime_type: String,
    pub(crate) bytes: Bytes,
}

impl Media {
    /// Stores a file, and returns its ID.
    pub(crate) fn store(&mut self, mime_type: &str, bytes: Bytes) -> String {
        self.last += 1;
        let id = format!("{}", 1_003_383_421_387_000_u64 + self.last);
        self.files.push_back(MediaFile { id: id.clone(), mime_type: mime_type.to_owned(), bytes });
        let mut kept: usize = self.files.iter().map(|file| file.bytes.len()).sum();
        while kept > KEPT_BYTES && self.files.len() > 1 {
            kept -= self.files.pop_front().map_or(0, |file| file.bytes.len());
        }
        id
    }

    pub(crate) fn get(&self, id: &str) -> Option<&MediaFile> {
        self.files.iter().find(|file| file.id == id)
    }

    pub(crate) fn remove(&mut self, id: &str) {
        self.files.retain(|file| file.id != id);
    }
}

impl MediaFile {
    /// The hash as answers of the Graph API have it.
    pub(crate) fn sha256_hex(&self) -> String {
        Sha256::digest(&self.bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The hash as notifications have it.
    pub(crate) fn sha256_base64(&self) -> String {
        STANDARD.encode(Sha256::digest(&self.bytes))
    }
}
