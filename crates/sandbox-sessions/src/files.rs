//! The host's way to a session's files: under the same rules and quotas as the guest's.

use std::path::Path;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use globset::{GlobBuilder, GlobMatcher};
use sandbox_host::{WORKSPACE, workspace_path};
use sandbox_vfs::{FileType, Tree};
use serde::Serialize;

use crate::Result;
use crate::core::{Core, Shared};
use crate::error::SessionError;
use crate::history::Cause;
use crate::loaded::Undo;
use crate::session::Session;
use crate::time::Timestamp;

/// Bytes of one piece of a file that is streamed.
const PIECE: usize = 256 << 10;

/// What becomes of a file that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WriteMode {
    /// It is replaced.
    #[default]
    Overwrite,
    /// Writing is refused, also if the file is empty.
    CreateNew,
    /// What is written goes behind its end.
    Append,
}

/// What is known about a file, directory or link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileInfo {
    /// Its path, relative to the workspace, with `/`.
    pub path: String,
    /// Its size in bytes; 0 for directories.
    pub size: u64,
    /// When its content last changed.
    pub modified: Timestamp,
    /// Whether it is a directory.
    pub is_directory: bool,
    /// Whether it is a symbolic link. It is never followed.
    pub is_link: bool,
}

impl Session {
    /// Reads a whole file of at most `max_bytes`.
    ///
    /// # Errors
    ///
    /// [`SessionError::Path`] and [`SessionError::File`]; those of the store.
    pub async fn read_file(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>> {
        let place = workspace_path(path)?;
        self.look(|tree| {
            tree.read_file(place.as_str(), max_bytes)
                .map_err(|source| file_error(path, source))
        })
        .await
    }

    /// Reads a part of a file: from `offset`, at most `max_bytes`; less only at its end.
    ///
    /// # Errors
    ///
    /// As [`read_file`](Self::read_file).
    pub async fn read_range(&self, path: &str, offset: u64, max_bytes: usize) -> Result<Vec<u8>> {
        let place = workspace_path(path)?;
        self.look(|tree| {
            tree.read_range(place.as_str(), offset, max_bytes)
                .map_err(|source| file_error(path, source))
        })
        .await
    }

    /// Reads a file piece by piece, as it is at the first one: what turns change meanwhile is not seen.
    ///
    /// # Errors
    ///
    /// As [`read_file`](Self::read_file), as the last item.
    pub async fn stream_file(&self, path: &str) -> Result<impl Stream<Item = Result<Bytes>> + Send + use<>> {
        let place = workspace_path(path)?;
        let shown = path.to_owned();
        let tree = self.snapshot().await?;
        // That there is a file is said now.
        tree.read_range(place.as_str(), 0, 0)
            .map_err(|source| file_error(path, source))?;
        Ok(stream::try_unfold((tree, 0), move |(tree, at)| {
            let piece = tree
                .read_range(place.as_str(), at, PIECE)
                .map_err(|source| file_error(&shown, source));
            std::future::ready(piece.map(|piece| {
                let next = at + piece.len() as u64;
                (!piece.is_empty()).then(|| (Bytes::from(piece), (tree, next)))
            }))
        }))
    }

    /// Writes a file, with the folders above it, and makes a generation; returns its number. Nothing changes when it is refused.
    ///
    /// # Errors
    ///
    /// [`SessionError::Path`], [`SessionError::File`], [`SessionError::FileExists`]; as [`execute`](Self::execute).
    pub async fn write_file(&self, path: &str, content: impl Into<Bytes>, mode: WriteMode) -> Result<u64> {
        let content = content.into();
        let place = workspace_path(path)?;
        self.change(|tree| {
            let failed = |source| file_error(path, source);
            match mode {
                WriteMode::CreateNew if tree.exists(place.as_str()) => {
                    Err(SessionError::FileExists { path: path.to_owned() })
                }
                WriteMode::CreateNew | WriteMode::Overwrite => tree.write_file(place.as_str(), content).map_err(failed),
                WriteMode::Append => tree.append_file(place.as_str(), content).map_err(failed),
            }
        })
        .await
        .map(|((), generation)| generation)
    }

    /// Removes a file, a link (not what it leads to), or a directory: an empty one, or with `recursive` any. Makes a generation; returns its number.
    ///
    /// # Errors
    ///
    /// As [`write_file`](Self::write_file).
    pub async fn delete_file(&self, path: &str, recursive: bool) -> Result<u64> {
        let place = workspace_path(path)?;
        self.change(|tree| {
            tree.remove(place.as_str(), recursive)
                .map_err(|source| file_error(path, source))
        })
        .await
        .map(|((), generation)| generation)
    }

    /// The files and links of the workspace, sorted by path; with a pattern, those that match: `*` and `?` stand for parts of a name, `**` for any number of folders, none
    /// included.
    ///
    /// # Errors
    ///
    /// [`SessionError::Pattern`]; those of the store.
    pub async fn list_files(&self, pattern: Option<&str>) -> Result<Vec<FileInfo>> {
        let matcher = pattern.map(matcher).transpose()?;
        let mut all = self.list_all().await?;
        all.retain(|info| !info.is_directory && matcher.as_ref().is_none_or(|matcher| matcher.is_match(&info.path)));
        Ok(all)
    }

    /// Everything in the workspace, directories and links included, sorted by path.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn list_all(&self) -> Result<Vec<FileInfo>> {
        self.look(list).await
    }

    /// Copies a file, or a directory without the links in it, into another session's workspace, at the same path or at `to`. Files that are there are replaced. Returns that session's
    /// generation.
    ///
    /// # Errors
    ///
    /// As [`read_file`](Self::read_file) here and [`write_file`](Self::write_file) there.
    pub async fn copy_to(&self, path: &str, target: &Session, to: Option<&str>) -> Result<u64> {
        let from = workspace_path(path)?;
        let to = to.unwrap_or(path);
        let tree = self.snapshot().await?;
        let stat = tree
            .metadata(from.as_str())
            .map_err(|source| file_error(path, source))?;
        let (mut directories, mut files) = (Vec::new(), Vec::new());
        let read = |place: &str| {
            tree.read_file(place, u64::MAX)
                .map_err(|source| file_error(place, source))
        };
        if stat.file_type == FileType::Directory {
            let entries = tree.list(from.as_str()).map_err(|source| file_error(path, source))?;
            directories.push(to.to_owned());
            for entry in entries {
                let below = entry.path.strip_prefix(from.as_str()).unwrap_or_default();
                match entry.file_type {
                    FileType::Directory => directories.push(format!("{to}{below}")),
                    FileType::Regular => files.push((format!("{to}{below}"), read(&entry.path)?)),
                    _ => {}
                }
            }
        } else {
            files.push((to.to_owned(), read(from.as_str())?));
        }
        target
            .change(|tree| {
                for path in directories {
                    let place = workspace_path(&path)?;
                    tree.make_dir(place.as_str())
                        .map_err(|source| file_error(&path, source))?;
                }
                for (path, content) in files {
                    let place = workspace_path(&path)?;
                    tree.write_file(place.as_str(), content)
                        .map_err(|source| file_error(&path, source))?;
                }
                Ok(())
            })
            .await
            .map(|((), generation)| generation)
    }

    /// Copies a folder of the host's into the workspace and makes a generation. Links and special files are left out.
    ///
    /// # Errors
    ///
    /// [`SessionError::Transfer`]; as [`write_file`](Self::write_file). Nothing changes then.
    pub async fn import_folder(&self, folder: &Path) -> Result<(sandbox_vfs::ImportReport, u64)> {
        self.change(|tree| {
            tree.import_folder(folder, WORKSPACE)
                .map_err(|error| transfer_error(folder, error))
        })
        .await
    }

    /// Copies the workspace into a folder of the host's, which is made if it is not there. Files of the same names are replaced; links that are there are not followed, and links
    /// that a guest made are not copied.
    ///
    /// # Errors
    ///
    /// [`SessionError::Transfer`]; those of the store.
    pub async fn export_folder(&self, folder: &Path) -> Result<sandbox_vfs::ExportReport> {
        let tree = self.snapshot().await?;
        tree.export_folder(WORKSPACE, folder)
            .map_err(|error| transfer_error(folder, error))
    }

    /// Looks at the files as they are.
    pub(crate) async fn look<T>(&self, look: impl FnOnce(&Tree) -> Result<T>) -> Result<T> {
        let mut core = self.0.lock().await?;
        self.0.refresh(&mut core).await?;
        self.0.load(&mut core).await?;
        with_tree(&self.0, &core, look)
    }

    /// The files as they are, as a tree of their own.
    pub(crate) async fn snapshot(&self) -> Result<Tree> {
        let mut core = self.0.lock().await?;
        self.0.refresh(&mut core).await?;
        self.0.load(&mut core).await?;
        let loaded = core.loaded.as_ref().ok_or_else(|| self.not_found())?;
        Ok(self.0.tree(loaded))
    }

    /// Changes files and stores that. When `change` fails, nothing has changed.
    pub(crate) async fn change<T>(&self, change: impl FnOnce(&mut Tree) -> Result<T>) -> Result<(T, u64)> {
        let shared = &*self.0;
        let mut guard = shared.lock().await?;
        let core = &mut *guard;
        shared.own(core).await?;
        shared.load(core).await?;
        let loaded = core.loaded.as_mut().ok_or_else(|| self.not_found())?;
        // Where turns are only in memory, what fails to be stored is not read again from the store.
        core.undo = core.pending.then(|| Undo {
            labels: core.labels.clone(),
            files: Some(loaded.files_before()),
        });
        let done = if let Some(live) = core.live.as_mut().filter(|live| live.ended().is_none()) {
            let done = change(live.files_mut());
            if done.is_ok() {
                // It was there before the next turn, and is not a change of that turn's.
                live.files_mut().mark_clean();
                // A file that was removed while the interpreter has it open is lost to it, as after a turn.
                let open_files = live.files_mut().settle();
                if let Some(machine) = &mut loaded.machine {
                    machine.open_files = open_files.iter().map(crate::record::Open::from).collect();
                }
                Shared::take_files(loaded, live.files());
            }
            done
        } else {
            let mut tree = shared.tree(loaded);
            let done = change(&mut tree);
            if done.is_ok() {
                Shared::take_files(loaded, &tree);
            }
            done
        };
        match done {
            Ok(done) => {
                let stored = shared.persist(core, Cause::Files, None).await;
                shared.undo(core);
                stored?;
                Ok((done, core.generation()))
            }
            Err(error) => {
                core.undo = None;
                // What a change did before it failed is undone: the files are those of the generation.
                if core.live.is_some() {
                    core.live = None;
                    shared.is_live.store(false, std::sync::atomic::Ordering::Relaxed);
                }
                Err(error)
            }
        }
    }
}

fn with_tree<T>(shared: &Shared, core: &Core, look: impl FnOnce(&Tree) -> Result<T>) -> Result<T> {
    match (&core.live, &core.loaded) {
        (Some(live), _) if live.ended().is_none() => look(live.files()),
        (_, Some(loaded)) => look(&shared.tree(loaded)),
        _ => Err(SessionError::NotFound {
            id: shared.place.id.clone(),
        }),
    }
}

/// Everything in a tree's workspace.
fn list(tree: &Tree) -> Result<Vec<FileInfo>> {
    let entries = tree.list(WORKSPACE).map_err(|source| file_error("", source))?;
    let prefix = format!("{WORKSPACE}/");
    let info = |entry: sandbox_vfs::Entry| {
        Some(FileInfo {
            path: entry.path.strip_prefix(&prefix)?.to_owned(),
            size: if entry.file_type == FileType::Regular {
                entry.size
            } else {
                0
            },
            modified: Timestamp::from_millis(entry.mtime / 1_000_000),
            is_directory: entry.file_type == FileType::Directory,
            is_link: entry.file_type == FileType::Symlink,
        })
    };
    Ok(entries.into_iter().filter_map(info).collect())
}

/// The longest pattern, in bytes.
const MAX_PATTERN_BYTES: usize = 1024;

fn matcher(pattern: &str) -> Result<GlobMatcher> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| SessionError::Pattern {
        pattern: pattern.chars().take(MAX_PATTERN_BYTES).collect(),
        source,
    };
    if pattern.len() > MAX_PATTERN_BYTES {
        return Err(failed("it is too long".into()));
    }
    if pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
        return Err(failed("it leads out of the workspace".into()));
    }
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    Ok(glob.map_err(|error| failed(error.into()))?.compile_matcher())
}

pub(crate) fn file_error(path: &str, source: sandbox_vfs::Error) -> SessionError {
    SessionError::File {
        path: path.to_owned(),
        source,
    }
}

fn transfer_error(folder: &Path, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SessionError {
    SessionError::Transfer {
        what: folder.display().to_string(),
        source: error.into(),
    }
}
