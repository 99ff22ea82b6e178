//! Package files from the package index.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use super::client::FoundClient;
use super::{FetchError, PackageClients};
use crate::pins::{PackageKind, PackagePin};
use crate::progress::{Event, Progress};

/// How many folder entries are looked at, at most, to see how far a download has come.
const MAX_ENTRIES_SEEN: usize = 256;
/// How many folders deep.
const MAX_DEPTH_SEEN: usize = 3;

/// Downloads the files of all packages to below `folder`, each client running once, and says where they lie, in the order of the
/// packages. They are **not verified**.
pub(super) fn download(
    packages: &[PackagePin],
    clients: &PackageClients,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Vec<PathBuf>, FetchError> {
    // All clients are looked for before the first one works: a missing one should not cost the other's download.
    let mut runs = Vec::new();
    for kind in PackageKind::ALL {
        let wanted: Vec<_> = packages.iter().filter(|package| package.kind() == kind).collect();
        if !wanted.is_empty() {
            runs.push((clients.of(kind).find(kind)?, wanted));
        }
    }
    for (client, wanted) in &runs {
        download_kind(wanted, client, folder, progress)?;
    }
    Ok(packages
        .iter()
        .map(|package| destination(folder, package.kind()).join(&package.file))
        .collect())
}

/// Where the client for packages of this kind puts their files.
fn destination(folder: &Path, kind: PackageKind) -> PathBuf {
    folder.join(kind.asking().client)
}

/// Downloads packages of one kind.
fn download_kind(
    packages: &[&PackagePin],
    client: &FoundClient,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<(), FetchError> {
    let asking = client.kind().asking();
    let dest = destination(folder, client.kind());
    let tmp = folder.join(format!("{}-tmp", asking.client));
    for folder in [&dest, &tmp] {
        fs::create_dir(folder).map_err(|source| FetchError::io(folder, source))?;
    }
    let requirements: Vec<_> = packages.iter().map(|package| asking.requirement(package)).collect();
    let names: Vec<_> = packages
        .iter()
        .map(|package| format!("{} {}", package.name, package.version))
        .collect();
    let total = packages.iter().map(|package| package.bytes).sum();
    let what = format!("downloading {} with `{}`", names.join(", "), client.name());
    progress.event(Event::Started {
        what: &what,
        total_bytes: Some(total),
    });
    let seen = Cell::new(0);
    client.run(&requirements, &dest, &tmp, || {
        // A client may write to its temporary folder and copy at the end: whichever has more is how far it has come.
        let bytes = folder_bytes(&dest).max(folder_bytes(&tmp)).min(total);
        if bytes != seen.replace(bytes) {
            progress.event(Event::Advanced { bytes });
        }
        bytes
    })?;

    for package in packages {
        if fs::symlink_metadata(dest.join(&package.file)).is_err() {
            return Err(FetchError::NoPackageFile {
                kind: client.kind(),
                client: client.name(),
                file: package.file.clone(),
            });
        }
    }
    progress.event(Event::Finished);
    Ok(())
}

/// How many bytes the files in and below a folder have together, roughly: only the first few hundred are looked at. Tells whether a
/// package client gets anywhere.
pub fn folder_bytes(folder: &Path) -> u64 {
    bytes_in(folder, MAX_DEPTH_SEEN, &mut 0)
}

/// How many bytes the files in a folder have together.
fn bytes_in(folder: &Path, depth: usize, looked_at: &mut usize) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let mut bytes: u64 = 0;
    for entry in entries.flatten() {
        *looked_at += 1;
        if *looked_at > MAX_ENTRIES_SEEN {
            break;
        }
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() {
            bytes = bytes.saturating_add(metadata.len());
        } else if metadata.is_dir() && depth > 0 {
            bytes = bytes.saturating_add(bytes_in(&entry.path(), depth - 1, looked_at));
        }
    }
    bytes
}
