//! `sandbox repl`.

use std::path::PathBuf;

use clap::Args;

use super::shared::{EngineArgs, LimitArgs};
use crate::language::Language;

/// The arguments of `sandbox repl`.
#[derive(Debug, Args)]
pub(crate) struct ReplArgs {
    /// Language: `python`, `javascript` or `typescript`.
    #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
    pub(crate) runtime: Language,

    /// Folder whose copy is the interpreter's /app; changes are done in the folder after every input.
    #[arg(long, value_name = "DIR")]
    pub(crate) workspace: Option<PathBuf>,

    /// Keep no history file.
    #[arg(long)]
    pub(crate) no_history: bool,

    #[command(flatten)]
    pub(crate) limits: LimitArgs,

    #[command(flatten)]
    pub(crate) engine: EngineArgs,
}
