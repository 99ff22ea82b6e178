//! The small commands: `check`, `bench`, `completions`, `man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use super::shared::{EngineArgs, ProgramArgs};
use crate::language::Language;

/// The arguments of `sandbox check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) program: ProgramArgs,

    /// Print exactly one JSON object: `ok`, `runtime` and `error`.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) engine: EngineArgs,
}

/// The arguments of `sandbox bench`.
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// Language. Default: every language that this program has.
    #[arg(short, long, value_name = "LANGUAGE")]
    pub(crate) runtime: Option<Language>,

    /// A tenth of the repetitions.
    #[arg(long)]
    pub(crate) quick: bool,

    /// Print exactly one JSON object.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) engine: EngineArgs,
}

/// The arguments of `sandbox completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    pub(crate) shell: Shell,
}

/// The arguments of `sandbox man`.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Folder for a page of every command. Default: the main page on standard output.
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}
