//! From a list to a lock: which versions, what else they need, and what the files are to the byte.
//!
//! The package clients say what there is; what follows from that is decided here. A client is never let loose on what packages depend
//! on, because a dependency can name an address instead of a version (B-231), and because a client answers conditions for the machine
//! it runs on and not for the guest.

mod npm;
mod python;

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

use sandbox_guests::{CacheDir, PackageClients, Progress, Sha256Digest};

use crate::error::PackageError;
use crate::fetch::download;
use crate::language::Language;
use crate::list::PackageList;
use crate::lock::{Lock, Locked, LockedNpm, LockedPython};
use crate::npm::NpmPackage;
use crate::store::{LOCK, admit, measure};
use crate::wheel::Wheel;

/// Longest answer of a client that is read, in bytes.
const MAX_ANSWER_BYTES: u64 = 64 << 20;

/// Resolves a list, fetches every file into the cache, reads it, and makes a lock of what was found.
///
/// # Errors
/// [`PackageError`]; each has a [`hint`](PackageError::hint).
pub fn lock_packages(
    cache: &CacheDir,
    list: &PackageList,
    clients: &PackageClients,
    progress: &dyn Progress,
) -> Result<Lock, PackageError> {
    let _guard = cache.lock(LOCK, progress)?;
    let work = cache.temp_dir()?;
    let folder = |name: &str| {
        let path = work.path().join(name);
        std::fs::create_dir(&path)
            .map(|()| path.clone())
            .map_err(|error| PackageError::io(&path, error))
    };
    let resolving = folder("resolve")?;
    let mut python = python::resolve(list, clients, &resolving, progress)?;
    let mut javascript = npm::resolve(list, clients, &resolving, progress)?;
    let wanted: Vec<_> = python
        .iter()
        .map(|(package, _)| Locked::Python(package))
        .chain(javascript.iter().map(Locked::Npm))
        .collect();
    let files = download(&wanted, clients, &folder("download")?, progress)?;
    let (wheels, tarballs) = files.split_at(python.len());
    for ((package, extras), path) in python.iter_mut().zip(wheels) {
        complete_python(cache, package, extras, path)?;
    }
    for (package, path) in javascript.iter_mut().zip(tarballs) {
        complete_npm(cache, package, path)?;
    }
    let python = python.into_iter().map(|(package, _)| package).collect();
    let lock = Lock::new(list, python, javascript)?;
    if let Some((package, needed)) = lock.missing(list).into_iter().next() {
        return Err(PackageError::Conflict {
            package,
            reason: format!("it needs {needed}, which was not found"),
        });
    }
    Ok(lock)
}

/// Fills in what only the file itself tells, and keeps the file.
fn complete_python(
    cache: &CacheDir,
    package: &mut LockedPython,
    extras: &BTreeSet<crate::names::PackageName>,
    path: &Path,
) -> Result<(), PackageError> {
    let (bytes, sha256, _) = measure(path)?;
    same_hash(&package.file, package.sha256, sha256)?;
    let wheel = Wheel::open(open(path)?, &package.file)?;
    package.bytes = bytes;
    package.license.clone_from(&wheel.metadata().license);
    let needed = wheel.metadata().requires.iter().filter(|needed| needed.applies(extras));
    let needed: BTreeSet<_> = needed.map(|needed| needed.name.clone()).collect();
    package.requires = needed.into_iter().filter(|name| *name != package.name).collect();
    admit(cache, Locked::Python(package), path)
}

/// Fills in what only the file itself tells, and keeps the file.
fn complete_npm(cache: &CacheDir, package: &mut LockedNpm, path: &Path) -> Result<(), PackageError> {
    let (bytes, sha256, integrity) = measure(path)?;
    if integrity != package.integrity {
        return Err(PackageError::WrongIntegrity {
            file: package.file.clone(),
            expected: package.integrity.to_string(),
            actual: integrity.to_string(),
        });
    }
    let npm = NpmPackage::open(&open(path)?, &package.name, &package.version)?;
    (package.bytes, package.sha256) = (bytes, sha256);
    package.license.clone_from(&npm.manifest().license);
    package.requires.clone_from(&npm.manifest().requires);
    admit(cache, Locked::Npm(package), path)
}

fn same_hash(file: &str, expected: Sha256Digest, actual: Sha256Digest) -> Result<(), PackageError> {
    if expected == actual {
        return Ok(());
    }
    Err(PackageError::WrongHash {
        file: file.to_owned(),
        expected,
        actual,
    })
}

fn open(path: &Path) -> Result<File, PackageError> {
    File::open(path).map_err(|error| PackageError::io(path, error))
}

/// Reads what a client wrote.
fn answer<T: serde::de::DeserializeOwned>(path: &Path, client: &str, what: &str) -> Result<T, PackageError> {
    let refuse = |rule: String| PackageError::Answer {
        client: client.to_owned(),
        what: what.to_owned(),
        rule,
    };
    let bytes = std::fs::metadata(path)
        .map_err(|_| refuse("there is none".to_owned()))?
        .len();
    if bytes > MAX_ANSWER_BYTES {
        return Err(refuse(format!("it has {bytes} bytes")));
    }
    let text = std::fs::read(path).map_err(|error| PackageError::io(path, error))?;
    serde_json::from_slice(&text).map_err(|error| refuse(error.to_string()))
}

/// Languages that a list asks nothing of need no client.
fn nothing_of(list: &PackageList, language: Language) -> bool {
    match language {
        Language::Python => list.python.is_empty(),
        Language::JavaScript => list.javascript.is_empty(),
    }
}

#[cfg(test)]
mod tests;
