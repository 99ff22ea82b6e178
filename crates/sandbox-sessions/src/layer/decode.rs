//! From bytes and blobs to a layer. Everything here may be hostile.

use std::sync::Arc;

use bytes::Bytes;
use sandbox_host::{PAGE_BYTES, Page};
use sandbox_storage::{BlobRef, Blobs};
use sandbox_vfs::{DeltaEntry, DeltaKind, FileContent};

use super::index::{EntryKind, Index, numbers};
use super::{Kept, Layer};
use crate::Result;
use crate::content;
use crate::error::SessionError;
use crate::layout::Place;

/// Pages that a 32-bit memory has.
const MAX_PAGES: usize = 1 << 20;

/// The largest index, in bytes.
const MAX_INDEX_BYTES: usize = 32 << 20;

/// What is charged for the parts of a layer beside their contents, in bytes: of the order of what they take in memory.
const CLEARED_PAGE: usize = 16;
const REMOVED_PATH: usize = 64;
const ENTRY: usize = 256;
const NAME: usize = 64;

/// What a layer may bring into memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// Bytes of pages and files that are left.
    pub(crate) bytes: u64,
}

impl Budget {
    fn take(&mut self, bytes: u64) -> std::result::Result<(), &'static str> {
        self.bytes = self
            .bytes
            .checked_sub(bytes)
            .ok_or("it holds more than the policy allows")?;
        Ok(())
    }

    fn take_each(&mut self, count: usize, bytes: usize) -> std::result::Result<(), &'static str> {
        self.take((count as u64).saturating_mul(bytes as u64))
    }
}

/// Reads a layer and everything it names. Also returns those names.
pub(crate) async fn decode(
    bytes: &Bytes,
    blobs: &Blobs,
    budget: &mut Budget,
    place: &Place,
) -> Result<(Layer, Vec<BlobRef>)> {
    let damaged = |what: &str| SessionError::Damaged {
        id: place.id.clone(),
        what: format!("a layer: {what}"),
        source: None,
    };
    let (index, mut rest) = index(bytes).map_err(|what| damaged(&what))?;
    let mut layer = Layer::default();
    let mut names = Vec::new();
    let page_numbers = numbers(&index.pages, MAX_PAGES).ok_or_else(|| damaged("numbers of pages"))?;
    budget.take((page_numbers.len() * PAGE_BYTES) as u64).map_err(damaged)?;
    let pages = if index.segments.is_empty() {
        let len = page_numbers.len() * PAGE_BYTES;
        vec![split(&mut rest, len).ok_or_else(|| damaged("pages are missing"))?]
    } else {
        budget.take_each(index.segments.len(), NAME).map_err(damaged)?;
        let sum: u64 = index.segments.iter().map(|(_, pages)| u64::from(*pages)).sum();
        if sum != page_numbers.len() as u64 {
            return Err(damaged("segments do not hold the pages"));
        }
        names.extend(index.segments.iter().map(|(blob, _)| *blob));
        let wanted = index
            .segments
            .iter()
            .map(|(blob, pages)| (*blob, *pages as usize * PAGE_BYTES));
        content::get_all(blobs, wanted.collect()).await?
    };
    let found: usize = pages.iter().map(Bytes::len).sum();
    if found != page_numbers.len() * PAGE_BYTES {
        return Err(damaged("segments do not hold the pages"));
    }
    let contents = pages.iter().flat_map(|segment| segment.as_chunks::<PAGE_BYTES>().0);
    layer.pages = page_numbers
        .into_iter()
        .zip(contents.map(|page| -> Page { Arc::new(*page) }))
        .collect();
    let cleared = numbers(&index.cleared, MAX_PAGES).ok_or_else(|| damaged("numbers of pages"))?;
    budget.take_each(cleared.len(), CLEARED_PAGE).map_err(damaged)?;
    layer.cleared = cleared.into_iter().collect();
    for path in &index.removed {
        budget.take_each(1, REMOVED_PATH + path.len()).map_err(damaged)?;
    }
    layer.removed = index.removed.into_iter().collect();
    for entry in index.entries {
        budget.take_each(1, ENTRY + entry.path.len()).map_err(damaged)?;
        let (kind, chunks) = match entry.kind {
            EntryKind::Directory => (DeltaKind::Directory, None),
            EntryKind::Link(target) => {
                budget.take_each(1, target.len()).map_err(damaged)?;
                (DeltaKind::Link(target), None)
            }
            EntryKind::Here(len) => {
                budget.take(len.into()).map_err(damaged)?;
                let content = split(&mut rest, len as usize).ok_or_else(|| damaged("a file is missing"))?;
                (DeltaKind::File(FileContent::from(content)), None)
            }
            EntryKind::Chunks(chunks) => {
                let len: u64 = chunks.iter().map(|(_, len)| u64::from(*len)).sum();
                budget.take(len).map_err(damaged)?;
                budget.take_each(chunks.len(), NAME).map_err(damaged)?;
                let len = usize::try_from(len).map_err(|_| damaged("a file is too large"))?;
                let content = content::get(blobs, &chunks, len).await?;
                let content = content.ok_or_else(|| damaged("chunks do not hold their file"))?;
                names.extend(chunks.iter().map(|(blob, _)| *blob));
                (DeltaKind::File(FileContent::from(content)), Some(chunks.into()))
            }
        };
        let entry = DeltaEntry {
            path: entry.path,
            mtime: entry.mtime,
            order: entry.order,
            kind,
        };
        layer.entries.insert(entry.path.clone(), Kept { entry, chunks });
    }
    if rest.is_empty() {
        Ok((layer, names))
    } else {
        Err(damaged("there is more than it says"))
    }
}

/// The blobs that a layer names, without reading them.
pub(crate) fn names(bytes: &Bytes) -> std::result::Result<Vec<BlobRef>, String> {
    let (index, _) = index(bytes)?;
    let mut names: Vec<BlobRef> = index.segments.iter().map(|(blob, _)| *blob).collect();
    for entry in &index.entries {
        if let EntryKind::Chunks(chunks) = &entry.kind {
            names.extend(chunks.iter().map(|(blob, _)| *blob));
        }
    }
    Ok(names)
}

fn index(bytes: &Bytes) -> std::result::Result<(Index, Bytes), String> {
    let mut rest = bytes.clone();
    let len = split(&mut rest, 4).ok_or("it has no index")?;
    let len = u32::from_le_bytes([len[0], len[1], len[2], len[3]]) as usize;
    if len > MAX_INDEX_BYTES {
        return Err("its index is too long".into());
    }
    let index = split(&mut rest, len).ok_or("its index ends too early")?;
    let index = serde_json::from_slice(&index).map_err(|error| error.to_string())?;
    Ok((index, rest))
}

fn split(bytes: &mut Bytes, len: usize) -> Option<Bytes> {
    (bytes.len() >= len).then(|| bytes.split_to(len))
}
