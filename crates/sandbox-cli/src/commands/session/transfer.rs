//! Moving sessions and their files.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use llm_wasm_sandbox::blocking::{Session, Sessions};
use llm_wasm_sandbox::{ImportOptions, SessionId, WriteMode};
use serde_json::json;

use super::open::{Choices, Opened};
use super::{print, print_json};
use crate::cli::{CpArgs, ExportArgs, ImportArgs};
use crate::commands::setup;
use crate::error::CliError;
use crate::output::errors;
use crate::output::terminal::Stream;
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
        let failed = |source| CliError::write(target.display().to_string(), source);
        // A device or a pipe is written to. A file is made under another name first: what is cut off must not look like an export.
        let is_special = fs::metadata(target).is_ok_and(|metadata| !metadata.is_file());
        let real = fs::canonicalize(target).unwrap_or_else(|_| target.clone());
        let partial = if is_special { real.clone() } else { partial_name(&real) };
        let file = if is_special {
            File::options().write(true).open(&partial).map_err(failed)?
        } else {
            File::create(&partial).map_err(failed)?
        };
        let exported = write_export(&session, file, arguments.zip, is_special).map_err(|error| match error {
            Failed::Export(error) => error,
            Failed::Write(error) => failed(error),
        });
        let done = exported.and_then(|()| {
            if is_special {
                Ok(())
            } else {
                fs::rename(&partial, &real).map_err(failed)
            }
        });
        if done.is_err() && !is_special {
            let _ = fs::remove_file(&partial);
        }
        done.map(|()| 0)
    })
}

/// What went wrong with an export.
enum Failed {
    Export(CliError),
    Write(io::Error),
}

/// Writes an export; a zip archive needs to go back in what it has written, which a pipe cannot.
fn write_export(session: &Session, mut file: File, zip: bool, is_special: bool) -> Result<(), Failed> {
    if zip && is_special {
        let mut buffer = io::Cursor::new(Vec::new());
        session
            .export_zip(&mut buffer)
            .map_err(|error| Failed::Export(error.into()))?;
        return file.write_all(buffer.get_ref()).map_err(Failed::Write);
    }
    let mut writer = BufWriter::new(file);
    if zip {
        let report = session
            .export_zip(&mut writer)
            .map_err(|error| Failed::Export(error.into()))?;
        skipped(report.refused.len() as u64, "links were left out");
    } else {
        session
            .export_bundle(&mut writer)
            .map_err(|error| Failed::Export(error.into()))?;
    }
    writer.flush().map_err(Failed::Write)
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
        policy,
        json,
        store,
    } = arguments;
    let policy = policy.map(|file| setup::read_policy(&file)).transpose()?;
    let choices = Choices {
        policy: policy.clone(),
        ..Choices::default()
    };
    Opened::new(&store, choices)?.with(|sessions| {
        if let Some(into) = into {
            return import_files(sessions, &into, &source, zip, json);
        }
        let mut options = ImportOptions::default();
        options.id = id;
        options.policy = policy;
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
    let mut code = 0;
    let (files, generation, refused) = if zip {
        let (report, generation) = session.import_zip(read(source)?, "")?;
        for (name, reason) in &report.refused {
            errors::warn(&format!("{name}: {reason}"));
        }
        code = u8::from(!report.refused.is_empty());
        (report.files, generation, report.refused.len() as u64)
    } else {
        let (report, generation) = session.import_folder(source)?;
        skipped(report.skipped.count, "links and special files were left out");
        (report.files, generation, report.skipped.count)
    };
    if as_json {
        print_json(&json!({ "session_id": into, "generation": generation, "files": files, "refused": refused }))?;
    }
    Ok(code)
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
                let name = from.trim_end_matches('/').rsplit('/').next().unwrap_or(from);
                let to = match to {
                    "" => from.to_owned(),
                    to if to.ends_with('/') => format!("{to}{name}"),
                    to => to.to_owned(),
                };
                a.copy_to(from, &b, Some(&to))?;
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
        if io::stdout().is_terminal() {
            // What a guest wrote must not speak to the terminal.
            let text = String::from_utf8_lossy(content);
            return Stream::stdout().write(&text).map_err(CliError::stdout);
        }
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
    fs::write(&target, content).map_err(|error| CliError::write(target.display().to_string(), error))
}
