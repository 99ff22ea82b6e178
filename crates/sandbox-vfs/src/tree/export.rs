//! Writing a directory of the tree to a folder of the host.

use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::sync::Arc;

use cap_std::fs::{Dir, OpenOptions};

use crate::content::{CHUNK, Content};
use crate::directory::Directory;
use crate::error::Error;
use crate::host_fs::{self, HostKind};
use crate::node::{Kind, NodeId};
use crate::transfer::{ExportReport, MAX_DEPTH, MAX_EXAMINED, TransferError, join};

use super::Tree;
use super::paths::Found;

/// How often a name for a temporary file is tried that turns out to be taken.
const ATTEMPTS: u32 = 16;

/// A directory that is still to be exported.
struct Pending {
    node: NodeId,
    /// The folder it goes to, and its name there; the top has no name.
    folder: Arc<Dir>,
    name: Option<String>,
    /// Path relative to the target.
    path: String,
    depth: usize,
}

impl Tree {
    /// Writes everything below the directory `from` to a folder of the host. Files that are there are replaced, directories are merged,
    /// nothing is removed.
    ///
    /// Nothing that lies in the target can lead the writing elsewhere: no link is followed, not even one that appears meanwhile, and each file is
    /// written under a temporary name and then put in place, which replaces a link and not what it leads to. The guest's own links are left out and
    /// listed in the report.
    ///
    /// # Errors
    ///
    /// [`TransferError::Host`] when the host cannot write, or has a file or link where a directory is to go;
    /// [`TransferError::UnsafeName`]; [`TransferError::Tree`]. What was written before stays.
    pub fn export_dir(&self, from: &str, target: &Dir) -> Result<ExportReport, TransferError> {
        let node = match self.find(from).map_err(|error| TransferError::tree(from, error))? {
            Found::Node(id) if self.nodes.get(id).directory().is_some() => id,
            Found::Node(_) => return Err(TransferError::tree(from, Error::NotDirectory)),
            Found::Host(..) => return Err(TransferError::tree(from, Error::NotSupported)),
            Found::Missing { .. } => return Err(TransferError::tree(from, Error::NotFound)),
        };
        let mut report = ExportReport::default();
        let mut examined = 0;
        let folder = Arc::new(target.try_clone().map_err(|error| TransferError::host("", error))?);
        let mut left = vec![Pending {
            node,
            folder,
            name: None,
            path: String::new(),
            depth: 0,
        }];
        while let Some(pending) = left.pop() {
            let folder = pending.open()?;
            for (name, id) in self
                .nodes
                .get(pending.node)
                .directory()
                .into_iter()
                .flat_map(Directory::iter)
            {
                let path = join(&pending.path, name);
                examined += 1;
                if examined > MAX_EXAMINED || pending.depth == MAX_DEPTH {
                    return Err(TransferError::TooMuch { path });
                }
                match &self.nodes.get(id).kind {
                    Kind::Link(_) | Kind::Host(_) => report.skipped.add(path),
                    _ if !is_safe(name) => return Err(TransferError::UnsafeName { path }),
                    Kind::File(content) => {
                        write(content, &folder, name).map_err(|error| TransferError::host(&path, error))?;
                        report.files += 1;
                        report.bytes += content.len();
                    }
                    Kind::Directory(_) => {
                        report.directories += 1;
                        let (folder, depth) = (Arc::clone(&folder), pending.depth + 1);
                        left.push(Pending {
                            node: id,
                            folder,
                            name: Some(name.to_string()),
                            path,
                            depth,
                        });
                    }
                }
            }
        }
        Ok(report)
    }
}

impl Pending {
    /// Makes the folder, or opens the one that is there.
    fn open(&self) -> Result<Arc<Dir>, TransferError> {
        let Some(name) = &self.name else {
            return Ok(Arc::clone(&self.folder));
        };
        let made = match self.folder.create_dir(name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match host_fs::kind(&self.folder, name) {
                Ok(HostKind::Directory) => Ok(()),
                _ => Err(error),
            },
            made => made,
        };
        let opened = made.and_then(|()| host_fs::open_dir(&self.folder, name));
        opened
            .map(Arc::new)
            .map_err(|error| TransferError::host(&self.path, error))
    }
}

/// Whether a name is one name on the host, too.
pub(super) fn is_safe(name: &str) -> bool {
    let reserved = |c: char| c == '/' || c == '\0' || (cfg!(windows) && (c < ' ' || "\\:<>\"|?*".contains(c)));
    !matches!(name, "" | "." | "..") && !name.contains(reserved)
}

/// Writes a file under another name first, and removes that whatever happens.
pub(super) fn write(content: &Content, folder: &Dir, name: &str) -> io::Result<()> {
    let (temporary, mut file) = create_temporary(folder)?;
    let mut copy = || {
        let mut buffer = vec![0; CHUNK];
        let mut offset = 0;
        loop {
            let count = content.read_at(offset, &mut buffer).map_err(io::Error::other)?;
            if count == 0 {
                return Ok(());
            }
            file.write_all(&buffer[..count])?;
            offset += count as u64;
        }
    };
    let written = copy().and_then(|()| folder.rename(&temporary, folder, name));
    if written.is_err() {
        // The first error is the one to report.
        let _ = folder.remove_file(&temporary);
    }
    written
}

fn create_temporary(folder: &Dir) -> io::Result<(String, cap_std::fs::File)> {
    let mut options = OpenOptions::new();
    // Fails on everything that is there, links included.
    options.write(true).create_new(true);
    let mut attempt = 0;
    loop {
        let name = format!(".export-{:016x}.tmp", RandomState::new().hash_one(attempt));
        match folder.open_with(&name, &options) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < ATTEMPTS => attempt += 1,
            opened => return opened.map(|file| (name, file)),
        }
    }
}
