//! Work in progress: made in `tmp/`, visible after one rename or not at all.
//!
//! Everything in `tmp/` is locked by whoever works on it. The kernel drops the lock when that process dies, which is how
//! [`CacheDir::sweep`](super::CacheDir::sweep) tells live work from what a killed process left.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;

use super::{CacheDir, CacheError};

/// File inside a temporary folder whose lock says that the folder is in use.
pub(super) const OWNER_FILE: &str = "owner";
/// The part of a temporary folder that its owner works in.
const WORK_FOLDER: &str = "work";
/// How often creating is tried again after a sweep took the new entry for an old one. More than once does not happen.
const CREATE_ATTEMPTS: usize = 16;

/// A file of the cache being written. Nobody sees it before [`commit`](Self::commit); dropping it removes it.
#[derive(Debug)]
pub struct AtomicFile {
    temp: NamedTempFile,
    target: PathBuf,
}

impl CacheDir {
    /// Writes `bytes` to `target`, a path in this cache: with mode 0600, and so that at any moment, after a crash too, there is
    /// the old file, or none, or all of the new one.
    ///
    /// # Errors
    /// [`CacheError::Outside`] or [`CacheError::Write`].
    pub fn write_atomic(&self, target: &Path, bytes: &[u8]) -> Result<(), CacheError> {
        let mut file = self.create_atomic(target)?;
        file.write_all(bytes).map_err(|source| CacheError::Write {
            path: target.to_owned(),
            source,
        })?;
        file.commit()
    }

    /// Begins to write `target`, a path in this cache, piece by piece. See [`write_atomic`](Self::write_atomic).
    ///
    /// # Errors
    /// [`CacheError::Outside`] or [`CacheError::Write`].
    pub fn create_atomic(&self, target: &Path) -> Result<AtomicFile, CacheError> {
        self.check_inside(target)?;
        let tmp = self.tmp();
        let temp = locked(|| {
            let temp = tempfile::Builder::new().prefix("file-").tempfile_in(&tmp)?;
            Ok(lock(temp.as_file())?.then_some(temp))
        });
        let temp = temp.map_err(|source| CacheError::Write { path: tmp, source })?;
        Ok(AtomicFile {
            temp,
            target: target.to_owned(),
        })
    }

    /// Creates a folder to work in. It is removed when dropped, and by [`sweep`](Self::sweep) if this process dies first.
    ///
    /// # Errors
    /// [`CacheError::Write`].
    pub fn temp_dir(&self) -> Result<TempDir, CacheError> {
        let tmp = self.tmp();
        let made = locked(|| {
            let dir = tempfile::Builder::new().prefix("work-").tempdir_in(&tmp)?;
            let owner = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(dir.path().join(OWNER_FILE))?;
            if !lock(&owner)? {
                return Ok(None);
            }
            fs::create_dir(dir.path().join(WORK_FOLDER))?;
            Ok(Some(TempDir { dir, _owner: owner }))
        });
        made.map_err(|source| CacheError::Write { path: tmp, source })
    }

    /// Moves a finished folder, made in a [`TempDir`], to `target`, a path in this cache at which nothing may be.
    ///
    /// # Errors
    /// [`CacheError::Outside`] or [`CacheError::Write`].
    pub(crate) fn publish_folder(&self, finished: &Path, target: &Path) -> Result<(), CacheError> {
        self.check_inside(target)?;
        let fail = |source| CacheError::Write {
            path: target.to_owned(),
            source,
        };
        sync_tree(finished).map_err(fail)?;
        fs::rename(finished, target).map_err(fail)?;
        sync_parent(target).map_err(fail)
    }

    fn check_inside(&self, path: &Path) -> Result<(), CacheError> {
        let inside = path.strip_prefix(self.root()).is_ok_and(|rest| {
            rest.components().all(|part| matches!(part, Component::Normal(_))) && rest.components().count() > 1
        });
        if inside {
            Ok(())
        } else {
            Err(CacheError::Outside { path: path.to_owned() })
        }
    }
}

impl AtomicFile {
    /// Flushes the file to the disk and moves it to its place.
    ///
    /// # Errors
    /// [`CacheError::Write`]; then there is what was there before.
    pub fn commit(self) -> Result<(), CacheError> {
        let Self { temp, target } = self;
        let fail = |source| CacheError::Write {
            path: target.clone(),
            source,
        };
        temp.as_file().sync_all().map_err(fail)?;
        temp.persist(&target).map_err(|error| fail(error.error))?;
        sync_parent(&target).map_err(fail)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.temp.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temp.flush()
    }
}

/// A private folder to work in.
#[derive(Debug)]
pub struct TempDir {
    // Dropped first: the folder goes while its lock is still held.
    dir: tempfile::TempDir,
    _owner: File,
}

impl TempDir {
    /// The folder, empty at first.
    pub fn path(&self) -> PathBuf {
        self.dir.path().join(WORK_FOLDER)
    }
}

/// Calls `make` until what it made was not swept away between its creation and its lock.
fn locked<T>(mut make: impl FnMut() -> io::Result<Option<T>>) -> io::Result<T> {
    for _ in 0..CREATE_ATTEMPTS {
        match make() {
            Ok(Some(made)) => return Ok(made),
            Ok(None) => {}
            // The folder was swept before its owner file was in it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other(
        "the folder for temporary files is gone, or is being emptied again and again",
    ))
}

/// Locks a file that was just created. False if a sweep was faster and it has no name any more.
fn lock(file: &File) -> io::Result<bool> {
    match file.lock() {
        // Without locks a sweep leaves the entry alone until it is old.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(true),
        Err(error) => Err(error),
        Ok(()) => Ok(file.metadata()?.nlink() > 0),
    }
}

fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the names in a folder, and in all folders below it, survive a crash. Links are not followed.
fn sync_tree(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_tree(&entry.path())?;
        }
    }
    sync_folder(path)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
