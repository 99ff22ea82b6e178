//! What is written beside an image and an artifact in the cache, so that a start needs no hashing of what it has seen before.

use std::fmt;
use std::str::FromStr;

use sandbox_guests::Sha256Digest;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::WarmPages;

/// The SHA-256 of an image's snapshot module, with [`own_files`](crate::GuestRuntime::own_files) where its runtime has any; of a derived image, that of its parent's id, its own pages and what it was made from. Equal ids are equal
/// interpreters, down to the byte.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImageId([u8; 32]);

impl ImageId {
    pub(super) fn of(snapshot: &[u8]) -> Self {
        Self(Sha256::digest(snapshot).into())
    }

    /// The id of the image that a snapshot and the files beside it make.
    #[cfg(feature = "compiler")]
    pub(super) fn with_files(snapshot: &[u8], own_files: &[u8]) -> Self {
        if own_files.is_empty() {
            return Self::of(snapshot);
        }
        let mut hash = Sha256::new();
        hash.update((own_files.len() as u64).to_le_bytes());
        hash.update(own_files);
        hash.update(Sha256::digest(snapshot));
        Self(hash.finalize().into())
    }

    pub(super) fn from_digest(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    pub(super) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ImageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ImageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImageId({self})")
    }
}

impl FromStr for ImageId {
    type Err = InvalidImageId;

    fn from_str(text: &str) -> Result<Self, InvalidImageId> {
        let mut bytes = [0; 32];
        if text.len() != 64
            || !text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        {
            return Err(InvalidImageId);
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| InvalidImageId)?;
        }
        Ok(Self(bytes))
    }
}

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an image id is 64 lower-case hexadecimal digits")]
pub struct InvalidImageId;

impl Serialize for ImageId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ImageId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The record beside a cached file: `NAME.toml` beside `NAME`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// The name of the file that it describes, which says everything the file was made from.
    pub(super) file: String,
    /// The language.
    pub(super) runtime: String,
    /// The recipe's name.
    pub(super) image: String,
    /// The image that the file is, or was compiled from.
    pub(super) id: ImageId,
    /// The file's length in bytes.
    pub(super) bytes: u64,
    /// The file's SHA-256.
    pub(super) sha256: Sha256Digest,
    /// Of an artifact: the pages that its clones keep resident.
    #[serde(default)]
    pub(super) warm: WarmPages,
}

/// The largest record that is read; a real one is a few hundred bytes.
pub(super) const MAX_RECORD_BYTES: u64 = 4 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "compiler")]
    #[test]
    fn an_id_is_of_the_files_beside_the_snapshot_too() {
        assert_eq!(ImageId::with_files(b"snapshot", b""), ImageId::of(b"snapshot"));
        let ids = [
            ImageId::of(b"snapshot"),
            ImageId::with_files(b"snapshot", b"files"),
            ImageId::with_files(b"snapshot", b"other files"),
            ImageId::with_files(b"other snapshot", b"files"),
        ];
        assert_eq!(std::collections::BTreeSet::from(ids).len(), ids.len());
    }

    #[test]
    fn an_id_is_its_text() {
        let id = ImageId::of(b"snapshot");
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["", "abc", &"G".repeat(64), &"A".repeat(64), &"é".repeat(32)] {
            assert_eq!(wrong.parse::<ImageId>(), Err(InvalidImageId), "{wrong}");
        }
    }
}
