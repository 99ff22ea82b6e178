//! Package files into the cache: from the package indexes, or from a folder.

mod download;

use std::path::{Path, PathBuf};

use sandbox_guests::{CacheDir, Event, PackageClients, Progress, Source};

use crate::error::PackageError;
use crate::lock::{Lock, Locked};
use crate::store::{self, LOCK, admit, open_package};

pub(crate) use download::download;

/// Makes every file that a lock names present in the cache, verified, and says how many of them were not there. Any number of threads and
/// processes may call this at once; one of them fetches.
///
/// A [`Source::Folder`] holds the package files under the names that the lock has for them; no client is needed then, and no network.
///
/// # Errors
/// [`PackageError`]; each has a [`hint`](PackageError::hint). What was fetched and verified before stays in the cache.
pub fn fetch_packages(
    cache: &CacheDir,
    lock: &Lock,
    source: &Source,
    progress: &dyn Progress,
) -> Result<usize, PackageError> {
    if absent(cache, lock, &Quiet).is_empty() {
        return Ok(0);
    }
    let _guard = cache.lock(LOCK, progress)?;
    let wanted = absent(cache, lock, progress);
    if wanted.is_empty() {
        return Ok(0); // somebody else was faster
    }
    cache.sweep()?;
    match source {
        Source::Package(clients) => from_indexes(cache, &wanted, clients, progress)?,
        Source::Folder(folder) => from_folder(cache, &wanted, folder, progress)?,
        // There is no other kind yet.
        _ => {
            return Err(PackageError::NotInFolder {
                folder: PathBuf::new(),
                files: wanted.iter().map(|package| package.file().to_owned()).collect(),
            });
        }
    }
    Ok(wanted.len())
}

struct Quiet;

impl Progress for Quiet {
    fn event(&self, _: Event<'_>) {}
}

/// What is not in the cache, or not as it should be.
fn absent<'a>(cache: &CacheDir, lock: &'a Lock, progress: &dyn Progress) -> Vec<Locked<'a>> {
    let mut absent = Vec::new();
    for package in lock.all() {
        match open_package(cache, package, false) {
            Ok(_) => continue,
            Err(PackageError::Missing { .. }) => {}
            Err(error) => progress.event(Event::Note {
                text: &format!("{error} and is fetched again"),
            }),
        }
        absent.push(package);
    }
    absent
}

fn from_indexes(
    cache: &CacheDir,
    wanted: &[Locked<'_>],
    clients: &PackageClients,
    progress: &dyn Progress,
) -> Result<(), PackageError> {
    let work = cache.temp_dir()?;
    let downloaded = download(wanted, clients, &work.path(), progress)?;
    for (package, path) in wanted.iter().zip(&downloaded) {
        admit(cache, *package, path)?;
    }
    Ok(())
}

fn from_folder(
    cache: &CacheDir,
    wanted: &[Locked<'_>],
    folder: &Path,
    progress: &dyn Progress,
) -> Result<(), PackageError> {
    let lacking = wanted.iter().filter(|package| !folder.join(package.file()).is_file());
    let files: Vec<_> = lacking.map(|package| package.file().to_owned()).collect();
    if !files.is_empty() {
        return Err(PackageError::NotInFolder {
            folder: folder.to_owned(),
            files,
        });
    }
    let total = wanted.iter().map(Locked::bytes).sum();
    progress.event(Event::Started {
        what: &format!("importing {} package files", wanted.len()),
        total_bytes: Some(total),
    });
    let mut bytes = 0;
    for package in wanted {
        admit(cache, *package, &folder.join(package.file()))?;
        bytes += package.bytes();
        progress.event(Event::Advanced { bytes });
    }
    progress.event(Event::Finished);
    Ok(())
}

/// Name and version of a package, as messages have it.
pub(crate) fn named(packages: &[Locked<'_>]) -> String {
    packages
        .iter()
        .map(|package| store::title(*package))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests;
