//! Bringing a folder of the host into the tree.

use std::sync::Arc;

use bytes::Bytes;
use cap_std::fs::Dir;

use crate::blob::{Blob, HostFile};
use crate::error::Error;
use crate::host_fs::{self, HostKind};
use crate::transfer::{ImportReport, MAX_DEPTH, MAX_EXAMINED, TransferError, join};

use super::Tree;

/// A directory that is still to be imported.
struct Pending {
    /// The folder it is in, and its name there; the top has no name.
    folder: Arc<Dir>,
    name: Option<String>,
    /// Path relative to the source, and in the tree.
    from: String,
    to: String,
    depth: usize,
}

impl Tree {
    /// Copies a folder of the host, with everything below it, to the directory `at`, which is made if it is missing. Files that are there are
    /// replaced, directories are merged. Links are never followed: they, special files, and names that are not UTF-8 are left out and listed in the report.
    ///
    /// It is subject to the quotas like any writing. When it fails, the tree is as it was before.
    ///
    /// # Errors
    ///
    /// [`TransferError::Tree`] with the guest's path when a quota is used up or a name is taken by something else; [`TransferError::Host`] when
    /// the host cannot read something; [`TransferError::TooMuch`].
    pub fn import_dir(&mut self, source: &Dir, at: &str) -> Result<ImportReport, TransferError> {
        let checkpoint = self.nodes.clone();
        let imported = self.import(source, at);
        if imported.is_err() {
            self.nodes = checkpoint;
        }
        imported
    }

    fn import(&mut self, source: &Dir, at: &str) -> Result<ImportReport, TransferError> {
        let mut report = ImportReport::default();
        let mut examined = 0;
        self.make_dir(at).map_err(|error| TransferError::tree(at, error))?;
        let folder = Arc::new(source.try_clone().map_err(|error| TransferError::host("", error))?);
        let mut left = vec![Pending {
            folder,
            name: None,
            from: String::new(),
            to: at.to_owned(),
            depth: 0,
        }];
        while let Some(pending) = left.pop() {
            let folder = pending.open()?;
            for name in names(&folder, &pending.from, &mut examined, &mut report)? {
                let (from, to) = (join(&pending.from, &name), join(&pending.to, &name));
                match host_fs::kind(&folder, &name).map_err(|error| TransferError::host(&from, error))? {
                    HostKind::Other => report.skipped.add(from),
                    HostKind::File { .. } => {
                        report.bytes += self.import_file(&folder, &name, &from, &to)?;
                        report.files += 1;
                    }
                    HostKind::Directory if pending.depth == MAX_DEPTH => {
                        return Err(TransferError::TooMuch { path: from });
                    }
                    HostKind::Directory => {
                        self.make_dir(&to).map_err(|error| TransferError::tree(&to, error))?;
                        report.directories += 1;
                        let (folder, depth) = (Arc::clone(&folder), pending.depth + 1);
                        left.push(Pending {
                            folder,
                            name: Some(name),
                            from,
                            to,
                            depth,
                        });
                    }
                }
            }
        }
        Ok(report)
    }

    fn import_file(&mut self, folder: &Dir, name: &str, from: &str, to: &str) -> Result<u64, TransferError> {
        let file = host_fs::open_file(folder, name).and_then(HostFile::new);
        let file = file.map_err(|error| TransferError::host(from, error))?;
        // Before memory is taken for it; what it replaces is not known yet, so this lets through at most the quota once more.
        let len = file.len();
        if len > self.limits.bytes {
            self.refusals.bytes += 1;
            return Err(TransferError::tree(to, Error::NoSpace));
        }
        self.allow_file(len).map_err(|error| TransferError::tree(to, error))?;
        let size = usize::try_from(len).map_err(|_| TransferError::tree(to, Error::FileTooBig))?;
        let mut bytes = vec![0; size];
        file.read_at(0, &mut bytes)
            .map_err(|error| TransferError::host(from, std::io::Error::other(error)))?;
        self.write_file(to, Bytes::from(bytes))
            .map_err(|error| TransferError::tree(to, error))?;
        Ok(len)
    }
}

impl Pending {
    fn open(&self) -> Result<Arc<Dir>, TransferError> {
        match &self.name {
            None => Ok(Arc::clone(&self.folder)),
            Some(name) => {
                let folder =
                    host_fs::open_dir(&self.folder, name).map_err(|error| TransferError::host(&self.from, error))?;
                Ok(Arc::new(folder))
            }
        }
    }
}

/// The names in a folder, sorted, so that the same folder gives the same tree.
fn names(
    folder: &Dir,
    path: &str,
    examined: &mut u64,
    report: &mut ImportReport,
) -> Result<Vec<String>, TransferError> {
    let mut names = Vec::new();
    for entry in folder.entries().map_err(|error| TransferError::host(path, error))? {
        *examined += 1;
        if *examined > MAX_EXAMINED {
            return Err(TransferError::TooMuch { path: path.to_owned() });
        }
        match entry
            .map_err(|error| TransferError::host(path, error))?
            .file_name()
            .into_string()
        {
            Ok(name) => names.push(name),
            Err(name) => report.skipped.add(join(path, &name.to_string_lossy())),
        }
    }
    names.sort_unstable();
    Ok(names)
}
