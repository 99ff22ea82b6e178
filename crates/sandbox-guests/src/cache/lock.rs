//! One process (and thread) at a time.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use rustix::fs::{Mode, OFlags};

use super::{CacheDir, CacheError, MAX_LOCK_NAME_BYTES};
use crate::pins::validate::is_plain_name;
use crate::progress::{Event, Progress};
use crate::regular;

/// A lock held. Dropping it releases it, and so does the end of the process, however it comes.
#[derive(Debug)]
#[must_use = "the lock is released when this is dropped"]
pub struct LockGuard {
    /// Closing the file is what releases the lock.
    _file: File,
}

impl CacheDir {
    /// Takes the lock called `name`, waiting for whoever holds it; a wait is told to `progress`.
    ///
    /// Threads of one process exclude each other too, so a thread that asks for a lock it already holds waits forever.
    ///
    /// # Errors
    /// [`CacheError::LockName`], or [`CacheError::Lock`] if the file system has no locks or the cache is read-only.
    pub fn lock(&self, name: &str, progress: &dyn Progress) -> Result<LockGuard, CacheError> {
        let (path, file) = self.lock_file(name)?;
        let fail = |source| CacheError::Lock {
            path: path.clone(),
            source,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                progress.event(Event::Waiting { what: name });
                file.lock().map_err(fail)?;
            }
            Err(TryLockError::Error(source)) => return Err(fail(source)),
        }
        Ok(LockGuard { _file: file })
    }

    /// Takes the lock called `name` if nobody holds it.
    ///
    /// # Errors
    /// As [`lock`](Self::lock).
    pub fn try_lock(&self, name: &str) -> Result<Option<LockGuard>, CacheError> {
        let (path, file) = self.lock_file(name)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(LockGuard { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(CacheError::Lock { path, source }),
        }
    }

    /// Opens a lock's file. It is never removed: whoever waits on a removed file would share its lock with nobody.
    fn lock_file(&self, name: &str) -> Result<(std::path::PathBuf, File), CacheError> {
        if !is_plain_name(name) || name.len() > MAX_LOCK_NAME_BYTES {
            return Err(CacheError::LockName { name: name.to_owned() });
        }
        let path = self.locks().join(format!("{name}.lock"));
        match open_lock_file(&path) {
            Ok(file) => Ok((path, file)),
            Err(source) => Err(CacheError::Lock { path, source }),
        }
    }
}

fn open_lock_file(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?);
    regular::check(path, &file.metadata()?).map_err(io::Error::other)?;
    Ok(file)
}
