//! Why an archive is refused.

use std::io;

/// An archive that is not used, and why.
#[derive(Debug, thiserror::Error)]
#[error("{archive} cannot be used")]
pub struct ArchiveError {
    /// The archive's file name.
    pub archive: String,
    /// What is wrong with it.
    #[source]
    pub source: Refused,
}

/// What is wrong with an archive.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// It cannot be read.
    #[error("it is not a readable archive")]
    Unreadable(#[source] io::Error),
    /// Its file name is not that of a package that can be used.
    #[error("its name {rule}")]
    FileName {
        /// What a name has to be like.
        rule: &'static str,
    },
    /// An entry's name is dangerous, or means different things to different readers.
    #[error("the name {name:?} {rule}")]
    Name {
        /// The name, shortened, with what is not UTF-8 replaced.
        name: String,
        /// What is wrong with it.
        rule: &'static str,
    },
    /// An entry is something that packages do not have.
    #[error("{name:?} {rule}")]
    Entry {
        /// The entry.
        name: String,
        /// What is wrong with it.
        rule: &'static str,
    },
    /// It has too many entries.
    #[error("it has more than {limit} entries")]
    TooMany {
        /// How many it may have.
        limit: usize,
    },
    /// It unpacks to too much.
    #[error("{what} unpacks to more than {limit} bytes")]
    TooLarge {
        /// The entry, or all of it.
        what: String,
        /// How many bytes that may be.
        limit: u64,
    },
    /// It unpacks to many times its size.
    #[error("{what} unpacks to more than {limit} times its size")]
    Ratio {
        /// The entry, or all of it.
        what: String,
        /// How many times its size that may be.
        limit: u64,
    },
    /// Its list of files does not agree with what is there.
    #[error("RECORD: {name:?} {rule}")]
    Record {
        /// The file.
        name: String,
        /// How they differ.
        rule: &'static str,
    },
    /// What it says of itself does not agree with its name, or cannot be read.
    #[error("{file}: {rule}")]
    Metadata {
        /// The file that says it.
        file: &'static str,
        /// What is wrong.
        rule: String,
    },
}

/// What the readers return.
pub(crate) type Refusal<T> = Result<T, Refused>;

/// Most characters of a name that an error keeps.
const MAX_SHOWN_CHARS: usize = 120;

impl Refused {
    pub(crate) fn name(name: &[u8], rule: &'static str) -> Self {
        let name = String::from_utf8_lossy(name).chars().take(MAX_SHOWN_CHARS).collect();
        Self::Name { name, rule }
    }

    pub(crate) fn entry(name: &str, rule: &'static str) -> Self {
        let name = name.chars().take(MAX_SHOWN_CHARS).collect();
        Self::Entry { name, rule }
    }

    pub(crate) fn record(name: &str, rule: &'static str) -> Self {
        let name = name.chars().take(MAX_SHOWN_CHARS).collect();
        Self::Record { name, rule }
    }

    pub(crate) fn metadata(file: &'static str, rule: impl Into<String>) -> Self {
        Self::Metadata {
            file,
            rule: rule.into(),
        }
    }

    /// This refusal, of the archive called `archive`.
    pub(crate) fn of(self, archive: &str) -> ArchiveError {
        ArchiveError {
            archive: archive.to_owned(),
            source: self,
        }
    }
}
