//! Reports of importing from and exporting to a folder of the host.

use std::io;

use crate::error::Error;

/// Paths that a report lists at most; the counts go on.
pub(crate) const MAX_REPORTED: usize = 1_000;

/// Names that an import or export looks at, at most, so that a folder full of links ends, too.
pub(crate) const MAX_EXAMINED: u64 = 1_000_000;

/// How deep an import or export goes.
pub(crate) const MAX_DEPTH: usize = 256;

/// What was left out of an import or export.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Skipped {
    /// How many.
    pub count: u64,
    /// The first thousand of them: paths relative to where it began. Characters that are not UTF-8 are replaced.
    pub paths: Vec<String>,
}

impl Skipped {
    pub(crate) fn add(&mut self, path: String) {
        self.count += 1;
        if self.paths.len() < MAX_REPORTED {
            self.paths.push(path);
        }
    }
}

/// What [`Tree::import_dir`](crate::Tree::import_dir) brought into the tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Files.
    pub files: u64,
    /// Directories.
    pub directories: u64,
    /// Bytes of the files.
    pub bytes: u64,
    /// Links, devices, pipes, sockets, and names that are not UTF-8.
    pub skipped: Skipped,
}

/// What [`Tree::export_dir`](crate::Tree::export_dir) wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportReport {
    /// Files.
    pub files: u64,
    /// Directories that were made or were there.
    pub directories: u64,
    /// Bytes of the files.
    pub bytes: u64,
    /// Symbolic links, and host folders that are mounted below.
    pub skipped: Skipped,
}

/// Why an import or export stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransferError {
    /// The tree refused something: a quota, a wrong path, a name that is taken.
    #[error("`{path}` in the guest's files")]
    Tree {
        /// Path in the guest.
        path: String,
        /// The reason.
        source: Error,
    },
    /// The host could not read or write something.
    #[error("`{path}` in the host folder")]
    Host {
        /// Path relative to the host folder.
        path: String,
        /// The reason.
        source: io::Error,
    },
    /// A name that the host's file system would take for something else.
    #[error("`{path}` has a name that the host does not allow")]
    UnsafeName {
        /// Path relative to the host folder.
        path: String,
    },
    /// More names, or deeper directories, than one import or export goes through.
    #[error("`{path}`: the folder holds too much, or is too deep")]
    TooMuch {
        /// Where it was noticed, relative to where it began.
        path: String,
    },
}

impl TransferError {
    pub(crate) fn tree(path: &str, source: Error) -> Self {
        Self::Tree {
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn host(path: &str, source: io::Error) -> Self {
        Self::Host {
            path: path.to_owned(),
            source,
        }
    }
}

/// A path of names below another one.
pub(crate) fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        "/" => format!("/{name}"),
        _ => format!("{path}/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_lists_a_bounded_number_of_paths_and_counts_all() {
        let mut skipped = Skipped::default();
        for index in 0..MAX_REPORTED + 5 {
            skipped.add(index.to_string());
        }
        assert_eq!(
            (skipped.paths.len(), skipped.count),
            (MAX_REPORTED, MAX_REPORTED as u64 + 5)
        );
    }
}
