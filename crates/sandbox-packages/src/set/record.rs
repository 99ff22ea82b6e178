//! What is known of an archive beside it: `SHA256 BYTES`.

use std::io::Read;
use std::path::Path;

use sandbox_guests::{Sha256Digest, open_regular};

/// Longest record, in bytes.
const MAX_BYTES: u64 = 200;

/// Hash and size of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) sha256: Sha256Digest,
    pub(super) bytes: u64,
}

impl Record {
    /// The record at `path`, if there is one that makes sense and nobody else could have written it.
    pub(super) fn load(path: &Path) -> Option<Self> {
        let mut text = String::new();
        let file = open_regular(path).ok()?;
        file.take(MAX_BYTES).read_to_string(&mut text).ok()?;
        let (sha256, bytes) = text.strip_suffix('\n')?.split_once(' ')?;
        Some(Self {
            sha256: sha256.parse().ok()?,
            bytes: bytes.parse().ok()?,
        })
    }

    pub(super) fn render(&self) -> String {
        format!("{} {}\n", self.sha256, self.bytes)
    }
}
