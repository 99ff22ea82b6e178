//! RECORD: a wheel's list of its own files, with their hashes.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sandbox_guests::Sha256Digest;

use crate::archive::{MAX_ENTRIES, Refusal, Refused};

/// What is said of one file: its hash, and its size if the writer was thorough.
type Said = Option<(String, Option<u64>)>;

/// The files of a list.
pub(super) type Record = BTreeMap<String, Said>;

/// Reads the list: lines of `path,sha256=HASH,size`, where a path with a comma stands in quotes.
pub(super) fn parse(content: &[u8]) -> Refusal<Record> {
    let text = str::from_utf8(content).map_err(|_| Refused::record("RECORD", "is not UTF-8"))?;
    let mut record = Record::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let malformed = || Refused::record(line, "is not `path,hash,size`");
        let (path, rest) = field(line).ok_or_else(malformed)?;
        let (hash, size) = rest.split_once(',').ok_or_else(malformed)?;
        let said = if hash.is_empty() {
            None
        } else {
            let hash = hash
                .strip_prefix("sha256=")
                .ok_or_else(|| Refused::record(&path, "has a hash that is not SHA-256"))?;
            let size = match size {
                "" => None,
                size => Some(size.parse().map_err(|_| malformed())?),
            };
            Some((hash.to_owned(), size))
        };
        if record.insert(path.clone(), said).is_some() {
            return Err(Refused::record(&path, "is listed twice"));
        }
        if record.len() > MAX_ENTRIES {
            return Err(Refused::TooMany { limit: MAX_ENTRIES });
        }
    }
    Ok(record)
}

/// The first field of a line, and what follows its comma.
fn field(line: &str) -> Option<(String, &str)> {
    let Some(quoted) = line.strip_prefix('"') else {
        let (field, rest) = line.split_once(',')?;
        return Some((field.to_owned(), rest));
    };
    let (mut field, mut rest) = (String::new(), quoted);
    loop {
        let (part, after) = rest.split_once('"')?;
        field.push_str(part);
        // A quote within quotes is written twice.
        match after.strip_prefix('"') {
            Some(after) => {
                field.push('"');
                rest = after;
            }
            None => return Some((field, after.strip_prefix(',')?)),
        }
    }
}

/// Compares the list with what is there.
pub(super) struct Seen<'a> {
    left: BTreeMap<&'a str, &'a Said>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(record: &'a Record) -> Self {
        let left = record.iter().map(|(path, said)| (path.as_str(), said)).collect();
        Self { left }
    }

    /// A file that need not be listed, and has no hash if it is: the list itself, and its signatures.
    pub(super) fn unlisted(&mut self, path: &str) {
        self.left.remove(path);
    }

    /// A file that has to be listed as what it is.
    pub(super) fn check(&mut self, path: &str, digest: &Sha256Digest, bytes: u64) -> Refusal<()> {
        let Some(said) = self.left.remove(path) else {
            return Err(Refused::record(path, "is there and not listed"));
        };
        let Some((hash, size)) = said else {
            return Err(Refused::record(path, "is listed without a hash"));
        };
        if size.is_some_and(|size| size != bytes) {
            return Err(Refused::record(path, "is listed with another size"));
        }
        if hash.trim_end_matches('=') != URL_SAFE_NO_PAD.encode(digest.as_bytes()) {
            return Err(Refused::record(path, "is listed with another hash"));
        }
        Ok(())
    }

    /// Whatever is listed has to have been there.
    pub(super) fn finish(self) -> Refusal<()> {
        match self.left.keys().next() {
            Some(path) => Err(Refused::record(path, "is listed and not there")),
            None => Ok(()),
        }
    }
}
