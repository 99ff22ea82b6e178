//! `sandbox run`.

use std::path::PathBuf;

use clap::Args;

use llm_wasm_sandbox::SessionId;

use super::session::StoreArgs;
use super::shared::{EngineArgs, LimitArgs, ProgramArgs};

/// The arguments of `sandbox run`.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) program: ProgramArgs,

    /// Print exactly one JSON object, the result, and nothing else on standard output.
    #[arg(long)]
    pub(crate) json: bool,

    /// Print the value of the program's last expression after its output; with --json it is in `value`.
    #[arg(long)]
    pub(crate) value: bool,

    /// What the program's standard input reads: a file, or `-` for this command's own. Default: the policy's, which is empty.
    #[arg(long, value_name = "FILE|-")]
    pub(crate) stdin: Option<PathBuf>,

    /// Run as the next turn of this session, which is made if it is not there: names and files of earlier turns are seen, and kept. An existing session has a policy and an
    /// image of its own, and limits stated here do not apply to it.
    #[arg(long, value_name = "ID", conflicts_with_all = ["workspace", "export"])]
    pub(crate) session: Option<SessionId>,

    #[command(flatten)]
    pub(crate) store: StoreArgs,

    #[command(flatten)]
    pub(crate) limits: LimitArgs,

    #[command(flatten)]
    pub(crate) files: FileArgs,

    #[command(flatten)]
    pub(crate) engine: EngineArgs,
}

/// Where the program's files come from and go to.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files")]
pub(crate) struct FileArgs {
    /// Folder whose copy is the program's /app; what it creates, changes and deletes there is done in the folder after the run.
    #[arg(long, value_name = "DIR")]
    pub(crate) workspace: Option<PathBuf>,

    /// Leave the workspace folder as it is.
    #[arg(long, requires = "workspace")]
    pub(crate) read_only_workspace: bool,

    /// Folder into which all of /app is copied after the run; made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub(crate) export: Option<PathBuf>,
}
