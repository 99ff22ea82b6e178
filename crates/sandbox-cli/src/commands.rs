//! What each command does.

mod batch;
mod bench;
mod check;
mod image;
mod pages;
mod policy;
mod repl;
mod run;
mod runtime;
mod session;
mod setup;
mod store;

use crate::cli::{Cli, Command};
use crate::error::CliError;
use crate::output::errors;

/// Runs the command and returns the process's exit code. An error is told on standard error; a reader of standard output that has gone
/// away is no error to tell.
pub(crate) fn run(cli: Cli) -> u8 {
    let done = match cli.command {
        Command::Run(arguments) => run::run(*arguments),
        Command::Batch(arguments) => batch::run(*arguments),
        Command::Repl(arguments) => repl::run(*arguments),
        Command::Session(command) => session::run(command),
        Command::Store(command) => store::run(command),
        Command::Check(arguments) => check::run(*arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Policy(command) => policy::run(command),
        Command::Runtime(command) => runtime::run(command),
        Command::Image(command) => image::run(command),
        Command::Completions(arguments) => pages::completions(&arguments),
        Command::Man(arguments) => pages::man(&arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            tell(&error);
            error.exit_code()
        }
    }
}

/// Tells an error, if there is anybody to tell.
fn tell(error: &CliError) {
    if !matches!(error, CliError::ClosedOutput) {
        errors::tell(error, error.hint().as_deref());
    }
}
