//! A look at the end of a zip archive before anything else reads it: how many entries it announces, and that it ends where it says.

use std::fs::File;
use std::os::unix::fs::FileExt;

use crate::archive::{MAX_ENTRIES, Refusal, Refused};

/// Largest package file that is read, in bytes.
const MAX_ARCHIVE_BYTES: u64 = 100_000_000;
/// Size of the record at the end of an archive, in bytes, without a comment.
const END_BYTES: usize = 22;
/// What it begins with.
const END_MAGIC: [u8; 4] = *b"PK\x05\x06";
/// What stands in front of it in an archive of the large format, and the size of that.
const LARGE_MAGIC: [u8; 4] = *b"PK\x06\x07";
const LARGE_BYTES: u64 = 20;

/// Checks the archive's end and gives the archive's size.
///
/// The record has to be the very last thing, so that there is one answer to where the directory is. An archive of a million entries is
/// refused here, before a reader makes a table of them, and so is one in the format for more than 65,535 entries or 4 GiB.
pub(super) fn check(file: &File) -> Refusal<u64> {
    let bytes = file.metadata().map_err(Refused::Unreadable)?.len();
    if bytes > MAX_ARCHIVE_BYTES {
        return Err(Refused::TooLarge {
            what: "the archive itself".to_owned(),
            limit: MAX_ARCHIVE_BYTES,
        });
    }
    let mut end = [0; END_BYTES];
    let start = bytes
        .checked_sub(END_BYTES as u64)
        .ok_or_else(|| malformed("it is too short"))?;
    file.read_exact_at(&mut end, start).map_err(Refused::Unreadable)?;
    let short = |at: usize| u16::from_le_bytes([end[at], end[at + 1]]);
    let long = |at: usize| u64::from(u32::from_le_bytes([end[at], end[at + 1], end[at + 2], end[at + 3]]));
    if end[..4] != END_MAGIC || short(20) != 0 {
        return Err(malformed("it does not end in its directory"));
    }
    if short(4) != 0 || short(6) != 0 || short(8) != short(10) {
        return Err(malformed("it is one part of several"));
    }
    if usize::from(short(10)) > MAX_ENTRIES {
        return Err(Refused::TooMany { limit: MAX_ENTRIES });
    }
    if long(12) + long(16) != start {
        return Err(malformed("its directory is not where it says"));
    }
    // It could hide in what is said to be the directory, and say something else.
    if let Some(large) = start.checked_sub(LARGE_BYTES) {
        let mut magic = [0; 4];
        file.read_exact_at(&mut magic, large).map_err(Refused::Unreadable)?;
        if magic == LARGE_MAGIC {
            return Err(malformed("it is in the format for more than 4 GiB"));
        }
    }
    Ok(bytes)
}

fn malformed(what: &'static str) -> Refused {
    Refused::Unreadable(std::io::Error::new(std::io::ErrorKind::InvalidData, what))
}
