//! What lies between two states of a tree, in a form that can be kept outside of it.

use bytes::Bytes;

use crate::content::Content;
use crate::error::{Error, Result};

/// The difference between two templates, as paths: what [`Template::delta`](crate::Template::delta) finds and
/// [`TemplateBuilder::apply`](crate::TemplateBuilder::apply) carries out.
///
/// Only what a guest may write is in it. Everything of `removed` goes first, with what is below it; then `entries` are put, a directory before what is in it.
#[derive(Debug, Clone, Default)]
pub struct Delta {
    /// Absolute paths that are gone, or that something of another kind or origin took. Sorted.
    pub removed: Vec<String>,
    /// What is new or changed. Sorted by path, so that a directory comes before what is in it.
    pub entries: Vec<DeltaEntry>,
}

impl Delta {
    /// Whether the two states are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.entries.is_empty()
    }
}

/// One file, directory or link.
#[derive(Debug, Clone)]
pub struct DeltaEntry {
    /// Absolute guest path.
    pub path: String,
    /// Last change of the content, in nanoseconds since 1970.
    pub mtime: u64,
    /// Its place in the listing of its directory: entries are listed in ascending order. Any number does; of two equal ones the one that is applied
    /// later comes later.
    pub order: u64,
    /// What it is.
    pub kind: DeltaKind,
}

/// What a [`DeltaEntry`] is.
#[derive(Debug, Clone)]
pub enum DeltaKind {
    /// A directory; what is in it has entries of its own.
    Directory,
    /// A symbolic link and its target, which is never followed here.
    Link(String),
    /// A file.
    File(FileContent),
}

/// The content of a file, shared with the tree it comes from: cloning copies nothing.
#[derive(Clone)]
pub struct FileContent(pub(crate) Content);

impl FileContent {
    /// Its length, in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of it. Holes are zeros here, so the caller bounds [`len`](Self::len) first.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when what it was made of cannot be read any more.
    pub fn read(&self) -> Result<Bytes> {
        if let Some(bytes) = self.0.untouched() {
            return Ok(bytes);
        }
        let mut bytes = vec![0; usize::try_from(self.len()).map_err(|_| Error::FileTooBig)?];
        let count = self.0.read_at(0, &mut bytes)?;
        bytes.truncate(count);
        Ok(bytes.into())
    }
}

impl From<Bytes> for FileContent {
    fn from(bytes: Bytes) -> Self {
        Self(Content::from_bytes(bytes))
    }
}

impl std::fmt::Debug for FileContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileContent({} bytes)", self.len())
    }
}
