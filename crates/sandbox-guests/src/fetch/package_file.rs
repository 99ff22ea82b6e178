//! The file of a package, checked against its pin before anything looks into it.

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::Path;

use rustix::fs::{Mode, OFlags};

use super::FetchError;
use crate::digest::Sha256Digest;
use crate::pins::PackagePin;

/// A package file of the right size and hash. It is opened once, so what is verified is what is unpacked.
pub(super) struct PackageFile<'a> {
    /// What it is.
    pub(super) pin: &'a PackagePin,
    /// The opened file, at its start.
    pub(super) file: File,
}

impl<'a> PackageFile<'a> {
    /// Opens the file at `path`, which must be what `pin`, of the guest called `guest`, says.
    pub(super) fn open(path: &Path, pin: &'a PackagePin, guest: &str) -> Result<Self, FetchError> {
        let fail = |source| FetchError::io(path, source);
        let mut file = open_source(path)?;
        let size = file.metadata().map_err(fail)?.len();
        let (name, guest) = (path.display().to_string(), guest.to_owned());
        if size != pin.bytes {
            return Err(FetchError::WrongSize {
                file: name,
                guest,
                expected: pin.bytes,
                actual: size,
            });
        }
        let (actual, _) = Sha256Digest::of_reader(&file, pin.bytes).map_err(fail)?;
        if actual != pin.sha256 {
            return Err(FetchError::WrongHash {
                file: name,
                guest,
                expected: pin.sha256,
                actual,
            });
        }
        file.seek(SeekFrom::Start(0)).map_err(fail)?;
        Ok(Self { pin, file })
    }
}

/// Opens a file to import. Anybody may own it, because its content is verified; but it must be a file, and must not block.
pub(super) fn open_source(path: &Path) -> Result<File, FetchError> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let file =
        rustix::fs::open(path, flags, Mode::empty()).map_err(|error| FetchError::io(path, io::Error::from(error)))?;
    let file = File::from(file);
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(file),
        Ok(_) => Err(FetchError::io(path, io::Error::other("it is not a file"))),
        Err(error) => Err(FetchError::io(path, error)),
    }
}
