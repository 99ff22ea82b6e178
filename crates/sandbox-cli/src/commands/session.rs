//! `sandbox session …`.

mod exec;
mod listing;
mod making;
mod open;
mod transfer;

use llm_wasm_sandbox::{PruneRules, SessionId};

use crate::cli::{PruneArgs, RmArgs, SessionCommand};
use crate::error::CliError;
use crate::output::escape;
use crate::output::json;
use crate::output::terminal::Stream;

pub(crate) use exec::run_in_session;
pub(crate) use open::{Opened, labels};

pub(crate) fn run(command: SessionCommand) -> Result<u8, CliError> {
    match command {
        SessionCommand::New(arguments) => making::new(*arguments),
        SessionCommand::Exec(arguments) => exec::exec(*arguments),
        SessionCommand::Ls(arguments) => listing::ls(&arguments),
        SessionCommand::Show(arguments) => listing::show(&arguments),
        SessionCommand::History(arguments) => listing::history(&arguments),
        SessionCommand::Files(arguments) => listing::files(&arguments),
        SessionCommand::Fork(arguments) => making::fork(arguments),
        SessionCommand::Rollback(arguments) => making::rollback(&arguments),
        SessionCommand::Park(arguments) => making::park(&arguments),
        SessionCommand::Rm(arguments) => rm(&arguments),
        SessionCommand::Prune(arguments) => prune(&arguments),
        SessionCommand::Export(arguments) => transfer::export(&arguments),
        SessionCommand::Import(arguments) => transfer::import(arguments),
        SessionCommand::Cp(arguments) => transfer::cp(&arguments),
    }
}

/// Removes sessions. One that cannot be is told, and makes the command fail after the others were removed.
fn rm(arguments: &RmArgs) -> Result<u8, CliError> {
    Opened::plain(&arguments.store)?.with(|sessions| {
        let mut code = 0;
        for id in &arguments.ids {
            let failed = match sessions.delete(id) {
                Ok(true) => continue,
                Ok(false) => llm_wasm_sandbox::SessionError::NotFound { id: id.clone() },
                Err(error) => error,
            };
            let failed = CliError::from(failed);
            super::tell(&failed);
            code = failed.exit_code();
        }
        Ok(code)
    })
}

fn prune(arguments: &PruneArgs) -> Result<u8, CliError> {
    let mut rules = PruneRules::new();
    rules.older_than = arguments.older_than;
    rules.idle_for = arguments.idle_for;
    rules.larger_than = arguments.larger_than;
    rules.keep = arguments.keep;
    rules.labels = labels(&arguments.label)?;
    rules.dry_run = arguments.dry_run;
    rules.collect = arguments.gc;
    Opened::plain(&arguments.store)?.with(|sessions| {
        let report = sessions.prune(&rules)?;
        if arguments.json {
            print_json(&report)?;
        } else {
            let mut lines: Vec<String> = report.deleted.iter().map(ToString::to_string).collect();
            for (what, reasons) in [("skipped", &report.skipped), ("error", &report.errors)] {
                let line =
                    |(id, reason): (&SessionId, &String)| format!("{id}: {what}: {}", escape::visible_line(reason));
                lines.extend(reasons.iter().map(line));
            }
            lines.extend(
                report
                    .collect_error
                    .iter()
                    .map(|error| format!("blobs: error: {error}")),
            );
            lines.push(report.to_string());
            print_lines(&lines)?;
        }
        Ok(u8::from(!report.errors.is_empty() || report.collect_error.is_some()))
    })
}

/// Prints lines of our own.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    Stream::stdout().write(text).map_err(CliError::stdout)
}

/// Prints lines.
pub(super) fn print_lines(lines: &[String]) -> Result<(), CliError> {
    let mut text = lines.join("\n");
    if !lines.is_empty() {
        text.push('\n');
    }
    print(&text)
}

/// Prints the one object.
pub(super) fn print_json(value: &impl serde::Serialize) -> Result<(), CliError> {
    Stream::stdout()
        .write_json(&json::line(value))
        .map_err(CliError::stdout)
}
