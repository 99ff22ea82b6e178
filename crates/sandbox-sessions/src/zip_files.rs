//! A workspace as a zip archive.

use std::io::{Cursor, Read as _, Seek, Write};

use bytes::Bytes;
use sandbox_host::{WORKSPACE, workspace_path};
use sandbox_vfs::FileType;
use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::Result;
use crate::error::SessionError;
use crate::files::file_error;
use crate::session::Session;

/// Entries of an archive that are looked at, at most.
pub const MAX_ZIP_ENTRIES: usize = 100_000;

/// Refusals that a report lists at most.
const MAX_REPORTED: usize = 1000;

/// What became of an archive's entries.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct ZipReport {
    /// Files that were written.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Entries that were not: their names, and why. The first thousand.
    pub refused: Vec<(String, String)>,
}

impl Session {
    /// Unpacks a zip archive into the workspace, below `into` (the workspace itself for an empty one), and makes a generation.
    ///
    /// An archive is hostile: entries whose names lead out, links, entries with a name that was there before, encrypted ones and those that are larger than they say are refused one
    /// by one, and told. What does not fit the quotas ends the import, with nothing changed. Sizes are counted while they are unpacked.
    ///
    /// # Errors
    ///
    /// [`SessionError::Transfer`] for what is no archive, or has too many entries; as [`write_file`](Self::write_file).
    pub async fn import_zip(&self, archive: impl Into<Bytes>, into: &str) -> Result<(ZipReport, u64)> {
        let archive = archive.into();
        let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(transfer)?;
        if archive.len() > MAX_ZIP_ENTRIES {
            return Err(transfer(format!("it has more than {MAX_ZIP_ENTRIES} entries")));
        }
        let into = match into.strip_suffix('/').unwrap_or(into) {
            "" if into.is_empty() => "",
            into => {
                workspace_path(into)?;
                into
            }
        };
        // Counts what is unpacked, also for entries that are refused afterwards: an archive of those is work all the same.
        let mut left = self.policy().disk.bytes;
        self.change(|tree| {
            let mut report = ZipReport::default();
            let mut seen = std::collections::HashSet::new();
            for at in 0..archive.len() {
                match unpack(&mut archive, at, into, &mut left) {
                    Ok(Some((path, _))) if !seen.insert(path.clone()) => {
                        refuse(&mut report, path, "the name was there before");
                    }
                    Ok(Some((path, None))) => {
                        let place = workspace_path(&path)?;
                        tree.make_dir(place.as_str())
                            .map_err(|source| file_error(&path, source))?;
                    }
                    Ok(Some((path, Some(content)))) => {
                        let place = workspace_path(&path)?;
                        let bytes = content.len() as u64;
                        match tree.write_file(place.as_str(), content) {
                            Ok(()) => {
                                report.files += 1;
                                report.bytes += bytes;
                            }
                            // A name of the archive's own that cannot be: the others can.
                            Err(
                                error @ (sandbox_vfs::Error::IsDirectory
                                | sandbox_vfs::Error::NotDirectory
                                | sandbox_vfs::Error::Loop
                                | sandbox_vfs::Error::NameTooLong),
                            ) => refuse(&mut report, path, error.to_string()),
                            Err(source) => return Err(file_error(&path, source)),
                        }
                    }
                    Ok(None) => {}
                    Err(Refused::Entry(name, reason)) => refuse(&mut report, name, reason),
                    Err(Refused::TooMuch(path)) => return Err(file_error(&path, sandbox_vfs::Error::NoSpace)),
                }
            }
            Ok(report)
        })
        .await
    }

    /// Packs the workspace into a zip archive. Links are left out.
    ///
    /// # Errors
    ///
    /// [`SessionError::Transfer`] when `target` cannot be written; those of the store.
    pub async fn export_zip(&self, target: impl Write + Seek) -> Result<ZipReport> {
        let tree = self.snapshot().await?;
        let mut writer = ZipWriter::new(target);
        let mut report = ZipReport::default();
        // Equal workspaces make equal archives: no entry is dated.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let entries = tree.list(WORKSPACE).map_err(|source| file_error("", source))?;
        for entry in entries {
            let path = entry
                .path
                .strip_prefix(WORKSPACE)
                .unwrap_or(&entry.path)
                .trim_start_matches('/');
            match entry.file_type {
                FileType::Directory => writer.add_directory(path, options).map_err(transfer)?,
                FileType::Regular => {
                    let content = tree
                        .read_file(&entry.path, entry.size)
                        .map_err(|source| file_error(path, source))?;
                    writer.start_file(path, options).map_err(transfer)?;
                    writer.write_all(&content).map_err(transfer)?;
                    report.files += 1;
                    report.bytes += entry.size;
                }
                _ => refuse(&mut report, path.to_owned(), "it is a link"),
            }
        }
        writer.finish().map_err(transfer)?;
        Ok(report)
    }
}

/// Why an entry is not unpacked.
enum Refused {
    /// It alone.
    Entry(String, String),
    /// Because nothing fits any more.
    TooMuch(String),
}

/// The path of an entry in the workspace and its content, if it has one; nothing for the top.
type Unpacked = Option<(String, Option<Vec<u8>>)>;

fn unpack(
    archive: &mut ZipArchive<Cursor<Bytes>>,
    at: usize,
    into: &str,
    left: &mut u64,
) -> std::result::Result<Unpacked, Refused> {
    let mut entry = archive
        .by_index(at)
        .map_err(|error| Refused::Entry(format!("entry {at}"), error.to_string()))?;
    let Ok(name) = std::str::from_utf8(entry.name_raw()).map(str::to_owned) else {
        let shown = String::from_utf8_lossy(entry.name_raw()).into_owned();
        return Err(Refused::Entry(shown, "its name is not UTF-8".into()));
    };
    let refused = |reason: &str| Err(Refused::Entry(name.clone(), reason.to_owned()));
    if entry.is_symlink()
        || entry
            .unix_mode()
            .is_some_and(|mode| !matches!(mode & 0o170_000, 0 | 0o100_000 | 0o040_000))
    {
        return refused("it is a link or a special file");
    }
    if name.contains('\\') || name.contains('\0') || name.starts_with('/') {
        return refused("its name leads out, or has a character that names have not");
    }
    let is_directory = entry.is_dir();
    let trimmed = name.trim_end_matches('/');
    if trimmed.is_empty()
        || trimmed
            .split('/')
            .any(|part| part.is_empty() || part == "." || part == "..")
    {
        return if trimmed.is_empty() {
            Ok(None)
        } else {
            refused("its name leads out, or has an empty part")
        };
    }
    let path = if into.is_empty() {
        trimmed.to_owned()
    } else {
        format!("{into}/{trimmed}")
    };
    if workspace_path(&path).is_err() {
        return refused("its name is no path inside of the workspace");
    }
    if is_directory {
        return Ok(Some((path, None)));
    }
    let size = entry.size();
    let mut content = Vec::new();
    let read = (&mut entry)
        .take(size.min(*left).saturating_add(1))
        .read_to_end(&mut content);
    match left.checked_sub(content.len() as u64) {
        Some(rest) => *left = rest,
        None => return Err(Refused::TooMuch(path)),
    }
    if let Err(error) = read {
        return refused(&error.to_string());
    }
    if content.len() as u64 != size {
        return refused("it is not as large as it says");
    }
    Ok(Some((path, Some(content))))
}

fn refuse(report: &mut ZipReport, name: String, reason: impl Into<String>) {
    if report.refused.len() < MAX_REPORTED {
        report.refused.push((name, reason.into()));
    }
}

fn transfer(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SessionError {
    SessionError::Transfer {
        what: "an archive".into(),
        source: error.into(),
    }
}
