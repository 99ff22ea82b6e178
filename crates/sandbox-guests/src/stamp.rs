//! Is this still the file that was checked?
//!
//! Hashing a compiled image of several hundred megabytes takes most of a second, which every start of a process would pay.
//! So a full check leaves a *stamp* beside the file: what `fstat` said about it, and its hash. The next start compares the
//! two and hashes again only if anything differs. Writing to a file, replacing it, or changing its permissions all
//! change its ctime, which no program can set back.
//!
//! A file that was changed within the resolution of its file system's clock around the check could keep its ctime (the
//! "racy" case that version control indexes know). A stamp therefore counts only if the check began at least
//! [`RACY_WINDOW`] after the file's ctime; until then every start hashes.
//!
//! What a stamp does not protect from is the user who owns the cache: they can replace the file and the stamp, and the program.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::digest::Sha256Digest;
use crate::regular;

mod record;

use record::Record;

/// How much older than the check a file's ctime must be for a stamp to count.
const RACY_WINDOW: Duration = Duration::from_secs(2);

/// A file that is what it should be. What was checked is what [`file`](Self::file) reads.
#[derive(Debug)]
pub struct Verified {
    /// The opened file, its position at the start.
    pub file: File,
    /// Its size in bytes.
    pub bytes: u64,
    /// How that was established.
    pub proof: Proof,
}

/// How a file was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Its stamp says that it has not changed since it was hashed.
    Stamp,
    /// It was hashed now.
    Hash {
        /// Whether a stamp could be left for the next start. Not in a read-only cache, nor for a file changed just now.
        stamped: bool,
    },
}

/// A cached file that must not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// There is no such file.
    #[error("{} does not exist", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// Something else lies at its path.
    #[error("{} is {found}, not a file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What lies there, with its article.
        found: &'static str,
    },
    /// Another user owns it.
    #[error("{} is owned by user {owner}, this process runs as user {user}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Its owner.
        owner: u32,
        /// The user of this process.
        user: u32,
    },
    /// Its mode lets others write to it.
    #[error("{} can be changed by other users (mode {mode:04o})", path.display())]
    Writable {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It is larger than anything the cache holds.
    #[error("{} has {bytes} bytes, more than any cached file ({})", path.display(), regular::MAX_FILE_BYTES)]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        bytes: u64,
    },
    /// It is shorter or longer than it should be.
    #[error("{} has {actual} bytes instead of {expected}", path.display())]
    WrongSize {
        /// The file.
        path: PathBuf,
        /// The size it should have, in bytes.
        expected: u64,
        /// The size it has, in bytes.
        actual: u64,
    },
    /// Its content is not what it should be.
    #[error("{} has SHA-256 {actual} instead of {expected}", path.display())]
    WrongHash {
        /// The file.
        path: PathBuf,
        /// The digest it should have.
        expected: Sha256Digest,
        /// The digest it has.
        actual: Sha256Digest,
    },
    /// It was written to while it was being hashed.
    #[error("{} was changed while it was being checked", path.display())]
    Changing {
        /// The file.
        path: PathBuf,
    },
    /// It could not be opened or read.
    #[error("{} cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Checks the opened `file` against `expected`: by its stamp if that still fits, else by hashing it and renewing the stamp.
///
/// `path` is where the file was opened from, for messages only. `expected_len` in bytes is compared before anything is read
/// where it is known. A stamp that is missing, damaged or unsafe only costs the hashing; one that cannot be written is not an error.
///
/// # Errors
/// [`VerifyError`] for anything that is not, to the byte, the file that is expected.
pub fn verify(
    file: File,
    path: &Path,
    expected: &Sha256Digest,
    expected_len: Option<u64>,
    stamp: &Path,
) -> Result<Verified, VerifyError> {
    let before = checked_metadata(path, &file, expected_len)?;
    let stamped = Record::load(stamp).is_some_and(|record| record.vouches_for(&before, expected));
    if stamped {
        return Ok(Verified {
            file,
            bytes: before.len(),
            proof: Proof::Stamp,
        });
    }
    hash_and_stamp(file, path, expected, &before, stamp)
}

/// Checks the opened `file` as [`verify`] does, but never by its stamp alone.
///
/// # Errors
/// As [`verify`].
pub fn verify_full(
    file: File,
    path: &Path,
    expected: &Sha256Digest,
    expected_len: Option<u64>,
    stamp: &Path,
) -> Result<Verified, VerifyError> {
    let before = checked_metadata(path, &file, expected_len)?;
    hash_and_stamp(file, path, expected, &before, stamp)
}

fn checked_metadata(path: &Path, file: &File, expected_len: Option<u64>) -> Result<Metadata, VerifyError> {
    let metadata = regular::metadata(path, file)?;
    regular::check(path, &metadata)?;
    match expected_len {
        Some(expected) if expected != metadata.len() => Err(VerifyError::WrongSize {
            path: path.to_owned(),
            expected,
            actual: metadata.len(),
        }),
        _ => Ok(metadata),
    }
}

fn hash_and_stamp(
    file: File,
    path: &Path,
    expected: &Sha256Digest,
    before: &Metadata,
    stamp: &Path,
) -> Result<Verified, VerifyError> {
    let record = Record::begin(before, *expected);
    let bytes = before.len();
    let (actual, read) =
        Sha256Digest::of_reader(FromStart { file: &file, offset: 0 }, bytes).map_err(|source| VerifyError::Read {
            path: path.to_owned(),
            source,
        })?;
    let after = regular::metadata(path, &file)?;
    if read != bytes || !record.describes(&after) {
        return Err(VerifyError::Changing { path: path.to_owned() });
    }
    if actual != *expected {
        return Err(VerifyError::WrongHash {
            path: path.to_owned(),
            expected: *expected,
            actual,
        });
    }
    // Without a stamp the next start hashes again: slower, as safe. So a read-only or full cache is no error here.
    let stamped = record.counts() && record.save(stamp).is_ok();
    Ok(Verified {
        file,
        bytes,
        proof: Proof::Hash { stamped },
    })
}

/// Reads a file from its first byte whatever its position, and leaves the position alone.
struct FromStart<'a> {
    file: &'a File,
    offset: u64,
}

impl Read for FromStart<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(buffer, self.offset)?;
        self.offset += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
