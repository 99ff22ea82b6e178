//! Unpacking a wheel, or another zip archive: only what is pinned.

use std::fs::File;
use std::io::{self, BufReader, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::FetchError;
use super::notices::Notices;
use super::package_file::PackageFile;
use super::site::{Expected, Site};
use crate::pins::PackagePin;

/// An opened archive and its name for messages.
struct Archive<'a> {
    name: &'a str,
    zip: ZipArchive<BufReader<&'a File>>,
}

/// Unpacks what is pinned of a wheel, and keeps its notices.
pub(super) fn unpack(package: &PackageFile<'_>, site: &mut Site<'_>) -> Result<(), FetchError> {
    let mut archive = Archive::open(&package.pin.file, &package.file)?;
    for member in &package.pin.members {
        archive.extract(&member.archive, &member.into(), site)?;
    }
    let mut notices = Notices::create(site.folder, package.pin)?;
    for index in 0..archive.zip.len() {
        let mut entry = archive
            .zip
            .by_index(index)
            .map_err(|error| unreadable(archive.name, error))?;
        if entry.is_dir() {
            continue;
        }
        let path = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if notices.wants(&path) {
            notices.keep(&path, archive.name, &mut entry, &mut site.allowance)?;
        }
    }
    notices.require_all(archive.name)
}

/// Unpacks what is pinned inside members of a package. The members are at the site and are verified.
pub(super) fn unpack_nested(package: &PackagePin, site: &mut Site<'_>) -> Result<(), FetchError> {
    for nested in &package.nested {
        let path = site.folder.join(&nested.container);
        let file = File::open(&path).map_err(|source| FetchError::io(&path, source))?;
        Archive::open(&nested.container, &file)?.extract(&nested.archive, &nested.into(), site)?;
    }
    Ok(())
}

impl<'a> Archive<'a> {
    fn open(name: &'a str, file: &'a File) -> Result<Self, FetchError> {
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|error| unreadable(name, error))?;
        Ok(Self { name, zip })
    }

    fn extract(&mut self, member: &str, expected: &Expected<'_>, site: &mut Site<'_>) -> Result<(), FetchError> {
        let index = self
            .zip
            .index_for_name_raw(member.as_bytes())
            .ok_or_else(|| FetchError::MemberMissing {
                archive: self.name.to_owned(),
                member: member.to_owned(),
            })?;
        let entry = self.zip.by_index(index).map_err(|error| unreadable(self.name, error))?;
        require_file(&entry, self.name, member)?;
        site.write(entry, &format!("{member} in {}", self.name), expected)
    }
}

/// Refuses what unpacks to something other than a file.
fn require_file<R: Read>(entry: &ZipFile<'_, R>, archive: &str, member: &str) -> Result<(), FetchError> {
    if entry.is_file() && !entry.is_symlink() {
        return Ok(());
    }
    Err(FetchError::UnsafeMember {
        archive: archive.to_owned(),
        member: member.to_owned(),
        rule: "is not a file",
    })
}

fn unreadable(archive: &str, error: ZipError) -> FetchError {
    FetchError::Archive {
        archive: archive.to_owned(),
        source: io::Error::from(error),
    }
}
