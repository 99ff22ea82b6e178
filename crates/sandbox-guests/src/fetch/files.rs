//! A guest that is present and verified.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::{FetchError, NOTICES_FOLDER};
use crate::digest::Sha256Digest;
use crate::stamp::Proof;

/// The files of a guest, each of them opened and verified.
#[derive(Debug)]
pub struct GuestFiles {
    pub(super) guest: String,
    pub(super) root: PathBuf,
    pub(super) files: Vec<GuestFile>,
}

/// One file of a guest. It stays open, so what was verified is what is read even if the cache is cleaned meanwhile.
#[derive(Debug)]
pub struct GuestFile {
    pub(super) local: String,
    pub(super) path: PathBuf,
    pub(super) sha256: Sha256Digest,
    pub(super) bytes: u64,
    pub(super) proof: Proof,
    pub(super) file: File,
}

impl GuestFiles {
    /// The guest's name.
    pub fn guest(&self) -> &str {
        &self.guest
    }

    /// The folder the files lie in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder the guest's licences lie in: a folder for each package, with its name.
    pub fn licenses(&self) -> PathBuf {
        self.root.join(NOTICES_FOLDER)
    }

    /// Every file, in the order of the pins.
    pub fn files(&self) -> &[GuestFile] {
        &self.files
    }

    /// The file with the local name `local`.
    ///
    /// # Errors
    /// [`FetchError::NoSuchFile`].
    pub fn file(&self, local: &str) -> Result<&GuestFile, FetchError> {
        let found = self.files.iter().find(|file| file.local == local);
        found.ok_or_else(|| FetchError::NoSuchFile {
            guest: self.guest.clone(),
            file: local.to_owned(),
        })
    }
}

impl GuestFile {
    /// Its local name, e.g. `python.wasm`.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// Where it lies. For messages: read through [`file`](Self::file), which is what was verified.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Its digest.
    pub fn sha256(&self) -> &Sha256Digest {
        &self.sha256
    }

    /// How it was verified.
    pub fn proof(&self) -> Proof {
        self.proof
    }

    /// The opened file. Its position is shared by everybody: use positioned reads, or map it.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// The whole content. The size is that of the pin, which bounds what is allocated.
    ///
    /// # Errors
    /// Whatever reading returns, `UnexpectedEof` if the file was cut after it was verified.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let length = usize::try_from(self.bytes).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
        let mut content = vec![0; length];
        self.file.read_exact_at(&mut content, 0)?;
        Ok(content)
    }
}
