//! `sandbox session …`.

mod exec;
mod listing;
mod making;
mod open;
mod transfer;

use llm_wasm_sandbox::PruneRules;

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

/// Removes sessions; one that is not there is told, and makes the command fail after the others were removed.
fn rm(arguments: &RmArgs) -> Result<u8, CliError> {
    Opened::plain(&arguments.store)?.with(|sessions| {
        let mut missing = None;
        for id in &arguments.ids {
            if !sessions.delete(id)? {
                missing = Some(id);
            }
        }
        match missing {
            None => Ok(0),
            Some(id) => Err(llm_wasm_sandbox::SessionError::NotFound { id: id.clone() }.into()),
        }
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
            let mut text = String::new();
            for id in &report.deleted {
                text.push_str(&format!("{id}\n"));
            }
            for (id, reason) in &report.skipped {
                text.push_str(&format!("{id}: skipped: {}\n", escape::visible_line(reason)));
            }
            for (id, reason) in &report.errors {
                text.push_str(&format!("{id}: error: {}\n", escape::visible_line(reason)));
            }
            text.push_str(&format!("{report}\n"));
            print(&text)?;
        }
        Ok(u8::from(!report.errors.is_empty()))
    })
}

/// Prints lines of our own.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    Stream::stdout().write(text).map_err(CliError::stdout)
}

/// Prints the one object.
pub(super) fn print_json(value: &impl serde::Serialize) -> Result<(), CliError> {
    Stream::stdout()
        .write_json(&json::line(value))
        .map_err(CliError::stdout)
}
