//! What lies in the cache's folders for images and artifacts without counting: files whose record is missing, damaged or of another version.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sandbox_guests::CacheDir;

use super::cached::{self, Cached};
use super::inventory::StoredKind;
use crate::error::HostError;

/// A file of the cache, with what lies beside it under its name, that nothing uses.
#[derive(Debug, Clone)]
pub struct Leftover {
    /// Of which kind it would be.
    pub kind: StoredKind,
    /// The file; there may be no more of it than a record or a stamp.
    pub path: PathBuf,
    /// How many bytes lie there.
    pub bytes: u64,
    name: String,
}

/// All of them, sorted by kind and name.
///
/// # Errors
///
/// [`HostError::Read`] when a folder of the cache, or a record in it, cannot be read.
pub fn leftovers(cache: &CacheDir) -> Result<Vec<Leftover>, HostError> {
    let mut found = Vec::new();
    for (kind, folder) in [
        (StoredKind::Image, cache.images()),
        (StoredKind::Artifact, cache.artifacts()),
    ] {
        for name in names(&folder)? {
            let file = Cached::named(&folder, &name);
            if file.record()?.is_none() {
                let bytes = parts(file.path()).iter().map(|part| size(part)).sum();
                found.push(Leftover {
                    kind,
                    path: file.path().to_owned(),
                    bytes,
                    name,
                });
            }
        }
    }
    Ok(found)
}

impl Leftover {
    /// Removes it, unless a process is making it right now.
    ///
    /// # Errors
    ///
    /// [`HostError::Cache`] and [`HostError::Write`].
    pub fn remove(&self, cache: &CacheDir) -> Result<bool, HostError> {
        let lock = match cache.try_lock(&self.name) {
            Ok(None) => return Ok(false),
            Ok(Some(lock)) => Some(lock),
            // No process can be making what has a name that cannot be locked.
            Err(sandbox_guests::CacheError::LockName { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        for path in parts(&self.path) {
            let removed = match fs::symlink_metadata(&path) {
                Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(&path),
                Ok(_) => fs::remove_file(&path),
                Err(error) => Err(error),
            };
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(HostError::Write { path, source: error });
                }
                _ => {}
            }
        }
        drop(lock);
        Ok(true)
    }
}

/// The names of everything in the folder, records and stamps under the name of what they are about.
fn names(folder: &Path) -> Result<BTreeSet<String>, HostError> {
    let unreadable = |source| HostError::Read {
        path: folder.to_owned(),
        source,
    };
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        // No name of ours is anything but ASCII.
        let Ok(name) = entry.map_err(unreadable)?.file_name().into_string() else {
            continue;
        };
        let stem = [cached::RECORD_SUFFIX, cached::STAMP_SUFFIX]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix));
        names.insert(stem.unwrap_or(&name).to_owned());
    }
    Ok(names)
}

/// The file itself, and what belongs to it. The record first: without it nothing counts.
fn parts(path: &Path) -> [PathBuf; 3] {
    [cached::record_path(path), CacheDir::stamp_path(path), path.to_owned()]
}

fn size(path: &Path) -> u64 {
    fs::symlink_metadata(path).map_or(0, |metadata| metadata.len())
}
