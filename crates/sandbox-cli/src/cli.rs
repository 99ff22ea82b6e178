//! What can be written on the command line.

mod batch;
mod image;
mod policy;
mod repl;
mod run;
mod runtime;
mod session;
mod shared;
mod texts;
mod tools;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub(crate) use batch::BatchArgs;
pub(crate) use image::{ImageBuildArgs, ImageCommand};
pub(crate) use policy::PolicyCommand;
pub(crate) use repl::ReplArgs;
pub(crate) use run::{FileArgs, RunArgs};
pub(crate) use runtime::{FetchArgs, PrepareArgs, RuntimeCommand};
pub(crate) use session::{
    CpArgs, ExecArgs, ExportArgs, FilesArgs, ForkArgs, ImportArgs, LsArgs, NewArgs, OneArgs, PruneArgs, RmArgs,
    RollbackArgs, SessionCommand, StoreArgs, StoreCommand,
};
pub(crate) use shared::{EngineArgs, LimitArgs, ProgramArgs};
pub(crate) use tools::{BenchArgs, CheckArgs, CompletionsArgs, ManArgs};

/// Run untrusted code in WebAssembly: fresh, isolated interpreters with exact limits.
#[derive(Debug, Parser)]
#[command(name = "sandbox", version, long_about = texts::ABOUT, after_long_help = texts::AFTER, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run one program.
    #[command(long_about = texts::RUN, after_long_help = texts::RUN_AFTER)]
    Run(Box<RunArgs>),
    /// Run many programs, one JSON object a line.
    #[command(long_about = texts::BATCH, after_long_help = texts::BATCH_AFTER)]
    Batch(Box<BatchArgs>),
    /// Type statements into an interpreter that keeps its state.
    #[command(long_about = texts::REPL, after_long_help = texts::REPL_AFTER)]
    Repl(Box<ReplArgs>),
    /// Sessions: make, run turns in, list, fork, roll back, move, prune and remove them.
    #[command(subcommand, after_long_help = texts::SESSION_AFTER)]
    Session(SessionCommand),
    /// Check, clean and count a store of sessions.
    #[command(subcommand, after_long_help = texts::STORE_AFTER)]
    Store(StoreCommand),
    /// Check a program's syntax without running it.
    #[command(long_about = texts::CHECK, after_long_help = texts::CHECK_AFTER)]
    Check(Box<CheckArgs>),
    /// Measure this machine.
    #[command(long_about = texts::BENCH)]
    Bench(BenchArgs),
    /// Show, check and describe policies.
    #[command(subcommand, after_long_help = texts::POLICY_AFTER)]
    Policy(PolicyCommand),
    /// Fetch, prepare, list, verify and remove interpreters.
    #[command(subcommand, after_long_help = texts::RUNTIME_AFTER)]
    Runtime(RuntimeCommand),
    /// Build and list interpreter images.
    #[command(subcommand, after_long_help = texts::IMAGE_AFTER)]
    Image(ImageCommand),
    /// Print a completion script for a shell.
    #[command(after_long_help = texts::COMPLETIONS_AFTER)]
    Completions(CompletionsArgs),
    /// Print the manual page, or write all of them into a folder.
    Man(ManArgs),
}

/// Reads the arguments, the program's own name first.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut command = Cli::command();
    // The long version reads the table of pins, which no other start needs. clap wants a text that lives as long as the process.
    if arguments.get(1).is_some_and(|first| first == "--version") {
        command = command.long_version(texts::long_version().leak() as &'static str);
    }
    let matches = command.try_get_matches_from(arguments)?;
    Cli::from_arg_matches(&matches)
}

/// Prints help, a version or a usage error where each belongs; returns the exit code (0, or 2 for a usage error).
pub(crate) fn show(refused: &clap::Error) -> u8 {
    // A reader that has gone away has seen enough.
    let _ = refused.print();
    u8::try_from(refused.exit_code()).unwrap_or(2)
}

#[cfg(test)]
mod tests;
