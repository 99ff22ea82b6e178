//! What there is: sessions, generations, files.

use std::time::SystemTime;

use llm_wasm_sandbox::{Cause, Listed, SessionInfo, Timestamp};
use serde_json::json;

use super::open::{Opened, labels};
use super::{print, print_json, print_lines};
use crate::cli::{FilesArgs, LsArgs, OneArgs};
use crate::error::CliError;
use crate::output::escape;
use crate::output::table::{bytes, table};

pub(super) fn ls(arguments: &LsArgs) -> Result<u8, CliError> {
    let wanted = labels(&arguments.label)?;
    Opened::plain(&arguments.store)?.with(|sessions| {
        let all = sessions.list()?;
        let shown: Vec<&Listed> = all
            .iter()
            .filter(|listed| {
                listed
                    .info()
                    .map_or(wanted.is_empty(), |info| info.labels.include(&wanted))
            })
            .collect();
        if arguments.json {
            let objects: Vec<_> = shown
                .iter()
                .map(|listed| match listed {
                    Listed::Damaged { id, error } => json!({ "session_id": id, "damaged": error.to_string() }),
                    other => json!(other.info()),
                })
                .collect();
            print_json(&json!({ "sessions": objects }))?;
            return Ok(0);
        }
        if shown.is_empty() {
            return Ok(0);
        }
        let now = Timestamp::from(SystemTime::now());
        let rows: Vec<_> = shown.iter().map(|listed| row(listed, now)).collect();
        let header = ["SESSION", "RUNTIME", "GENERATION", "TURNS", "SIZE", "USED", "LABELS"];
        print(&table(header, &rows, [false, false, true, true, true, true, false]))?;
        Ok(0)
    })
}

fn row(listed: &Listed, now: Timestamp) -> [String; 7] {
    let id = listed.id().to_string();
    match listed.info() {
        Some(info) => [
            id,
            info.runtime.to_string(),
            info.generation.to_string(),
            info.turns.to_string(),
            bytes(info.sizes.file_bytes + info.sizes.state_bytes),
            ago(info.last_used, now),
            label_text(info),
        ],
        None => [
            id.as_str(),
            "damaged",
            "-",
            "-",
            "-",
            "-",
            "`sandbox store check` says what",
        ]
        .map(ToOwned::to_owned),
    }
}

fn label_text(info: &SessionInfo) -> String {
    let all: Vec<String> = info
        .labels
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    escape::visible_line(&all.join(" ")).into_owned()
}

/// How long ago, for people.
fn ago(time: Timestamp, now: Timestamp) -> String {
    let seconds = time.age(now).as_secs();
    match seconds {
        0..60 => format!("{seconds} s ago"),
        60..3600 => format!("{} min ago", seconds / 60),
        3600..86_400 => format!("{} h ago", seconds / 3600),
        _ => format!("{} d ago", seconds / 86_400),
    }
}

pub(super) fn show(arguments: &OneArgs) -> Result<u8, CliError> {
    Opened::plain(&arguments.store)?.with(|sessions| {
        let info = sessions.session(&arguments.id)?.info()?;
        if arguments.json {
            print_json(&info)?;
            return Ok(0);
        }
        let mut lines = vec![
            ("session", info.session_id.to_string()),
            ("runtime", info.runtime.to_string()),
            ("image", info.image.clone().unwrap_or_else(|| "default".to_owned())),
            ("created", info.created.to_string()),
            ("updated", info.updated.to_string()),
            ("last used", info.last_used.to_string()),
            ("generation", info.generation.to_string()),
            ("turns", info.turns.to_string()),
            (
                "files",
                format!("{} in {} entries", bytes(info.sizes.file_bytes), info.sizes.entries),
            ),
            ("state", bytes(info.sizes.state_bytes)),
            (
                "stored",
                format!("{} by the latest generation", bytes(info.sizes.stored_bytes)),
            ),
        ];
        if !info.labels.is_empty() {
            lines.push(("labels", label_text(&info)));
        }
        if !info.damaged_generations.is_empty() {
            lines.push((
                "damaged",
                format!("generations {:?}: what was in them is lost", info.damaged_generations),
            ));
        }
        let shown: Vec<String> = lines
            .iter()
            .map(|(name, value)| format!("{name:<11} {value}"))
            .collect();
        print_lines(&shown)?;
        Ok(0)
    })
}

pub(super) fn history(arguments: &OneArgs) -> Result<u8, CliError> {
    Opened::plain(&arguments.store)?.with(|sessions| {
        let all = sessions.session(&arguments.id)?.history()?;
        if arguments.json {
            print_json(&json!({ "session_id": arguments.id, "generations": all }))?;
            return Ok(0);
        }
        let rows: Vec<_> = all
            .iter()
            .map(|generation| {
                let cause = cause(&generation.cause);
                [
                    generation.generation.to_string(),
                    generation.at.to_string(),
                    cause,
                    generation
                        .outcome
                        .map_or_else(|| "-".to_owned(), |outcome| outcome.to_string()),
                    generation.turns.to_string(),
                    bytes(generation.sizes.file_bytes),
                    bytes(generation.sizes.state_bytes),
                    bytes(generation.sizes.stored_bytes),
                ]
            })
            .collect();
        if !rows.is_empty() {
            let header = [
                "GENERATION",
                "MADE",
                "CAUSE",
                "OUTCOME",
                "TURNS",
                "FILES",
                "STATE",
                "STORED",
            ];
            print(&table(
                header,
                &rows,
                [true, false, false, false, true, true, true, true],
            ))?;
        }
        Ok(0)
    })
}

/// Why there is a generation, in a few words.
fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Fork { session, generation } => format!("fork of {session} at {generation}"),
        Cause::Rollback { to } => format!("rollback to {to}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

pub(super) fn files(arguments: &FilesArgs) -> Result<u8, CliError> {
    Opened::plain(&arguments.store)?.with(|sessions| {
        let session = sessions.session(&arguments.id)?;
        let all = session.list_files(arguments.pattern.as_deref())?;
        if arguments.json {
            print_json(&json!({ "session_id": arguments.id, "files": all }))?;
            return Ok(0);
        }
        let line = |file: &llm_wasm_sandbox::FileInfo| {
            format!("{:>10}  {}", bytes(file.size), escape::visible_line(&file.path))
        };
        print_lines(&all.iter().map(line).collect::<Vec<_>>())?;
        Ok(0)
    })
}
