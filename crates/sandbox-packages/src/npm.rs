//! Reading an npm package: a gzipped tar archive with everything below one folder.
//!
//! Nothing of it is run: scripts that a package would run at its installation are not even looked at. What an import cannot reach is
//! left out (see [`filter`]).

mod filter;
mod integrity;
mod manifest;
mod metered;

use std::fs::File;
use std::io::{BufRead, BufReader};

use flate2::bufread::GzDecoder;
use sandbox_guests::tar::{Kind, Tar};

pub use integrity::{Integrity, InvalidIntegrity};
pub use manifest::NpmManifest;

use crate::archive::{ArchiveError, Budget, MAX_PATH_BYTES, PackageFile, Paths, Refusal, Refused};
use crate::names::{NpmName, NpmVersion};
use metered::Metered;

/// Most bytes of a package that guests see: they are in memory together, because the archive has no order.
pub const MAX_KEPT_BYTES: usize = 48_000_000;
/// The file that describes a package.
const MANIFEST: &str = "package.json";

/// An npm package that was checked from its first byte to its last.
#[derive(Debug)]
pub struct NpmPackage {
    manifest: NpmManifest,
    files: Vec<PackageFile>,
}

/// What the client calls the file of a package.
pub(crate) fn file_name(name: &NpmName, version: &NpmVersion) -> String {
    format!("{}-{version}.tgz", name.file_stem())
}

impl NpmPackage {
    /// Reads and checks the package in `file`, from its position on, which is to be this version of this package.
    ///
    /// # Errors
    /// [`ArchiveError`]; then nothing of the package may be used.
    pub fn open(file: &File, name: &NpmName, version: &NpmVersion) -> Result<Self, ArchiveError> {
        Self::check(file, name, version).map_err(|refused| refused.of(&file_name(name, version)))
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &NpmManifest {
        &self.manifest
    }

    /// The files that guests see, sorted by their paths below the package's folder.
    pub fn files(&self) -> &[PackageFile] {
        &self.files
    }

    fn check(file: &File, name: &NpmName, version: &NpmVersion) -> Refusal<Self> {
        let bytes = file.metadata().map_err(Refused::Unreadable)?.len();
        let mut unpacked = Metered::new(GzDecoder::new(BufReader::new(file)), bytes);
        let read = read(&mut unpacked, bytes);
        // If there was too much, that is why the rest could not be read.
        let files = unpacked.judge(read)?;
        let rest = unpacked.into_inner().into_inner();
        if !at_end(rest)? {
            return Err(Refused::entry(MANIFEST, "is not all: something follows the archive"));
        }
        let manifest = files.iter().find(|file| file.path == MANIFEST);
        let manifest = manifest.ok_or_else(|| Refused::metadata(MANIFEST, "is missing"))?;
        let manifest = NpmManifest::parse(&manifest.content, name, version)?;
        Ok(Self { manifest, files })
    }
}

fn at_end(mut rest: impl BufRead) -> Refusal<bool> {
    rest.fill_buf().map(<[u8]>::is_empty).map_err(Refused::Unreadable)
}

/// Every file that is kept, sorted.
fn read<R: std::io::Read>(unpacked: &mut Metered<R>, bytes: u64) -> Refusal<Vec<PackageFile>> {
    let mut tar = Tar::new(unpacked);
    let mut budget = Budget::new(bytes);
    let (mut paths, mut files, mut kept) = (Paths::default(), Vec::new(), 0);
    let mut top: Option<Vec<u8>> = None;
    let mut content = Vec::new();
    while let Some(entry) = tar.next().map_err(Refused::Unreadable)? {
        budget.count_entry()?;
        if entry.kind == Kind::Other {
            return Err(Refused::entry(
                &String::from_utf8_lossy(&entry.path),
                "is a link or a device",
            ));
        }
        let split = entry.path.iter().position(|byte| *byte == b'/');
        let (first, below) = match split {
            Some(at) => (&entry.path[..at], &entry.path[at + 1..]),
            None if entry.kind == Kind::Folder => (&entry.path[..], &b""[..]),
            None => return Err(Refused::name(&entry.path, "is not below the package's folder")),
        };
        if top.get_or_insert_with(|| first.to_vec()) != first {
            return Err(Refused::name(&entry.path, "is not below the package's folder"));
        }
        // The folder's own name has to be one, too, although nobody sees it.
        Paths::default().add_folder(first)?;
        if entry.kind == Kind::Folder {
            if !below.is_empty() {
                paths.add_folder(below)?;
            }
            continue;
        }
        let path = paths.add_file(below)?;
        if path.split('/').any(|part| part == "node_modules") {
            return Err(Refused::entry(&path, "is a package inside of the package"));
        }
        budget.read(&path, None, &mut tar, &mut content)?;
        if content.len() as u64 != entry.bytes {
            return Err(Refused::entry(&path, "is not as large as it says"));
        }
        if filter::keeps(&path) {
            kept += content.len();
            if kept > MAX_KEPT_BYTES {
                return Err(Refused::TooLarge {
                    what: "what can be imported of it".to_owned(),
                    limit: MAX_KEPT_BYTES as u64,
                });
            }
            let content = content.clone();
            files.push(PackageFile { path, content });
        }
    }
    paths.finish()?;
    tar.finish().map_err(Refused::Unreadable)?;
    files.sort();
    debug_assert!(files.iter().all(|file| file.path.len() <= MAX_PATH_BYTES));
    Ok(files)
}

#[cfg(test)]
mod tests;
