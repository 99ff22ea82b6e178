//! The files a program starts with and leaves: its `/app`.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sandbox_core::Execution;
use sandbox_host::{WORKSPACE, workspace_path};
use sandbox_vfs::{FileType, Tree};

use crate::error::Error;

/// Files for a program: nothing, files given one by one, a copy of a host folder, or what an earlier program left.
///
/// The guest works on a copy; the host's folder is never changed. Export the [`Run`](crate::Run) to write something back.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    folder: Option<PathBuf>,
    directories: Vec<String>,
    files: Vec<(String, Bytes)>,
}

impl Workspace {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A copy of a host folder, taken when the program starts. Links and special files are left out.
    #[must_use]
    pub fn from_folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: Some(folder.into()),
            ..Self::default()
        }
    }

    /// Adds a file, after everything else; `path` is relative to the workspace.
    #[must_use]
    pub fn file(mut self, path: impl Into<String>, content: impl Into<Bytes>) -> Self {
        self.files.push((path.into(), content.into()));
        self
    }

    /// What a program left in its workspace. Only that: mounts belong to the policy it ran under, scratch files end with it, and links
    /// are left behind.
    pub(crate) fn from_tree(tree: &Tree) -> Self {
        let mut left = Self::default();
        for entry in tree.list(WORKSPACE).unwrap_or_default() {
            let Some(path) = entry.path.strip_prefix("/app/") else {
                continue;
            };
            match entry.file_type {
                FileType::Directory => left.directories.push(path.to_owned()),
                FileType::Regular => {
                    // Its size was bounded by the policy's disk limit, and nothing can have changed since it was listed.
                    if let Ok(content) = tree.read_file(&entry.path, entry.size) {
                        left.files.push((path.to_owned(), content.into()));
                    }
                }
                _ => {}
            }
        }
        left
    }

    /// Whether a folder of the host's has to be read for it.
    pub(crate) fn has_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// What it was given directly.
    pub(crate) fn without_folder(self) -> Self {
        Self { folder: None, ..self }
    }

    /// Puts the files into a tree, as its state before the program.
    pub(crate) fn place(self, tree: &mut Tree) -> Result<(), Error> {
        if self.folder.is_none() && self.directories.is_empty() && self.files.is_empty() {
            return Ok(());
        }
        if let Some(path) = self.folder {
            let folder = Dir::open_ambient_dir(&path, ambient_authority()).map_err(|source| Error::Folder {
                path: path.clone(),
                source,
            })?;
            tree.import_dir(&folder, WORKSPACE)
                .map_err(|source| Error::Transfer { path, source })?;
        }
        for path in self.directories {
            let place = inside(&path)?;
            tree.make_dir(&place).map_err(|source| Error::File { path, source })?;
        }
        for (path, content) in self.files {
            let place = inside(&path)?;
            tree.write_file(&place, content)
                .map_err(|source| Error::File { path, source })?;
        }
        tree.mark_clean();
        Ok(())
    }
}

/// The guest path of a workspace file; refuses what would be outside.
fn inside(path: &str) -> Result<String, Error> {
    let place = workspace_path(path).map_err(|_| Error::File {
        path: path.to_owned(),
        source: sandbox_vfs::Error::NotCapable,
    })?;
    Ok(place.to_string())
}

pub(crate) fn read(tree: &Tree, path: &str, max_bytes: u64) -> Result<Vec<u8>, Error> {
    let place = inside(path)?;
    tree.read_file(&place, max_bytes).map_err(|source| Error::File {
        path: path.to_owned(),
        source,
    })
}

/// Writes a file of the host's choice, as part of what was there before the next program.
pub(crate) fn write(tree: &mut Tree, path: &str, content: Bytes) -> Result<(), Error> {
    let place = inside(path)?;
    let done = tree.write_file(&place, content);
    tree.mark_clean();
    done.map_err(|source| Error::File {
        path: path.to_owned(),
        source,
    })
}

/// Removes a file or a folder with its content, likewise.
pub(crate) fn remove(tree: &mut Tree, path: &str) -> Result<(), Error> {
    let place = inside(path)?;
    let done = tree.remove(&place, true);
    tree.mark_clean();
    done.map_err(|source| Error::File {
        path: path.to_owned(),
        source,
    })
}

pub(crate) fn list(tree: &Tree) -> Result<Vec<String>, Error> {
    let entries = tree.list(WORKSPACE).map_err(|source| Error::File {
        path: String::new(),
        source,
    })?;
    Ok(entries
        .into_iter()
        .filter(|entry| entry.file_type == FileType::Regular)
        .filter_map(|entry| entry.path.strip_prefix("/app/").map(str::to_owned))
        .collect())
}

pub(crate) fn export(tree: &Tree, folder: &Path) -> Result<(), Error> {
    let opened = std::fs::create_dir_all(folder).and_then(|()| Dir::open_ambient_dir(folder, ambient_authority()));
    let target = opened.map_err(|source| Error::Folder {
        path: folder.to_owned(),
        source,
    })?;
    tree.export_dir(WORKSPACE, &target)
        .map(|_| ())
        .map_err(|source| Error::Transfer {
            path: folder.to_owned(),
            source,
        })
}

/// Writes what a program created and modified, and removes what it deleted.
pub(crate) fn write_back(tree: &Tree, execution: &Execution, folder: &Path) -> Result<(), Error> {
    let opened = std::fs::create_dir_all(folder).and_then(|()| Dir::open_ambient_dir(folder, ambient_authority()));
    let target = opened.map_err(|source| Error::Folder {
        path: folder.to_owned(),
        source,
    })?;
    let failed = |source| Error::Transfer {
        path: folder.to_owned(),
        source,
    };
    let written = execution
        .files_created
        .iter()
        .chain(&execution.files_modified)
        .map(String::as_str);
    tree.export_changes(
        WORKSPACE,
        written,
        execution.files_deleted.iter().map(String::as_str),
        &target,
    )
    .map(|_| ())
    .map_err(failed)
}
