//! Immutable content that is not held in the tree's memory.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use crate::error::{Error, Result};

/// Content that never changes, read at any place.
pub trait Blob: Send + Sync {
    /// Bytes in all.
    fn len(&self) -> u64;

    /// Whether there are no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads from `offset` into `buf`; returns how many bytes were read. Only the end of the content gives fewer than `buf` has room for.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the content cannot be read.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize>;
}

impl Blob for Bytes {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize> {
        let rest = usize::try_from(offset)
            .ok()
            .and_then(|start| self.get(start..))
            .unwrap_or_default();
        let count = rest.len().min(buf.len());
        buf[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

/// An open file of the host. Its length is that at the time of opening; bytes that are missing when they are read are an error.
pub struct HostFile {
    file: File,
    len: u64,
}

impl HostFile {
    /// Opens a file of the host.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or is not a regular file.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::new(File::open(path)?)
    }

    /// Takes an open file, with the length it has now.
    ///
    /// # Errors
    ///
    /// When it is not a regular file.
    pub fn new(file: File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        Ok(Self {
            file,
            len: metadata.len(),
        })
    }
}

impl fmt::Debug for HostFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostFile")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

impl Blob for HostFile {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize> {
        let rest = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = rest.min(buf.len());
        let mut done = 0;
        while done < wanted {
            match read_once(&self.file, offset + done as u64, &mut buf[done..wanted]) {
                // The file was cut after it was opened: wrong content is worse than an error.
                Ok(0) => return Err(Error::Io),
                Ok(count) => done += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(Error::Io),
            }
        }
        Ok(done)
    }
}

#[cfg(unix)]
fn read_once(file: &File, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buf, offset)
}

#[cfg(windows)]
fn read_once(file: &File, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buf, offset)
}

/// Bytes that a reader fetches at once.
const WINDOW: usize = 16 << 10;

/// A blob as the sequential reader that archive parsers want, which read a few bytes at a time.
pub(crate) struct BlobReader {
    blob: Arc<dyn Blob>,
    position: u64,
    /// What was fetched, and from where.
    window: Vec<u8>,
    window_start: u64,
}

impl BlobReader {
    pub(crate) fn new(blob: Arc<dyn Blob>) -> Self {
        Self {
            blob,
            position: 0,
            window: Vec::new(),
            window_start: 0,
        }
    }

    fn fetched(&self) -> &[u8] {
        let skip = self
            .position
            .checked_sub(self.window_start)
            .and_then(|skip| usize::try_from(skip).ok());
        skip.and_then(|skip| self.window.get(skip..)).unwrap_or_default()
    }
}

impl Clone for BlobReader {
    /// A reader at the same place, which has fetched nothing yet.
    fn clone(&self) -> Self {
        Self {
            blob: Arc::clone(&self.blob),
            position: self.position,
            window: Vec::new(),
            window_start: 0,
        }
    }
}

impl Read for BlobReader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.fetched().is_empty() {
            if buf.len() >= WINDOW {
                let count = self.blob.read_at(self.position, buf).map_err(io::Error::other)?;
                self.position += count as u64;
                return Ok(count);
            }
            self.window.resize(WINDOW, 0);
            self.window_start = self.position;
            let fetched = self.blob.read_at(self.position, &mut self.window);
            self.window.truncate(*fetched.as_ref().unwrap_or(&0));
            fetched.map_err(io::Error::other)?;
        }
        let count = self.fetched().len().min(buf.len());
        buf[..count].copy_from_slice(&self.fetched()[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for BlobReader {
    fn seek(&mut self, from: SeekFrom) -> io::Result<u64> {
        let (origin, distance) = match from {
            SeekFrom::Start(position) => (position, 0),
            SeekFrom::Current(distance) => (self.position, distance),
            SeekFrom::End(distance) => (self.blob.len(), distance),
        };
        self.position = origin.checked_add_signed(distance).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn bytes_read_at_any_place() {
        let blob = Bytes::from_static(b"hello");
        let mut buf = [0; 3];
        assert_eq!(blob.read_at(3, &mut buf), Ok(2));
        assert_eq!(&buf[..2], b"lo");
        assert_eq!(blob.read_at(5, &mut buf), Ok(0));
        assert_eq!(blob.read_at(u64::MAX, &mut buf), Ok(0));
    }

    #[test]
    fn a_host_file_that_was_cut_is_an_error_and_one_that_grew_keeps_its_length() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"0123456789").unwrap();
        let blob = HostFile::new(file.try_clone().unwrap()).unwrap();
        let mut buf = [0; 20];
        assert_eq!(blob.read_at(4, &mut buf), Ok(6));
        file.write_all(b"more").unwrap();
        assert_eq!(blob.read_at(0, &mut buf), Ok(10));
        file.set_len(5).unwrap();
        assert_eq!(blob.read_at(0, &mut buf), Err(Error::Io));
    }

    #[test]
    fn a_directory_is_not_a_host_file() {
        assert!(HostFile::open(tempfile::tempdir().unwrap().path()).is_err());
    }

    #[test]
    fn the_reader_seeks_like_a_file() {
        let mut reader = BlobReader::new(Arc::new(Bytes::from_static(b"hello")));
        assert_eq!(reader.seek(SeekFrom::End(-2)).unwrap(), 3);
        let mut rest = String::new();
        reader.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "lo");
        assert!(reader.seek(SeekFrom::Current(-9)).is_err());
    }
}
