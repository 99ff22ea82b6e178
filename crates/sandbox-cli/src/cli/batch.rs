//! `sandbox batch`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;
use llm_wasm_sandbox::Runtime;

use super::shared::{EngineArgs, LimitArgs};

/// The arguments of `sandbox batch`.
#[derive(Debug, Args)]
pub(crate) struct BatchArgs {
    /// File of JSON objects, one a line; `-` for standard input.
    #[arg(value_name = "IN.jsonl|-")]
    pub(crate) input: PathBuf,

    /// How many programs run at once, 1 to 256. Default: one for each core.
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// Where the result lines go. Default: standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Write each result as soon as it is there, instead of in the input's order.
    #[arg(long)]
    pub(crate) unordered: bool,

    /// Exit with 1 if any result is not a success.
    #[arg(long)]
    pub(crate) fail: bool,

    /// Report progress in plain lines when standard error is no terminal.
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) progress: bool,

    /// Language of lines that name none.
    #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
    pub(crate) runtime: Runtime,

    #[command(flatten)]
    pub(crate) limits: LimitArgs,

    #[command(flatten)]
    pub(crate) engine: EngineArgs,
}
