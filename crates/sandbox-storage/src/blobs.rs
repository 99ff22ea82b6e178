//! Contents under names made of their hash.

use std::fmt;
use std::io::Read as _;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Result;
use crate::backend::Created;
use crate::collect::DEFAULT_GRACE;
use crate::error::{StoreError, StoreErrorKind};
use crate::key::Key;
use crate::store::Store;

/// The largest content of one blob, in bytes.
pub const MAX_BLOB_BYTES: usize = 64 << 20;

/// How hard zstd tries: the fastest of its usual levels, which is faster than the disks it saves.
const ZSTD_LEVEL: i32 = 1;

/// The largest window that a compressed content may ask for, as a power of two: as large as the largest blob, which is all that a writer ever needs.
const MAX_WINDOW_LOG: u32 = MAX_BLOB_BYTES.trailing_zeros();

/// The first byte of an object: how its content is written.
const RAW: u8 = 0;
const ZSTD: u8 = 1;

/// The head of an object: how it is written, and how many bytes its content has.
const HEAD_BYTES: usize = 9;

/// A BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of a content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(*blake3::hash(content).as_bytes())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Names a blob: its hash, and which copy of it.
///
/// There are several copies where an old one was found that nothing known to its writer names: [`collect`](crate::collect) may be about to remove it, so that a new
/// one is written beside it instead of relying on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobRef {
    /// The hash of the content.
    pub hash: Hash,
    /// 0 for the first copy; any other number for later ones.
    pub copy: u32,
}

impl BlobRef {
    /// Where it is stored.
    #[must_use]
    pub fn key(&self) -> Key {
        let hash = self.hash.to_string();
        let folder = &hash[..2];
        let name = match self.copy {
            0 => format!("blobs/{folder}/{hash}"),
            copy => format!("blobs/{folder}/{hash}.{copy:08x}"),
        };
        Key::of_safe(name)
    }

    /// The blob that is stored under a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (hash, copy) = match name.split_once('.') {
            Some((hash, copy)) => (hash, u32::from_str_radix(copy, 16).ok().filter(|copy| *copy != 0)?),
            None => (name, 0),
        };
        let hash = blake3::Hash::from_hex(hash).ok()?;
        let blob = Self {
            hash: Hash(*hash.as_bytes()),
            copy,
        };
        // One blob has one name.
        (blob.key().name() == name).then_some(blob)
    }
}

impl fmt::Display for BlobRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key().name())
    }
}

impl Serialize for BlobRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BlobRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::of_name(&name).ok_or_else(|| serde::de::Error::custom("no name of a blob"))
    }
}

/// The blobs of a store.
#[derive(Debug, Clone)]
pub struct Blobs(Store);

impl Blobs {
    /// Those of `store`.
    #[must_use]
    pub fn of(store: &Store) -> Self {
        Self(store.clone())
    }

    /// Stores a content and returns its name and the bytes that were written: 0 if it was there. Equal contents are stored once, unless one is old and could be about to be
    /// collected.
    ///
    /// # Errors
    ///
    /// As [`Store::create`].
    pub async fn put(&self, content: &[u8]) -> Result<(BlobRef, u64)> {
        let mut blob = BlobRef {
            hash: Hash::of(content),
            copy: 0,
        };
        let object = pack(content);
        let bytes = object.len() as u64;
        if self.0.create(&blob.key(), object.clone()).await? == Created::New {
            return Ok((blob, bytes));
        }
        if self.is_young(&blob, bytes).await? {
            return Ok((blob, 0));
        }
        loop {
            blob.copy = rand::random::<u32>().max(1);
            if self.0.create(&blob.key(), object.clone()).await? == Created::New {
                return Ok((blob, bytes));
            }
        }
    }

    /// Whether a blob that exists may be relied on: it was written so lately that nothing removes it before a record can name it, and it has the size it should have.
    async fn is_young(&self, blob: &BlobRef, bytes: u64) -> Result<bool> {
        let Some(entry) = self.0.head(&blob.key()).await? else {
            return Ok(false);
        };
        let age = self
            .0
            .now()
            .await?
            .duration_since(entry.modified)
            .unwrap_or(Duration::ZERO);
        Ok(entry.size == bytes && age < DEFAULT_GRACE / 2)
    }

    /// Reads a blob whose content has at most `max_bytes`.
    ///
    /// # Errors
    ///
    /// `Corrupt` when it is not what was stored; `TooLarge`; as [`Store::get`].
    pub async fn get(&self, blob: &BlobRef, max_bytes: usize) -> Result<Bytes> {
        let key = blob.key();
        let max = max_bytes.min(MAX_BLOB_BYTES);
        let object = self.0.get(&key, (max + HEAD_BYTES + (max >> 6) + 1024) as u64).await?;
        let content = unpack(&object, max).map_err(|kind| StoreError::new(kind, "read", &key))?;
        if Hash::of(&content) == blob.hash {
            Ok(content)
        } else {
            Err(StoreError::new(StoreErrorKind::Corrupt, "read", &key))
        }
    }
}

/// A content as blobs are written: compressed with zstd where that pays, with its size in front.
#[must_use]
pub fn pack(content: &[u8]) -> Bytes {
    let mut object = BytesMut::with_capacity(HEAD_BYTES + content.len());
    let packed = zstd::bulk::compress(content, ZSTD_LEVEL).ok();
    let packed = packed.filter(|packed| packed.len() < content.len() - content.len() / 16);
    object.extend_from_slice(&[if packed.is_some() { ZSTD } else { RAW }]);
    object.extend_from_slice(&(content.len() as u64).to_le_bytes());
    object.extend_from_slice(packed.as_deref().unwrap_or(content));
    object.freeze()
}

/// The content of what [`pack`] made, of at most `max` bytes: no more is allocated, whatever it says.
///
/// # Errors
///
/// `TooLarge` and `Corrupt`.
pub fn unpack(object: &Bytes, max: usize) -> std::result::Result<Bytes, StoreErrorKind> {
    let corrupt = StoreErrorKind::Corrupt;
    let (head, body) = object.split_at_checked(HEAD_BYTES).ok_or(corrupt)?;
    let len = u64::from_le_bytes(head[1..].try_into().map_err(|_| corrupt)?);
    let len = usize::try_from(len).map_err(|_| corrupt)?;
    if len > max {
        return Err(StoreErrorKind::TooLarge);
    }
    let content = match head[0] {
        RAW => object.slice(HEAD_BYTES..),
        ZSTD => {
            let mut content = Vec::with_capacity(len);
            let mut reader = zstd::stream::read::Decoder::with_buffer(body).map_err(|_| corrupt)?;
            reader.window_log_max(MAX_WINDOW_LOG).map_err(|_| corrupt)?;
            reader
                .take(len as u64 + 1)
                .read_to_end(&mut content)
                .map_err(|_| corrupt)?;
            content.into()
        }
        _ => return Err(corrupt),
    };
    if content.len() == len {
        Ok(content)
    } else {
        Err(corrupt)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_content_that_asks_for_a_larger_window_than_any_writer_needs_is_refused() {
        let packed = |window: u32| {
            let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
            encoder.window_log(window).unwrap();
            // Of unknown size, so that the frame says its window.
            std::io::Write::write_all(&mut encoder, b"small").unwrap();
            let body = encoder.finish().unwrap();
            let mut object = vec![ZSTD];
            object.extend_from_slice(&5_u64.to_le_bytes());
            object.extend_from_slice(&body);
            unpack(&object.into(), 100)
        };
        assert_eq!(packed(MAX_WINDOW_LOG).unwrap(), "small");
        assert_eq!(packed(MAX_WINDOW_LOG + 1), Err(StoreErrorKind::Corrupt));
    }

    #[test]
    fn a_blob_has_one_name() {
        let blob = BlobRef {
            hash: Hash::of(b"x"),
            copy: 0,
        };
        let copy = BlobRef { copy: 0xab, ..blob };
        for blob in [blob, copy] {
            assert_eq!(BlobRef::of_name(blob.key().name()), Some(blob));
            let json = serde_json::to_string(&blob).unwrap();
            assert_eq!(serde_json::from_str::<BlobRef>(&json).unwrap(), blob);
        }
        let name = blob.to_string();
        for wrong in [
            String::new(),
            "x".repeat(64),
            name.to_uppercase(),
            format!("{name}.0"),
            format!("{name}.00000000"),
            format!("{name}.ab"),
            format!("{name}.000000ab.1"),
            name[1..].to_owned(),
            format!("../{name}"),
        ] {
            assert_eq!(BlobRef::of_name(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_lies_about_its_size_allocates_nothing() {
        let mut bomb = pack(&vec![0; 1 << 20]).to_vec();
        assert!(bomb.len() < 1000);
        assert_eq!(unpack(&bomb.clone().into(), 1000), Err(StoreErrorKind::TooLarge));
        bomb[1..9].copy_from_slice(&100_u64.to_le_bytes());
        assert_eq!(unpack(&bomb.clone().into(), 1000), Err(StoreErrorKind::Corrupt));
        bomb[1..9].copy_from_slice(&u64::MAX.to_le_bytes());
        assert_eq!(unpack(&bomb.into(), 1000), Err(StoreErrorKind::TooLarge));
        assert_eq!(
            unpack(&Bytes::from_static(&[7; 20]), 1 << 60),
            Err(StoreErrorKind::Corrupt)
        );
        assert_eq!(unpack(&Bytes::new(), 10), Err(StoreErrorKind::Corrupt));
    }

    proptest! {
        #[test]
        fn contents_come_back(content in prop::collection::vec(any::<u8>(), 0..3000), repeat in 1_usize..50) {
            let content = content.repeat(repeat);
            let object = pack(&content);
            prop_assert!(object.len() <= content.len() + HEAD_BYTES);
            prop_assert_eq!(unpack(&object, content.len()).unwrap(), content);
        }

        #[test]
        fn hostile_objects_are_refused_or_small(object in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(content) = unpack(&object.into(), 1 << 16) {
                prop_assert!(content.len() <= 1 << 16);
            }
        }
    }
}
