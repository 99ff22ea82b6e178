//! Making the archive.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use sandbox_guests::{AtomicFile, CacheDir, Event, Progress, Sha256Writer};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::record::Record;
use crate::check::{Checked, check_package};
use crate::error::PackageError;
use crate::language::Language;
use crate::lock::{Lock, Locked};
use crate::store::title;

/// How well entries are packed: zlib's own default. Higher levels cost much and gain little.
const LEVEL: i64 = 6;

/// Most bytes that the packages of one language unpack to together. Guests read them from memory.
pub const MAX_SET_BYTES: u64 = 256_000_000;

/// Writes the archive of a language's packages to `target`.
pub(super) fn build(
    cache: &CacheDir,
    lock: &Lock,
    language: Language,
    target: &Path,
    progress: &dyn Progress,
) -> Result<Record, PackageError> {
    let packages = lock.packages(language);
    let total = packages.iter().map(Locked::bytes).sum();
    progress.event(Event::Started {
        what: &format!("packing {} {language} packages", packages.len()),
        total_bytes: Some(total),
    });
    let mut checked = Vec::new();
    let mut bytes = 0;
    for package in &packages {
        checked.push(check_package(cache, *package, false)?);
        bytes += package.bytes();
        progress.event(Event::Advanced { bytes });
    }
    let places = places(&packages, &checked)?;
    let mut archive = Archive::create(cache, target)?;
    let mut content = Vec::new();
    for (path, (package, place)) in &places {
        checked[*package].read(*place, &mut content)?;
        archive.add(path, &content)?;
    }
    let record = archive.finish()?;
    progress.event(Event::Finished);
    Ok(record)
}

/// Every path of the archive, with the package that has it and the file's place there.
fn places(packages: &[Locked<'_>], checked: &[Checked]) -> Result<BTreeMap<String, (usize, usize)>, PackageError> {
    let mut places = BTreeMap::new();
    // Names that are one name on some systems count as one.
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    for (package, opened) in checked.iter().enumerate() {
        for (place, path) in opened.paths().into_iter().enumerate() {
            if let Some(first) = owners.insert(path.to_lowercase(), package) {
                return Err(PackageError::SamePath {
                    path,
                    first: title(packages[first]),
                    second: title(packages[package]),
                });
            }
            places.insert(path, (package, place));
        }
    }
    Ok(places)
}

/// An archive being written, hashed on the way.
struct Archive<'a> {
    zip: ZipWriter<StreamWriter<Sha256Writer<AtomicFile>>>,
    target: &'a Path,
    /// What was added, in bytes.
    bytes: u64,
}

impl<'a> Archive<'a> {
    fn create(cache: &CacheDir, target: &'a Path) -> Result<Self, PackageError> {
        let writer = Sha256Writer::new(cache.create_atomic(target)?);
        Ok(Self {
            zip: ZipWriter::new_stream(writer),
            target,
            bytes: 0,
        })
    }

    fn add(&mut self, path: &str, content: &[u8]) -> Result<(), PackageError> {
        self.bytes += content.len() as u64;
        if self.bytes > MAX_SET_BYTES {
            return Err(PackageError::SetTooLarge { limit: MAX_SET_BYTES });
        }
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644);
        self.zip
            .start_file(path, options)
            .map_err(|error| self.fail(error.into()))?;
        self.zip.write_all(content).map_err(|error| self.fail(error))
    }

    fn finish(self) -> Result<Record, PackageError> {
        let Self { zip, target, .. } = self;
        let stream = zip.finish().map_err(|error| PackageError::io(target, error.into()))?;
        let (file, sha256, bytes) = stream.into_inner().finish();
        file.commit()?;
        Ok(Record { sha256, bytes })
    }

    fn fail(&self, error: io::Error) -> PackageError {
        PackageError::io(self.target, error)
    }
}
