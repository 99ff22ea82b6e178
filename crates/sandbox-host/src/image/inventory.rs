//! What the cache holds of images and artifacts: listed, checked, removed.

use std::fs;
use std::path::{Path, PathBuf};

use sandbox_guests::{CacheDir, VerifyError, open_regular, verify_full};

use super::cached::{self, Cached};
use super::manifest::{ImageId, Record};
use super::{made, prepare};
use crate::engine::Metering;
use crate::error::HostError;
use crate::runtime::GuestRuntime;

/// The two kinds of file that preparing makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredKind {
    /// A snapshot module: portable, the same on every machine.
    Image,
    /// An image compiled for this machine and one kind of engine.
    Artifact,
    /// Files that a clone of an image made for all others.
    Layer,
}

/// An image or an artifact in the cache.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Which of the two.
    pub kind: StoredKind,
    /// The language.
    pub runtime: String,
    /// The recipe's name.
    pub image: String,
    /// The image's id.
    pub id: ImageId,
    /// The file's length in bytes.
    pub bytes: u64,
    /// The file.
    pub path: PathBuf,
    record: Record,
    name: String,
}

/// Everything of this form in the cache, sorted by kind and name. Files without a record do not count: [`leftovers`](super::leftovers)
/// lists them.
///
/// # Errors
///
/// [`HostError::Read`] when a folder of the cache cannot be read.
pub fn stored(cache: &CacheDir) -> Result<Vec<Stored>, HostError> {
    let mut found = Vec::new();
    for (kind, folder) in [
        (StoredKind::Image, cache.images()),
        (StoredKind::Artifact, cache.artifacts()),
    ] {
        let unreadable = |source| HostError::Read {
            path: folder.clone(),
            source,
        };
        let mut names = Vec::new();
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name();
            names.extend(
                name.to_str()
                    .and_then(|name| name.strip_suffix(cached::RECORD_SUFFIX))
                    .map(str::to_owned),
            );
        }
        names.sort_unstable();
        for name in names {
            let file = Cached::named(&folder, &name);
            if let Ok(Some(record)) = file.record() {
                let kind = if cached::is_layer(&name) {
                    StoredKind::Layer
                } else {
                    kind
                };
                let Record {
                    runtime,
                    image,
                    id,
                    bytes,
                    ..
                } = record.clone();
                found.push(Stored {
                    kind,
                    runtime,
                    image,
                    id,
                    bytes,
                    path: folder.join(&name),
                    record,
                    name,
                });
            }
        }
    }
    Ok(found)
}

impl Stored {
    /// Whether the file is what its record says: by its stamp, or with `full` by every byte.
    ///
    /// # Errors
    ///
    /// [`VerifyError`] says what is wrong with it.
    pub fn check(&self, cache: &CacheDir, full: bool) -> Result<(), VerifyError> {
        if full {
            let file = open_regular(&self.path)?;
            verify_full(
                file,
                &self.path,
                &self.record.sha256,
                Some(self.bytes),
                &CacheDir::stamp_path(&self.path),
            )
            .map(|_| ())
        } else {
            cache
                .open_verified(&self.path, &self.record.sha256, Some(self.bytes))
                .map(|_| ())
        }
    }

    /// Removes the file, its record and its stamp, unless a process is making it right now. One that has it mapped goes on undisturbed.
    ///
    /// # Errors
    ///
    /// [`HostError::Cache`] and [`HostError::Write`].
    pub fn remove(&self, cache: &CacheDir) -> Result<bool, HostError> {
        let Some(_lock) = cache.try_lock(&self.name)? else {
            return Ok(false);
        };
        // The record first: without it nothing counts.
        for path in [
            cached::record_path(&self.path),
            CacheDir::stamp_path(&self.path),
            self.path.clone(),
        ] {
            match fs::remove_file(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(source) => return Err(HostError::Write { path, source }),
            }
        }
        Ok(true)
    }

    /// Whether this program would use the file for `runtime`.
    #[must_use]
    pub fn is_current(&self, cache: &CacheDir, runtime: &dyn GuestRuntime) -> bool {
        let key = prepare::key(runtime, runtime.guest());
        let is = |cached: Cached| cached.path() == self.path.as_path() as &Path;
        match self.kind {
            StoredKind::Image => is(Cached::image(cache, &key)) || is(Cached::delta(cache, &key)),
            StoredKind::Layer => runtime
                .made_files()
                .is_some_and(|made| is(Cached::layer(cache, &made::key(runtime, &made)))),
            StoredKind::Artifact => [Metering::Metered, Metering::Unmetered]
                .into_iter()
                .any(|metering| is(Cached::artifact(cache, &key, metering))),
        }
    }
}
