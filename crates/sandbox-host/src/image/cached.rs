//! A large file of the cache that took long to make, found by a name that says everything it was made from.

use std::io::Read;
use std::path::{Path, PathBuf};

use sandbox_guests::{CacheDir, Verified, VerifyError, open_regular};

use super::manifest::{MAX_RECORD_BYTES, Record};
use crate::engine::{self, Metering};
use crate::error::HostError;

/// What a record's name ends in, after its file's name.
pub(super) const RECORD_SUFFIX: &str = ".toml";

/// What a stamp's name ends in, as [`CacheDir::stamp_path`] makes it.
pub(super) const STAMP_SUFFIX: &str = ".stamp";

/// What the name of a layer ends in.
const LAYER_SUFFIX: &str = ".zip";

/// Whether a file of this name is a layer.
pub(super) fn is_layer(name: &str) -> bool {
    name.ends_with(LAYER_SUFFIX)
}

/// Where the record of the file at `path` lies.
pub(super) fn record_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(RECORD_SUFFIX);
    name.into()
}

/// Tells a file that is not what it should be, which is made again, from one that the system does not let us read, which may be in order: making it
/// again would take minutes and fail in the same way.
fn intact<T>(checked: Result<T, VerifyError>) -> Result<Result<T, VerifyError>, HostError> {
    match checked {
        Err(VerifyError::Read { path, source }) => Err(HostError::Read { path, source }),
        checked => Ok(checked),
    }
}

/// A snapshot or an artifact, and the record beside it.
pub(super) struct Cached {
    name: String,
    path: PathBuf,
}

impl Cached {
    /// The snapshot module of an image.
    pub(super) fn image(cache: &CacheDir, key: &str) -> Self {
        let name = format!("{key}.wasm");
        Self {
            path: cache.images().join(&name),
            name,
        }
    }

    /// A derived image: what makes it of its parent's.
    pub(super) fn delta(cache: &CacheDir, key: &str) -> Self {
        let name = format!("{key}.delta");
        Self {
            path: cache.images().join(&name),
            name,
        }
    }

    /// Files that a guest made.
    pub(super) fn layer(cache: &CacheDir, key: &str) -> Self {
        let name = format!("{key}{LAYER_SUFFIX}");
        Self {
            path: cache.images().join(&name),
            name,
        }
    }

    /// The code compiled from it, for this kind of machine and one kind of engine. Its header says for which version of wasmtime.
    pub(super) fn artifact(cache: &CacheDir, key: &str, metering: Metering) -> Self {
        let name = format!(
            "{key}-{}-r{}-{}-{}.cwasm",
            metering.as_str(),
            engine::REVISION,
            std::env::consts::ARCH,
            std::env::consts::OS
        );
        Self {
            path: cache.artifacts().join(&name),
            name,
        }
    }

    /// Its name, which is also that of its lock.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The file of this name in one of the cache's folders.
    pub(super) fn named(folder: &Path, name: &str) -> Self {
        Self {
            path: folder.join(name),
            name: name.to_owned(),
        }
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The record, if there is one that makes sense and is about this very file; anything else is as good as none.
    ///
    /// A file that was moved here together with its record is another image's: the name in the record says so.
    ///
    /// # Errors
    ///
    /// [`HostError::Read`] when the system does not let it be read: what it says is not known then, and nothing may be made again for that.
    pub(super) fn record(&self) -> Result<Option<Record>, HostError> {
        let path = record_path(&self.path);
        let Ok(file) = intact(open_regular(&path))? else {
            return Ok(None);
        };
        let mut text = Vec::new();
        file.take(MAX_RECORD_BYTES)
            .read_to_end(&mut text)
            .map_err(|source| HostError::Read { path, source })?;
        let record = toml::from_slice(&text).ok();
        Ok(record.filter(|record: &Record| record.file == self.name))
    }

    /// The file, opened, if it is what the record says; else what is wrong with it.
    ///
    /// # Errors
    ///
    /// As [`record`](Self::record).
    pub(super) fn open(&self, cache: &CacheDir, record: &Record) -> Result<Result<Verified, VerifyError>, HostError> {
        intact(cache.open_verified(&self.path, &record.sha256, Some(record.bytes)))
    }
}

mod writing {
    use std::fs;
    use std::path::Path;

    use sandbox_guests::Sha256Digest;

    use super::super::WarmPages;
    use super::super::manifest::ImageId;
    use super::{CacheDir, Cached, Read as _, Record, Verified, record_path};
    use crate::error::HostError;
    use crate::runtime::GuestRuntime;

    impl Cached {
        /// The whole file.
        pub(in super::super) fn read(&self, mut verified: Verified) -> Result<Vec<u8>, HostError> {
            let mut bytes = Vec::with_capacity(usize::try_from(verified.bytes).unwrap_or(0));
            (&mut verified.file)
                .take(verified.bytes)
                .read_to_end(&mut bytes)
                .map_err(|source| HostError::Read {
                    path: self.path.clone(),
                    source,
                })?;
            Ok(bytes)
        }

        /// Writes file and record; the record last, because without it the file does not count.
        pub(in super::super) fn store(
            &self,
            cache: &CacheDir,
            runtime: &dyn GuestRuntime,
            id: ImageId,
            bytes: &[u8],
        ) -> Result<(), HostError> {
            let record = Record {
                file: self.name.clone(),
                runtime: runtime.runtime().to_string(),
                image: runtime.image().to_owned(),
                id,
                bytes: bytes.len() as u64,
                sha256: Sha256Digest::of(bytes),
                warm: WarmPages::default(),
            };
            remove_folder(&self.path)?;
            cache.write_atomic(&self.path, bytes)?;
            self.store_record(cache, &record)
        }

        /// Writes the record beside the file.
        pub(in super::super) fn store_record(&self, cache: &CacheDir, record: &Record) -> Result<(), HostError> {
            let text = toml::to_string(record).expect("a record of strings and numbers is always TOML");
            let path = record_path(&self.path);
            remove_folder(&path)?;
            cache.write_atomic(&path, text.as_bytes())?;
            Ok(())
        }
    }

    /// Removes a folder that lies where a file belongs: a rename replaces anything else, but not that.
    fn remove_folder(path: &Path) -> Result<(), HostError> {
        if !fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
            return Ok(());
        }
        fs::remove_dir_all(path).map_err(|source| HostError::Write {
            path: path.to_owned(),
            source,
        })
    }
}
