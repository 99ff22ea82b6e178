//! Removing what killed processes left in `tmp/`.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::temp::OWNER_FILE;
use super::{CacheDir, CacheError};
use crate::regular;

/// Age from which an entry is removed whose owner cannot be told: made between two steps of a process that died there, or on
/// a file system without locks.
const UNOWNED_AGE: Duration = Duration::from_hours(24);

/// Who works on an entry of `tmp/`.
enum Owner {
    /// A process that lives.
    Alive,
    /// Nobody; the lock is ours while the file is open.
    Gone { _lock: File },
    /// There is no lock to ask.
    Unknown,
}

impl CacheDir {
    /// Removes the temporary files of processes that are gone, and says how many entries that were. Work of a live process is
    /// never touched, however old; an entry without an owner goes after a day.
    ///
    /// # Errors
    /// [`CacheError::Write`] if `tmp/` cannot be listed. An entry that cannot be removed is left for the next time.
    pub fn sweep(&self) -> Result<usize, CacheError> {
        let tmp = self.tmp();
        let entries = fs::read_dir(&tmp).map_err(|source| CacheError::Write { path: tmp, source })?;
        let mut removed = 0;
        for entry in entries.flatten() {
            if sweep_entry(&entry.path()).unwrap_or(false) {
                removed += 1;
            }
        }
        Ok(removed)
    }
}

fn sweep_entry(path: &Path) -> io::Result<bool> {
    let metadata = fs::symlink_metadata(path)?;
    let owner = if metadata.is_dir() {
        owner(&path.join(OWNER_FILE))
    } else {
        owner(path)
    };
    let abandoned = match owner {
        Owner::Alive => false,
        Owner::Gone { .. } => true,
        Owner::Unknown => {
            let age = SystemTime::now().duration_since(metadata.modified()?);
            age.is_ok_and(|age| age >= UNOWNED_AGE)
        }
    };
    if !abandoned {
        return Ok(false);
    }
    // `owner` holds the lock until here, so a process that had just created the entry waits, finds it gone and makes another.
    if metadata.is_dir() {
        fs::remove_dir_all(path)?;
    } else {
        fs::remove_file(path)?;
    }
    drop(owner);
    Ok(true)
}

fn owner(lock: &Path) -> Owner {
    let Ok(file) = regular::open_regular(lock) else {
        return Owner::Unknown;
    };
    match file.try_lock() {
        Ok(()) => Owner::Gone { _lock: file },
        Err(TryLockError::WouldBlock) => Owner::Alive,
        Err(TryLockError::Error(_)) => Owner::Unknown,
    }
}
