//! `sandbox session` and `sandbox store`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use llm_wasm_sandbox::{SessionId, parse_duration, parse_size};

use super::shared::{EngineArgs, LimitArgs, ProgramArgs};
use crate::language::Language;

/// Where sessions are kept.
#[derive(Debug, Args)]
#[command(next_help_heading = "Store")]
pub(crate) struct StoreArgs {
    /// Where sessions are kept: a folder, `file:///path`, or `s3://bucket/prefix` (set up by the usual AWS_ variables). Default: `llm-wasm-sandbox/sessions` in the user's data
    /// folder.
    #[arg(long, value_name = "URL", env = "SANDBOX_STORE", hide_env_values = true)]
    pub(crate) store: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum SessionCommand {
    /// Make a session and print its id.
    New(Box<NewArgs>),
    /// Run a program as a session's next turn.
    Exec(Box<ExecArgs>),
    /// List sessions.
    #[command(visible_alias = "list")]
    Ls(LsArgs),
    /// Show what is known about a session.
    Show(OneArgs),
    /// List a session's generations, the latest first.
    History(OneArgs),
    /// List the files of a session's workspace.
    Files(FilesArgs),
    /// Make a session that begins where another one is, and print its id.
    Fork(ForkArgs),
    /// Go back to an earlier generation; it becomes the latest one again.
    Rollback(RollbackArgs),
    /// Write what is not stored yet and give the session free. Sessions of this command are parked after each command anyway.
    Park(OneArgs),
    /// Remove sessions.
    Rm(RmArgs),
    /// Remove sessions by age, idle time, size, number or label.
    Prune(PruneArgs),
    /// Write a session, or the files of its workspace, to a file or folder.
    Export(ExportArgs),
    /// Make a session of an exported one, or bring files into a session's workspace.
    Import(ImportArgs),
    /// Copy files between the host and sessions, or between sessions.
    Cp(CpArgs),
}

/// `new`.
#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// Language: `python` or `javascript`.
    #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
    pub(crate) runtime: Language,

    /// Name of the session. Default: a fresh UUID, which nobody can guess.
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<SessionId>,

    /// Label; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = label)]
    pub(crate) label: Vec<(String, String)>,

    /// Print one JSON object with `session_id`.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) limits: LimitArgs,

    #[command(flatten)]
    pub(crate) engine: EngineArgs,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `exec`.
#[derive(Debug, Args)]
pub(crate) struct ExecArgs {
    /// The session.
    pub(crate) id: SessionId,

    #[command(flatten)]
    pub(crate) program: ProgramArgs,

    /// Print exactly one JSON object, the result, and nothing else on standard output.
    #[arg(long)]
    pub(crate) json: bool,

    /// Print the value of the program's last expression after its output; with --json it is in `value`.
    #[arg(long)]
    pub(crate) value: bool,

    /// What the program's standard input reads: a file, or `-` for this command's own. Default: the session's policy's.
    #[arg(long, value_name = "FILE|-")]
    pub(crate) stdin: Option<PathBuf>,

    /// Folder of guests, images and compiled code.
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,

    /// No progress and no hints on standard error.
    #[arg(short, long)]
    pub(crate) quiet: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `ls`.
#[derive(Debug, Args)]
pub(crate) struct LsArgs {
    /// Only sessions with this label; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = label)]
    pub(crate) label: Vec<(String, String)>,

    /// Print one JSON object with `sessions`.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// Commands about one session.
#[derive(Debug, Args)]
pub(crate) struct OneArgs {
    /// The session.
    pub(crate) id: SessionId,

    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `files`.
#[derive(Debug, Args)]
pub(crate) struct FilesArgs {
    /// The session.
    pub(crate) id: SessionId,

    /// Only files that match: `*` and `?` stand for parts of a name, `**` for any folders.
    pub(crate) pattern: Option<String>,

    /// Print one JSON object with `files`.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `fork`.
#[derive(Debug, Args)]
pub(crate) struct ForkArgs {
    /// The session.
    pub(crate) id: SessionId,

    /// Name of the new session. Default: a fresh UUID.
    #[arg(long, value_name = "ID")]
    pub(crate) to: Option<SessionId>,

    /// Print one JSON object with `session_id`.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `rollback`.
#[derive(Debug, Args)]
pub(crate) struct RollbackArgs {
    /// The session.
    pub(crate) id: SessionId,

    /// The generation to go back to; 0 is the empty session.
    pub(crate) generation: u64,

    /// Print one JSON object with `generation`.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `rm`.
#[derive(Debug, Args)]
pub(crate) struct RmArgs {
    /// The sessions.
    #[arg(required = true)]
    pub(crate) ids: Vec<SessionId>,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `prune`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("rule").required(true).multiple(true).args(["older_than", "idle_for", "larger_than", "keep"]))]
pub(crate) struct PruneArgs {
    /// Sessions that were made longer ago, such as `7d`.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) older_than: Option<Duration>,

    /// Sessions that were not used for longer, such as `24h`.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) idle_for: Option<Duration>,

    /// Sessions whose files and state are larger, such as `100MB`.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(crate) larger_than: Option<u64>,

    /// All but the N that were used last.
    #[arg(long, value_name = "N")]
    pub(crate) keep: Option<usize>,

    /// Only among sessions with this label; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = label)]
    pub(crate) label: Vec<(String, String)>,

    /// Only say what would be removed.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Afterwards remove contents that no session needs any more, as `sandbox store gc` does.
    #[arg(long)]
    pub(crate) gc: bool,

    /// Print one JSON object, the report.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The session.
    pub(crate) id: SessionId,

    /// The file, or `-` for standard output; with --folder, the folder.
    pub(crate) target: PathBuf,

    /// The files of the workspace, as a zip archive.
    #[arg(long, conflicts_with = "folder")]
    pub(crate) zip: bool,

    /// The files of the workspace, as a folder.
    #[arg(long)]
    pub(crate) folder: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The file, or `-` for standard input; with --folder, the folder.
    pub(crate) source: PathBuf,

    /// Name of the new session. Default: a fresh UUID.
    #[arg(long, value_name = "ID", conflicts_with = "into")]
    pub(crate) id: Option<SessionId>,

    /// The session whose workspace files are brought into; with --zip or --folder.
    #[arg(long, value_name = "ID", requires = "files")]
    pub(crate) into: Option<SessionId>,

    /// The files of a zip archive.
    #[arg(long, group = "files", requires = "into")]
    pub(crate) zip: bool,

    /// The files of a folder.
    #[arg(long, group = "files", requires = "into")]
    pub(crate) folder: bool,

    /// Policy file of the new session (TOML, or JSON if its name ends in .json). Default: `sandbox policy show`.
    #[arg(long, value_name = "FILE", conflicts_with = "into")]
    pub(crate) policy: Option<PathBuf>,

    /// Print one JSON object with `session_id`.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// `cp`.
#[derive(Debug, Args)]
pub(crate) struct CpArgs {
    /// A file of the host's, `-` for standard input, or `ID:PATH` for one of a session's.
    pub(crate) source: String,

    /// A file of the host's, `-` for standard output, or `ID:PATH`.
    pub(crate) target: String,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// The commands of `sandbox store`.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Look whether every session is whole. The exit code is 1 if something is lost.
    Check {
        /// Read all contents and compare them with their hashes.
        #[arg(long)]
        contents: bool,

        /// Print one JSON object, the report.
        #[arg(long)]
        json: bool,

        #[command(flatten)]
        store: StoreArgs,
    },
    /// Remove contents that no session needs, and what interrupted writes have left.
    Gc {
        /// Leave what is younger: somebody may be about to need it.
        #[arg(long, value_name = "TIME", value_parser = duration, default_value = "1h")]
        grace: Duration,

        /// Only say what would be removed.
        #[arg(long)]
        dry_run: bool,

        /// Print one JSON object.
        #[arg(long)]
        json: bool,

        #[command(flatten)]
        store: StoreArgs,
    },
    /// Say what the store holds.
    Stats {
        /// Print one JSON object.
        #[arg(long)]
        json: bool,

        #[command(flatten)]
        store: StoreArgs,
    },
}

fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text).map_err(|error| error.to_string())
}

fn size(text: &str) -> Result<u64, String> {
    parse_size(text).map_err(|error| error.to_string())
}

fn label(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}
