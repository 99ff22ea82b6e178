//! The stamp file: one line of text, rejected as a whole if a single byte of it is off.

use std::fs::{File, Metadata};
use std::io::{self, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rustix::fs::{Mode, OFlags};

use super::RACY_WINDOW;
use crate::digest::Sha256Digest;
use crate::regular;

/// First word of a stamp. Another layout gets another word.
const MAGIC: &str = "sandbox-stamp-1";

/// Longest stamp that is read, in bytes: the magic word, six numbers, a digest and a check, with room to spare.
const MAX_STAMP_BYTES: u64 = 512;

/// What a full check found out about a file. Times are nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    device: u64,
    inode: u64,
    size: u64,
    modified: i128,
    changed: i128,
    /// When the check began.
    checked: i128,
    sha256: Sha256Digest,
}

impl Record {
    /// A record of the file that `metadata` describes, whose check begins now.
    pub(super) fn begin(metadata: &Metadata, sha256: Sha256Digest) -> Self {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_nanos());
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.size(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            checked: i128::try_from(now).unwrap_or(0),
            sha256,
        }
    }

    /// Whether `metadata` is that of the same file in the same state.
    pub(super) fn describes(&self, metadata: &Metadata) -> bool {
        *self
            == Self {
                checked: self.checked,
                ..Self::begin(metadata, self.sha256)
            }
    }

    /// Whether the check began long enough after the last change to have seen it.
    pub(super) fn counts(&self) -> bool {
        self.checked.saturating_sub(self.changed) >= RACY_WINDOW.as_nanos().cast_signed()
    }

    /// Whether this stamp proves that the file `metadata` belongs to has the hash `expected`.
    pub(super) fn vouches_for(&self, metadata: &Metadata, expected: &Sha256Digest) -> bool {
        self.sha256 == *expected && self.describes(metadata) && self.counts()
    }

    /// Reads a stamp; none if there is none, or if it is not wholly believable.
    pub(super) fn load(path: &Path) -> Option<Self> {
        let file = regular::open_regular(path).ok()?;
        let mut text = String::new();
        file.take(MAX_STAMP_BYTES + 1).read_to_string(&mut text).ok()?;
        Self::parse(&text)
    }

    /// Writes the stamp. In place: a reader who meets half of it finds it unbelievable and hashes.
    pub(super) fn save(&self, path: &Path) -> io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let mut file = File::from(rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?);
        let metadata = file.metadata()?;
        regular::check(path, &metadata).map_err(io::Error::other)?;
        if metadata.nlink() != 1 {
            return Err(io::Error::other(
                "the stamp has a second name, so writing to it would change another file",
            ));
        }
        file.set_len(0)?;
        file.write_all(self.text().as_bytes())
    }

    /// The same record as if its check had begun `wait` later.
    #[cfg(test)]
    pub(super) fn checked_later(self, wait: std::time::Duration) -> Self {
        Self {
            checked: self.checked + wait.as_nanos().cast_signed() + 1_000_000_000,
            ..self
        }
    }

    fn text(&self) -> String {
        let Self {
            device,
            inode,
            size,
            modified,
            changed,
            checked,
            sha256,
        } = self;
        let body = format!("{MAGIC} {device} {inode} {size} {modified} {changed} {checked} {sha256}");
        let check = Sha256Digest::of(body.as_bytes()).short();
        format!("{body} {check}\n")
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        if words.next()? != MAGIC {
            return None;
        }
        let record = Self {
            device: words.next()?.parse().ok()?,
            inode: words.next()?.parse().ok()?,
            size: words.next()?.parse().ok()?,
            modified: words.next()?.parse().ok()?,
            changed: words.next()?.parse().ok()?,
            checked: words.next()?.parse().ok()?,
            sha256: words.next()?.parse().ok()?,
        };
        // One spelling only: whatever else the text says, or says differently, it is not ours.
        (record.text() == text).then_some(record)
    }
}

fn nanoseconds(seconds: i64, nanoseconds: i64) -> i128 {
    i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            device: 1,
            inode: 2,
            size: 3,
            modified: 4_000_000_000,
            changed: 5_000_000_000,
            checked: 9_000_000_000,
            sha256: Sha256Digest::of(b"x"),
        }
    }

    #[test]
    fn a_stamp_survives_its_text() {
        assert_eq!(Record::parse(&record().text()), Some(record()));
    }

    #[test]
    fn every_changed_byte_and_every_cut_makes_a_stamp_worthless() {
        let text = record().text();
        for index in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[index] ^= 1;
            let damaged = String::from_utf8(bytes).unwrap();
            assert_eq!(Record::parse(&damaged), None, "byte {index}");
            assert_eq!(Record::parse(&text[..index]), None, "cut at {index}");
        }
        assert_eq!(Record::parse(&format!("{text}{text}")), None);
    }

    #[test]
    fn a_check_within_two_seconds_of_the_last_change_does_not_count() {
        let mut record = record();
        record.checked = record.changed + 1_999_999_999;
        assert!(!record.counts());
        record.checked += 1;
        assert!(record.counts());
        record.changed = record.checked + 1; // changed in the future: some clock is wrong
        assert!(!record.counts());
    }
}
