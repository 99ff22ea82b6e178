//! `cargo xtask`: the development tasks that need more than cargo.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to its terminal"
)]

mod fetch;
mod tidy;
mod vendor;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Development tasks of the workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Fetch the guest binaries that bin/runtimes.toml pins into the cache, verified.
    Fetch(fetch::Arguments),
    /// Check the rules that no compiler checks: layers, sizes of files, lints, documents, names.
    Tidy,
    /// Choose, lock and fetch the packages that guests' programs can import.
    #[command(subcommand)]
    Vendor(vendor::Command),
}

/// What a task could not do, and what to do about it.
#[derive(Debug)]
struct Failure {
    error: Box<dyn Error>,
    hint: Option<String>,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self {
            error: message.into(),
            hint: None,
        }
    }
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Fetch(arguments) => fetch::run(&arguments),
        Task::Tidy => tidy::run(),
        Task::Vendor(command) => vendor::run(&command),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { error, hint }) => {
            eprint!("error: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprint!(": {error}");
                cause = error.source();
            }
            eprintln!();
            if let Some(hint) = hint {
                eprintln!("hint: {hint}");
            }
            ExitCode::FAILURE
        }
    }
}
