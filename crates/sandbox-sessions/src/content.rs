//! Large contents as chunks that are stored once, wherever they occur.

use std::collections::HashMap;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sandbox_storage::{BlobRef, Blobs, Hash};

use crate::Result;

/// Contents up to this size travel with their layer, in bytes.
pub(crate) const MAX_INLINE_CONTENT: usize = 32 << 10;

/// Sizes of chunks, in bytes. Borders depend on the content (`FastCDC`), so that an insertion changes the chunks around it and no others.
const MIN_CHUNK: u32 = 64 << 10;
const AVERAGE_CHUNK: u32 = 256 << 10;
const MAX_CHUNK: u32 = 1 << 20;

/// How many blobs are moved at once.
pub(crate) const PARALLEL: usize = 8;

/// A part of a content: the blob and its size.
pub(crate) type Chunk = (BlobRef, u32);

/// The blobs that a generation names, and so can be named again without being written: by hash.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known(HashMap<Hash, BlobRef>);

impl Known {
    pub(crate) fn add(&mut self, blobs: impl IntoIterator<Item = BlobRef>) {
        self.0.extend(blobs.into_iter().map(|blob| (blob.hash, blob)));
    }

    /// Stores a content unless it is known, and says how many bytes that took.
    pub(crate) async fn put(&mut self, blobs: &Blobs, content: &[u8]) -> Result<(BlobRef, u64)> {
        if let Some(blob) = self.0.get(&Hash::of(content)) {
            return Ok((*blob, 0));
        }
        let (blob, written) = blobs.put(content).await?;
        self.0.insert(blob.hash, blob);
        Ok((blob, written))
    }
}

/// Stores a content in chunks.
pub(crate) async fn put(blobs: &Blobs, known: &mut Known, content: &Bytes) -> Result<(Vec<Chunk>, u64)> {
    let mut written = 0;
    let mut chunks = Vec::new();
    for chunk in fastcdc::v2020::FastCDC::new(content, MIN_CHUNK, AVERAGE_CHUNK, MAX_CHUNK) {
        let (blob, bytes) = known
            .put(blobs, &content[chunk.offset..chunk.offset + chunk.length])
            .await?;
        written += bytes;
        chunks.push((blob, u32::try_from(chunk.length).unwrap_or(u32::MAX)));
    }
    Ok((chunks, written))
}

/// Reads a content of `len` bytes from its chunks; `None` if they do not make it up.
pub(crate) async fn get(blobs: &Blobs, chunks: &[Chunk], len: usize) -> Result<Option<Bytes>> {
    let sum: u64 = chunks.iter().map(|(_, len)| u64::from(*len)).sum();
    if sum != len as u64 {
        return Ok(None);
    }
    let parts = get_all(blobs, chunks.iter().map(|(blob, len)| (*blob, *len as usize)).collect()).await?;
    let content = match &parts[..] {
        [one] => one.clone(),
        parts => parts.concat().into(),
    };
    Ok((content.len() == len).then_some(content))
}

/// Reads blobs of at most these sizes, several at once.
pub(crate) async fn get_all(blobs: &Blobs, wanted: Vec<(BlobRef, usize)>) -> Result<Vec<Bytes>> {
    let reads = wanted.into_iter().map(|(blob, max)| {
        let blobs = blobs.clone();
        async move { blobs.get(&blob, max).await }
    });
    Ok(stream::iter(reads).buffered(PARALLEL).try_collect().await?)
}
