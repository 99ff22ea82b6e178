//! Moving sessions and their files.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use llm_wasm_sandbox::blocking::Sessions;
use llm_wasm_sandbox::{ImportOptions, SessionId, WriteMode};
use serde_json::json;

use super::open::Opened;
use super::{print, print_json};
use crate::cli::{CpArgs, ExportArgs, ImportArgs};
use crate::error::CliError;
use crate::output::errors;
use crate::source;

/// The largest archive or file that is read into memory, in bytes: more than a workspace may hold by default.
const MAX_FILE_BYTES: u64 = 1 << 30;

pub(super) fn export(arguments: &ExportArgs) -> Result<u8, CliError> {
    let target = &arguments.target;
    Opened::plain(&arguments.store)?.with(|sessions| {
        let session = sessions.session(&arguments.id)?;
        if arguments.folder {
            let report = session.export_folder(target)?;
            skipped(report.skipped.count, "links were left out");
            return Ok(0);
        }
        if is_stdio(target) {
            let mut buffer = io::Cursor::new(Vec::new());
            if arguments.zip {
                session.export_zip(&mut buffer)?;
            } else {
                session.export_bundle(&mut buffer)?;
            }
            let mut stdout = io::stdout().lock();
            let written = stdout.write_all(buffer.get_ref()).and_then(|()| stdout.flush());
            return written.map(|()| 0).map_err(CliError::stdout);
        }
        // Under another name first: what is cut off must not look like an export.
        let partial = partial_name(target);
        let failed = |source| CliError::write(target.display().to_string(), source);
        let file = File::create(&partial).map_err(failed)?;
        let mut writer = BufWriter::new(file);
        let exported = if arguments.zip {
            session
                .export_zip(&mut writer)
                .map(|report| skipped(report.refused.len() as u64, "links were left out"))
        } else {
            session.export_bundle(&mut writer).map(drop)
        };
        let done = exported.map_err(CliError::from).and_then(|()| {
            writer.flush().map_err(failed)?;
            std::fs::rename(&partial, target).map_err(failed)
        });
        if done.is_err() {
            let _ = std::fs::remove_file(&partial);
        }
        done.map(|()| 0)
    })
}

fn partial_name(target: &Path) -> std::path::PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(format!(".{}.partial", std::process::id()));
    name.into()
}

fn skipped(count: u64, what: &str) {
    if count > 0 {
        errors::warn(&format!("{count} {what}"));
    }
}

pub(super) fn import(arguments: ImportArgs) -> Result<u8, CliError> {
    let ImportArgs {
        source,
        id,
        into,
        zip,
        folder: _,
        json,
        store,
    } = arguments;
    Opened::plain(&store)?.with(|sessions| {
        if let Some(into) = into {
            return import_files(sessions, &into, &source, zip, json);
        }
        let mut options = ImportOptions::default();
        options.id = id;
        let session = if is_stdio(&source) {
            sessions.import_bundle(io::stdin(), options)?
        } else {
            let file = File::open(&source).map_err(|error| CliError::Read {
                what: source.display().to_string(),
                source: error,
            })?;
            sessions.import_bundle(BufReader::new(file), options)?
        };
        if json {
            print_json(&json!({ "session_id": session.id() }))?;
        } else {
            print(&format!("{}\n", session.id()))?;
        }
        Ok(0)
    })
}

fn import_files(
    sessions: &Sessions,
    into: &SessionId,
    source: &Path,
    zip: bool,
    as_json: bool,
) -> Result<u8, CliError> {
    let session = sessions.session(into)?;
    let (files, generation, refused) = if zip {
        let (report, generation) = session.import_zip(read(source)?, "")?;
        for (name, reason) in &report.refused {
            errors::warn(&format!("{name}: {reason}"));
        }
        (report.files, generation, report.refused.len() as u64)
    } else {
        let (report, generation) = session.import_folder(source)?;
        skipped(report.skipped.count, "links and special files were left out");
        (report.files, generation, report.skipped.count)
    };
    if as_json {
        print_json(&json!({ "session_id": into, "generation": generation, "files": files, "refused": refused }))?;
    }
    Ok(0)
}

/// One side of a copy.
enum Side<'a> {
    Host(&'a Path),
    Session(SessionId, &'a str),
}

/// `ID:PATH` is a session's, unless there is a slash before the colon.
fn side(text: &str) -> Result<Side<'_>, CliError> {
    match text.split_once(':') {
        Some((id, path)) if !id.contains('/') && !id.is_empty() => {
            let id = SessionId::new(id).map_err(|error| CliError::Usage(error.to_string()))?;
            Ok(Side::Session(id, path))
        }
        _ => Ok(Side::Host(Path::new(text))),
    }
}

pub(super) fn cp(arguments: &CpArgs) -> Result<u8, CliError> {
    let (source, target) = (side(&arguments.source)?, side(&arguments.target)?);
    Opened::plain(&arguments.store)?.with(|sessions| {
        match (source, target) {
            (Side::Host(_), Side::Host(_)) => {
                return Err(CliError::Usage(
                    "one of the two has to be a session's: ID:PATH".to_owned(),
                ));
            }
            (Side::Host(path), Side::Session(id, to)) => {
                let session = sessions.session(&id)?;
                session.write_file(&named(to, path)?, read(path)?, WriteMode::Overwrite)?;
            }
            (Side::Session(id, from), Side::Host(path)) => {
                let content = sessions.session(&id)?.read_file(from, MAX_FILE_BYTES)?;
                write(path, from, &content)?;
            }
            (Side::Session(a, from), Side::Session(b, to)) => {
                let (a, b) = (sessions.session(&a)?, sessions.session(&b)?);
                let to = if to.is_empty() { from } else { to };
                a.copy_to(from, &b, Some(to))?;
            }
        }
        Ok(0)
    })
}

/// The path in the workspace: as given, or the file's own name where a folder is.
fn named(to: &str, path: &Path) -> Result<String, CliError> {
    if !to.is_empty() && !to.ends_with('/') {
        return Ok(to.to_owned());
    }
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .filter(|_| !is_stdio(path));
    name.map(|name| format!("{to}{name}"))
        .ok_or_else(|| CliError::Usage("say what the file is to be called: ID:PATH".to_owned()))
}

fn is_stdio(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    if is_stdio(path) {
        source::read_stdin(MAX_FILE_BYTES)
    } else {
        source::read_file(path, MAX_FILE_BYTES)
    }
}

fn write(path: &Path, from: &str, content: &[u8]) -> Result<(), CliError> {
    if is_stdio(path) {
        let mut stdout = io::stdout().lock();
        return stdout
            .write_all(content)
            .and_then(|()| stdout.flush())
            .map_err(CliError::stdout);
    }
    let target = if path.is_dir() {
        path.join(from.rsplit('/').next().unwrap_or(from))
    } else {
        path.to_owned()
    };
    std::fs::write(&target, content).map_err(|error| CliError::write(target.display().to_string(), error))
}
