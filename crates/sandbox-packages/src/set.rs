//! All packages of a language as one archive, which guests read in place.
//!
//! The archive is the same, to the byte, for the same locked packages: entries are sorted, undated, and packed in one way. It lies in
//! the cache under a name that the lock decides, beside a record of its hash, and is made by whoever needs it first.

mod build;
mod record;

use std::path::PathBuf;

use sandbox_guests::{CacheDir, Progress, Sha256Digest, Source, Verified, VerifyError};

use crate::error::PackageError;
use crate::fetch::fetch_packages;
use crate::language::Language;
use crate::lock::Lock;
use record::Record;

pub use build::MAX_SET_BYTES;

/// Changes whenever the same packages make another archive.
const FORMAT: u32 = 1;

/// The archive of a language's packages, opened and verified.
#[derive(Debug)]
pub struct PackageSet {
    /// Its language.
    pub language: Language,
    /// Identifies what is in it: the lock's [`id`](Lock::id) for the language.
    pub id: Sha256Digest,
    /// SHA-256 of the archive.
    pub sha256: Sha256Digest,
    /// Where it lies in the cache.
    pub path: PathBuf,
    /// The opened file.
    pub archive: Verified,
}

impl PackageSet {
    /// Opens the archive of all packages that `lock` has for `language`, and makes it first if it is not in the cache. The packages
    /// have to be there (see [`fetch_packages`](crate::fetch_packages)). A language without packages has an archive without entries.
    ///
    /// # Errors
    /// [`PackageError`]: a package that is missing, damaged or refused, or two with the same file.
    pub fn build(
        cache: &CacheDir,
        lock: &Lock,
        language: Language,
        progress: &dyn Progress,
    ) -> Result<Self, PackageError> {
        if let Some(set) = Self::open(cache, lock, language)? {
            return Ok(set);
        }
        let paths = Paths::of(cache, lock, language);
        let _guard = cache.lock(&paths.lock, progress)?;
        if let Some(set) = Self::open(cache, lock, language)? {
            return Ok(set); // somebody else was faster
        }
        let record = build::build(cache, lock, language, &paths.archive, progress)?;
        // The record comes second: without one, or with an old one, the archive is made again.
        cache.write_atomic(&paths.record, record.render().as_bytes())?;
        Self::open(cache, lock, language)?.ok_or_else(|| PackageError::Damaged {
            package: format!("archive {language}"),
            source: VerifyError::Missing { path: paths.archive },
        })
    }

    /// As [`build`](Self::build), and fetches the packages of this language first if it has to.
    ///
    /// # Errors
    /// As there, and those of [`fetch_packages`](crate::fetch_packages).
    pub fn ensure(
        cache: &CacheDir,
        lock: &Lock,
        language: Language,
        source: &Source,
        progress: &dyn Progress,
    ) -> Result<Self, PackageError> {
        if let Some(set) = Self::open(cache, lock, language)? {
            return Ok(set);
        }
        fetch_packages(cache, &lock.only(language), source, progress)?;
        Self::build(cache, lock, language, progress)
    }

    /// The archive, if it is in the cache and intact.
    ///
    /// # Errors
    /// [`PackageError::Damaged`] for a file that is unsafe to read: somebody else's, or one that others can write to.
    pub fn open(cache: &CacheDir, lock: &Lock, language: Language) -> Result<Option<Self>, PackageError> {
        let paths = Paths::of(cache, lock, language);
        let Some(record) = Record::load(&paths.record) else {
            return Ok(None);
        };
        match cache.open_verified(&paths.archive, &record.sha256, Some(record.bytes)) {
            Ok(archive) => Ok(Some(Self {
                language,
                id: lock.id(language),
                sha256: record.sha256,
                path: paths.archive,
                archive,
            })),
            Err(VerifyError::Missing { .. } | VerifyError::WrongSize { .. } | VerifyError::WrongHash { .. }) => {
                Ok(None)
            }
            Err(source) => Err(PackageError::Damaged {
                package: format!("archive {language}"),
                source,
            }),
        }
    }
}

/// Where a set lies, and the lock under which it is made.
struct Paths {
    archive: PathBuf,
    record: PathBuf,
    lock: String,
}

impl Paths {
    fn of(cache: &CacheDir, lock: &Lock, language: Language) -> Self {
        let name = format!("set{FORMAT}-{language}-{}", lock.id(language));
        let path = |ending: &str| cache.packages().join(format!("{name}.{ending}"));
        Self {
            archive: path("zip"),
            record: path("sum"),
            lock: format!("packages-{language}-{}", lock.id(language).short()),
        }
    }
}

/// The files in the cache that belong to the set of a language.
pub(crate) fn paths(cache: &CacheDir, lock: &Lock, language: Language) -> [PathBuf; 2] {
    let paths = Paths::of(cache, lock, language);
    [paths.archive, paths.record]
}

#[cfg(test)]
mod tests;
