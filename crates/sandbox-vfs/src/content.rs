//! The content of one file: an immutable base with written chunks over it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;

use crate::blob::Blob;
use crate::error::Result;

/// Bytes of one chunk: what the first write into a shared part of a file copies at most.
pub(crate) const CHUNK: usize = 64 << 10;
const CHUNK_LEN: u64 = CHUNK as u64;

/// What a file consisted of before it was written to.
#[derive(Clone)]
enum Base {
    Memory(Bytes),
    Blob(Arc<dyn Blob>),
}

impl Base {
    /// Reads up to `buf.len()` bytes; the caller asks for bytes that exist.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize> {
        match self {
            Self::Memory(bytes) => bytes.read_at(offset, buf),
            Self::Blob(blob) => blob.read_at(offset, buf),
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Memory(a), Self::Memory(b)) => a.as_ptr() == b.as_ptr(),
            (Self::Blob(a), Self::Blob(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// The bytes of one file. Clones share everything until one of them is written to.
///
/// A byte comes from the chunk over its place if there is one, else from the base if that reaches so far, and else is zero: a hole
/// takes no memory. Chunks are as long as what was written into them, so that small files are small. Memory held is at most
/// the logical size twice (base and chunks over it), plus the growth reserve of one chunk.
#[derive(Clone, Default)]
pub(crate) struct Content {
    len: u64,
    base: Option<Base>,
    /// How much of the base shows; never more than `len`.
    base_len: u64,
    chunks: BTreeMap<u64, Arc<Vec<u8>>>,
}

impl Content {
    pub(crate) fn from_bytes(bytes: Bytes) -> Self {
        let len = bytes.len() as u64;
        Self {
            len,
            base: Some(Base::Memory(bytes)),
            base_len: len,
            chunks: BTreeMap::new(),
        }
    }

    pub(crate) fn from_blob(blob: Arc<dyn Blob>) -> Self {
        let len = blob.len();
        Self {
            len,
            base: Some(Base::Blob(blob)),
            base_len: len,
            chunks: BTreeMap::new(),
        }
    }

    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// All bytes without a copy, where they are together in memory: nothing was written since they were given.
    pub(crate) fn untouched(&self) -> Option<Bytes> {
        match &self.base {
            Some(Base::Memory(bytes)) if self.chunks.is_empty() && self.base_len == self.len => {
                let len = usize::try_from(self.len).ok()?;
                (len <= bytes.len()).then(|| bytes.slice(..len))
            }
            _ => None,
        }
    }

    /// Reads from `offset`; fewer bytes than asked for only at the end.
    pub(crate) fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize> {
        let rest = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = rest.min(buf.len());
        let mut done = 0;
        while done < wanted {
            let position = offset + done as u64;
            let (index, within) = split(position);
            let count = (CHUNK - within).min(wanted - done);
            let out = &mut buf[done..done + count];
            match self.chunks.get(&index) {
                Some(chunk) => copy_zero_padded(chunk.get(within..).unwrap_or_default(), out),
                None => self.read_base(position, out)?,
            }
            done += count;
        }
        Ok(wanted)
    }

    /// Writes `data` at `offset`, growing the file if needed. Nothing is changed when it fails.
    pub(crate) fn write_at(&mut self, offset: u64, data: &[u8]) -> Result<()> {
        if data.is_empty() {
            return Ok(());
        }
        let end = offset + data.len() as u64;
        // Only the first and the last chunk can keep bytes of the base, which may fail to be read: before anything is changed.
        self.copy_up(offset, offset, end)?;
        self.copy_up(end - 1, offset, end)?;
        let mut done = 0;
        while done < data.len() {
            let (index, within) = split(offset + done as u64);
            let count = (CHUNK - within).min(data.len() - done);
            let part = &data[done..done + count];
            write_chunk(Arc::make_mut(self.chunks.entry(index).or_default()), within, part);
            done += count;
        }
        self.len = self.len.max(end);
        Ok(())
    }

    /// Cuts the file, or extends it with a hole.
    pub(crate) fn set_len(&mut self, len: u64) {
        if len < self.len {
            let (index, within) = split(len);
            drop(self.chunks.split_off(&len.div_ceil(CHUNK_LEN)));
            if let Some(chunk) = self.chunks.get_mut(&index)
                && chunk.len() > within
            {
                // Not `make_mut`: what is cut off must not be copied first.
                *chunk = Arc::new(chunk[..within].to_vec());
            }
            self.base_len = self.base_len.min(len);
            self.release_base();
        }
        self.len = len;
    }

    /// Whether two files have the same bytes. Shared parts are not read.
    pub(crate) fn same_bytes(&self, other: &Self) -> Result<bool> {
        if self.len != other.len {
            return Ok(false);
        }
        let same_base = match (&self.base, &other.base) {
            (Some(a), Some(b)) => self.base_len == other.base_len && a.is(b),
            (None, None) => true,
            _ => false,
        };
        if same_base {
            let written: BTreeSet<u64> = self.chunks.keys().chain(other.chunks.keys()).copied().collect();
            return self.same_chunks(other, written.into_iter());
        }
        self.same_chunks(other, 0..self.len.div_ceil(CHUNK_LEN))
    }

    fn same_chunks(&self, other: &Self, mut indexes: impl Iterator<Item = u64>) -> Result<bool> {
        let (mut mine, mut theirs) = (vec![0; CHUNK], vec![0; CHUNK]);
        indexes.try_fold(true, |same, index| {
            if !same {
                return Ok(false);
            }
            if let (Some(a), Some(b)) = (self.chunks.get(&index), other.chunks.get(&index))
                && Arc::ptr_eq(a, b)
            {
                return Ok(true);
            }
            let count = self.read_at(index * CHUNK_LEN, &mut mine)?;
            other.read_at(index * CHUNK_LEN, &mut theirs)?;
            Ok(mine[..count] == theirs[..count])
        })
    }

    fn read_base(&self, position: u64, out: &mut [u8]) -> Result<()> {
        let mut count = 0;
        if let Some(base) = &self.base {
            let rest = usize::try_from(self.base_len.saturating_sub(position)).unwrap_or(usize::MAX);
            let wanted = rest.min(out.len());
            if wanted > 0 {
                count = base.read_at(position, &mut out[..wanted])?;
            }
        }
        out[count..].fill(0);
        Ok(())
    }

    /// Makes the chunk at `position` hold the base's bytes, unless the write from `start` to `end` replaces all of them.
    fn copy_up(&mut self, position: u64, start: u64, end: u64) -> Result<()> {
        let (index, _) = split(position);
        let from = index * CHUNK_LEN;
        let shown = self.base_len.min(from.saturating_add(CHUNK_LEN));
        if shown <= from || (start <= from && shown <= end) || self.chunks.contains_key(&index) {
            return Ok(());
        }
        let mut chunk = vec![0; usize::try_from(shown - from).unwrap_or(CHUNK)];
        self.read_base(from, &mut chunk)?;
        self.chunks.insert(index, Arc::new(chunk));
        Ok(())
    }

    /// Gives memory back when little of a base in memory is left: a file must not hold much more than its size.
    fn release_base(&mut self) {
        match &mut self.base {
            _ if self.base_len == 0 => self.base = None,
            Some(Base::Memory(bytes)) => {
                let shown = usize::try_from(self.base_len).unwrap_or(usize::MAX);
                if shown < bytes.len() / 2 {
                    *bytes = Bytes::copy_from_slice(&bytes[..shown]);
                }
            }
            _ => {}
        }
    }
}

/// The chunk of a position, and the place in it.
fn split(position: u64) -> (u64, usize) {
    (position / CHUNK_LEN, (position % CHUNK_LEN) as usize)
}

fn copy_zero_padded(source: &[u8], out: &mut [u8]) {
    let count = source.len().min(out.len());
    out[..count].copy_from_slice(&source[..count]);
    out[count..].fill(0);
}

/// Writes into a chunk that grows by doubling, but never beyond its full size.
fn write_chunk(chunk: &mut Vec<u8>, within: usize, part: &[u8]) {
    let end = within + part.len();
    if end > chunk.capacity() {
        let room = end.max(chunk.capacity() * 2).min(CHUNK);
        chunk.reserve_exact(room - chunk.len());
    }
    if within >= chunk.len() {
        chunk.resize(within, 0);
        chunk.extend_from_slice(part);
    } else {
        let over = part.len().min(chunk.len() - within);
        chunk[within..within + over].copy_from_slice(&part[..over]);
        chunk.extend_from_slice(&part[over..]);
    }
}

#[cfg(test)]
mod tests;
