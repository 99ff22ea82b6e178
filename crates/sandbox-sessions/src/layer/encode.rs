//! From a layer to bytes and blobs.

use bytes::{BufMut as _, BytesMut};
use sandbox_host::PAGE_BYTES;
use sandbox_storage::{BlobRef, Blobs};
use sandbox_vfs::DeltaKind;

use super::index::{Entry, EntryKind, Index, runs};
use super::{Kept, Layer};
use crate::Result;
use crate::content::{self, Known, MAX_INLINE_CONTENT};
use crate::error::SessionError;

/// With more pages than this, they go into blobs of their own.
const MAX_INLINE_PAGES: usize = 512;

/// Pages of one such blob, and how many it has before it ends at a border that depends on the place in memory only: so equal parts of memory make equal blobs.
const MAX_SEGMENT_PAGES: usize = 256;
const MIN_SEGMENT_PAGES: usize = 64;
const BORDER: u32 = 64;

/// Small contents of one layer that travel with it, in bytes; behind that, they go into blobs, too.
const MAX_INLINE_BYTES: usize = 4 << 20;

/// A layer, written.
#[derive(Debug)]
pub(crate) struct Encoded {
    /// The index and what follows it.
    pub(crate) bytes: Vec<u8>,
    /// Every blob that it names.
    pub(crate) names: Vec<BlobRef>,
    /// Bytes of blobs that were written for it.
    pub(crate) written: u64,
}

/// Writes a layer; what is large goes into `blobs`, and the layer remembers where it is.
pub(crate) async fn encode(layer: &mut Layer, blobs: &Blobs, known: &mut Known) -> Result<Encoded> {
    let mut index = Index {
        pages: runs(layer.pages.keys().copied()),
        cleared: runs(layer.cleared.iter().copied()),
        removed: layer.removed.iter().cloned().collect(),
        ..Index::default()
    };
    let mut names = Vec::new();
    let mut written = 0;
    let mut contents = BytesMut::new();
    if layer.pages.len() <= MAX_INLINE_PAGES {
        for page in layer.pages.values() {
            contents.put_slice(&page[..]);
        }
    } else {
        for segment in segments(layer) {
            let (blob, bytes) = known.put(blobs, &segment).await?;
            written += bytes;
            names.push(blob);
            index
                .segments
                .push((blob, u32::try_from(segment.len() / PAGE_BYTES).unwrap_or(u32::MAX)));
        }
    }
    let start = contents.len();
    for kept in layer.entries.values_mut() {
        let kind = match &kept.entry.kind {
            DeltaKind::Directory => EntryKind::Directory,
            DeltaKind::Link(target) => EntryKind::Link(target.clone()),
            DeltaKind::File(file) => {
                let len = usize::try_from(file.len()).unwrap_or(usize::MAX);
                if len <= MAX_INLINE_CONTENT && contents.len() - start + len <= MAX_INLINE_BYTES {
                    contents.put_slice(&read(kept)?);
                    EntryKind::Here(u32::try_from(len).unwrap_or(u32::MAX))
                } else {
                    let chunks = if let Some(chunks) = &kept.chunks {
                        chunks.to_vec()
                    } else {
                        let (chunks, bytes) = content::put(blobs, known, &read(kept)?).await?;
                        written += bytes;
                        kept.chunks = Some(chunks.clone().into());
                        chunks
                    };
                    names.extend(chunks.iter().map(|(blob, _)| *blob));
                    EntryKind::Chunks(chunks)
                }
            }
        };
        index.entries.push(Entry {
            path: kept.entry.path.clone(),
            mtime: kept.entry.mtime,
            order: kept.entry.order,
            kind,
        });
    }
    let index = serde_json::to_vec(&index).map_err(|error| SessionError::Invalid(error.to_string()))?;
    let mut bytes = Vec::with_capacity(4 + index.len() + contents.len());
    bytes.put_u32_le(u32::try_from(index.len()).unwrap_or(u32::MAX));
    bytes.put_slice(&index);
    bytes.put_slice(&contents);
    Ok(Encoded { bytes, names, written })
}

fn read(kept: &Kept) -> Result<bytes::Bytes> {
    let DeltaKind::File(file) = &kept.entry.kind else {
        return Ok(bytes::Bytes::new());
    };
    file.read().map_err(|source| SessionError::File {
        path: kept.entry.path.clone(),
        source,
    })
}

/// The pages in groups.
fn segments(layer: &Layer) -> Vec<Vec<u8>> {
    let mut segments = Vec::new();
    let mut segment = Vec::new();
    for (number, page) in &layer.pages {
        let count = segment.len() / PAGE_BYTES;
        if count >= MAX_SEGMENT_PAGES || (count >= MIN_SEGMENT_PAGES && number % BORDER == 0) {
            segments.push(std::mem::take(&mut segment));
        }
        segment.put_slice(&page[..]);
    }
    if !segment.is_empty() {
        segments.push(segment);
    }
    segments
}
