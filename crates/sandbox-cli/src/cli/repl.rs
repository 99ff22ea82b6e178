//! `sandbox repl`.

use std::path::PathBuf;

use clap::Args;
use llm_wasm_sandbox::Runtime;

use super::shared::{EngineArgs, LimitArgs};

/// The arguments of `sandbox repl`.
#[derive(Debug, Args)]
pub(crate) struct ReplArgs {
    /// Language.
    #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
    pub(crate) runtime: Runtime,

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
