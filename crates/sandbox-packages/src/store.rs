//! Package files in the cache: `packages/SHA256.whl` and `packages/SHA256.tgz`, named by their content.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use sandbox_guests::{CacheDir, Sha256Digest, Sha256Writer, Verified, VerifyError, open_regular, verify_full};

use crate::error::PackageError;
use crate::language::Language;
use crate::lock::{Lock, Locked};
use crate::npm::Integrity;

/// The lock under which files come and go.
pub(crate) const LOCK: &str = "packages";

/// Where the file of a package lies in the cache.
pub(crate) fn path(cache: &CacheDir, package: Locked<'_>) -> PathBuf {
    let ending = match package.language() {
        Language::Python => "whl",
        Language::JavaScript => "tgz",
    };
    cache.packages().join(format!("{}.{ending}", package.sha256()))
}

/// Opens the file of a package in the cache: by its stamp, or hashed again if it is to be `thorough`.
///
/// # Errors
/// [`PackageError::Missing`] or [`PackageError::Damaged`].
pub fn open_package(cache: &CacheDir, package: Locked<'_>, thorough: bool) -> Result<Verified, PackageError> {
    let path = path(cache, package);
    let opened = if thorough {
        open_regular(&path).and_then(|file| {
            let stamp = CacheDir::stamp_path(&path);
            verify_full(file, &path, package.sha256(), Some(package.bytes()), &stamp)
        })
    } else {
        cache.open_verified(&path, package.sha256(), Some(package.bytes()))
    };
    opened.map_err(|error| match error {
        VerifyError::Missing { .. } => PackageError::Missing {
            language: package.language(),
            package: title(package),
        },
        source => PackageError::Damaged {
            package: title(package),
            source,
        },
    })
}

/// Name and version, for messages.
pub(crate) fn title(package: Locked<'_>) -> String {
    format!("{} {}", package.name(), package.version())
}

/// Copies the file at `from` into the cache, if it is the one that is locked.
pub(crate) fn admit(cache: &CacheDir, package: Locked<'_>, from: &Path) -> Result<(), PackageError> {
    let file = package.file();
    let mut source = File::open(from).map_err(|error| PackageError::io(from, error))?;
    let fail = |error| PackageError::io(from, error);
    if !source.metadata().map_err(fail)?.is_file() {
        return Err(fail(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file")));
    }
    let target = path(cache, package);
    let mut writer = Sha256Writer::new(cache.create_atomic(&target)?);
    io::copy(&mut (&mut source).take(package.bytes() + 1), &mut writer).map_err(fail)?;
    let (written, actual, bytes) = writer.finish();
    if bytes != package.bytes() {
        return Err(PackageError::WrongSize {
            file: file.to_owned(),
            expected: package.bytes(),
            actual: bytes,
        });
    }
    if actual != *package.sha256() {
        return Err(PackageError::WrongHash {
            file: file.to_owned(),
            expected: *package.sha256(),
            actual,
        });
    }
    if let Locked::Npm(package) = package {
        // The bytes are the same ones: they have the hash that is locked.
        source.rewind().map_err(fail)?;
        let actual = Integrity::of_reader(source.take(package.bytes)).map_err(fail)?;
        if actual != package.integrity {
            return Err(PackageError::WrongIntegrity {
                file: file.to_owned(),
                expected: package.integrity.to_string(),
                actual: actual.to_string(),
            });
        }
    }
    written.commit()?;
    Ok(())
}

/// Size, SHA-256 and SHA-512 of a file that is not locked yet.
pub(crate) fn measure(path: &Path) -> Result<(u64, Sha256Digest, Integrity), PackageError> {
    let fail = |error| PackageError::io(path, error);
    let mut file = File::open(path).map_err(fail)?;
    if !fs::symlink_metadata(path).map_err(fail)?.is_file() {
        return Err(fail(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file")));
    }
    let (digest, bytes) = Sha256Digest::of_reader(&file, sandbox_guests::MAX_FILE_BYTES).map_err(fail)?;
    file.rewind().map_err(fail)?;
    Ok((bytes, digest, Integrity::of_reader(file).map_err(fail)?))
}

/// Removes whatever in the cache's folder of packages is neither named by one of these locks nor made from one, and says how many
/// files that were and how many bytes they had.
///
/// # Errors
/// [`PackageError::Cache`] or [`PackageError::Io`].
pub fn clean_packages(
    cache: &CacheDir,
    locks: &[&Lock],
    progress: &dyn sandbox_guests::Progress,
) -> Result<(u64, u64), PackageError> {
    let _lock = cache.lock(LOCK, progress)?;
    let mut wanted = std::collections::BTreeSet::new();
    for lock in locks {
        for package in lock.all() {
            wanted.insert(path(cache, package));
        }
        for language in Language::ALL {
            wanted.extend(crate::set::paths(cache, lock, language));
        }
    }
    let stamps: Vec<_> = wanted.iter().map(|path| CacheDir::stamp_path(path)).collect();
    wanted.extend(stamps);
    let folder = cache.packages();
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(&folder).map_err(|error| PackageError::io(&folder, error))? {
        let entry = entry.map_err(|error| PackageError::io(&folder, error))?;
        let path = entry.path();
        if wanted.contains(&path) {
            continue;
        }
        let metadata = fs::symlink_metadata(&path).map_err(|error| PackageError::io(&path, error))?;
        // Folders are not ours.
        if metadata.is_dir() {
            continue;
        }
        fs::remove_file(&path).map_err(|error| PackageError::io(&path, error))?;
        files += 1;
        bytes += metadata.len();
    }
    Ok((files, bytes))
}
