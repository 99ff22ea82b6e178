//! The folder in which a guest is put together: each file bounded by its pin and hashed while it is written.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::FetchError;
use super::notices::Allowance;
use crate::digest::{Sha256Digest, Sha256Writer, copy_bounded};
use crate::pins::{GuestPin, MemberPin, NestedPin};
use crate::progress::{Event, Progress};

/// A guest in the making.
pub(super) struct Site<'a> {
    /// What it is to be.
    pub(super) pin: &'a GuestPin,
    /// Where it is put together. Nothing else is in there.
    pub(super) folder: &'a Path,
    /// What is left for notices.
    pub(super) allowance: Allowance,
    meter: Meter<'a>,
}

/// What a file must be.
pub(super) struct Expected<'a> {
    local: &'a str,
    bytes: u64,
    sha256: &'a Sha256Digest,
}

impl<'a> From<&'a MemberPin> for Expected<'a> {
    fn from(pin: &'a MemberPin) -> Self {
        Self {
            local: &pin.local,
            bytes: pin.bytes,
            sha256: &pin.sha256,
        }
    }
}

impl<'a> From<&'a NestedPin> for Expected<'a> {
    fn from(pin: &'a NestedPin) -> Self {
        Self {
            local: &pin.local,
            bytes: pin.bytes,
            sha256: &pin.sha256,
        }
    }
}

/// Counts what is unpacked, over all files of a guest.
struct Meter<'a> {
    progress: &'a dyn Progress,
    bytes: u64,
}

impl<'a> Site<'a> {
    /// Begins, and says so.
    pub(super) fn begin(pin: &'a GuestPin, folder: &'a Path, progress: &'a dyn Progress) -> Self {
        let total = pin.files().map(|(_, bytes, _)| bytes).sum();
        let what = format!("unpacking {} {}", pin.name, pin.version);
        progress.event(Event::Started {
            what: &what,
            total_bytes: Some(total),
        });
        Self {
            pin,
            folder,
            allowance: Allowance::default(),
            meter: Meter { progress, bytes: 0 },
        }
    }

    /// Says that everything is there.
    pub(super) fn finish(self) {
        self.meter.progress.event(Event::Finished);
    }

    /// Tells the user something that is no error.
    pub(super) fn note(&self, text: &str) {
        self.meter.progress.event(Event::Note { text });
    }

    /// Writes what `reader` has to give as a new file, and makes sure that it is what is expected. At most one byte more than
    /// expected is read. `file` is what messages call the source.
    pub(super) fn write(&mut self, reader: impl Read, file: &str, expected: &Expected<'_>) -> Result<(), FetchError> {
        let target = self.folder.join(expected.local);
        let fail = |source| FetchError::io(&target, source);
        let out = create_private(&target).map_err(fail)?;
        let mut hashing = Sha256Writer::new(Metered {
            out,
            meter: &mut self.meter,
        });
        copy_bounded(reader, &mut hashing, expected.bytes).map_err(fail)?;
        let (metered, actual, bytes) = hashing.finish();
        let guest = || self.pin.name.clone();
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
        metered.out.sync_all().map_err(fail)
    }
}

/// Creates a file that only this user can read, where there is nothing yet.
pub(super) fn create_private(target: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(target)
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
