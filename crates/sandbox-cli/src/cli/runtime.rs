//! `sandbox runtime …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use llm_wasm_sandbox::Runtime;

/// The commands about interpreters.
#[derive(Debug, Subcommand)]
pub(crate) enum RuntimeCommand {
    /// Download an interpreter and the packages for it, or take them from a folder, without preparing anything.
    Fetch(FetchArgs),
    /// Make an image ready to run: fetch, build and compile whatever is missing.
    Prepare(PrepareArgs),
    /// List what the cache holds, also what is left over there and used by nothing.
    List {
        /// One JSON object.
        #[arg(long)]
        json: bool,
        /// Cache folder.
        #[arg(long, value_name = "DIR")]
        cache: Option<PathBuf>,
    },
    /// List the packages that programs can import beside their language's library.
    Packages {
        /// Language. Default: every language that this program has.
        #[arg(short, long, value_name = "LANGUAGE")]
        runtime: Option<Runtime>,
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Hash every file of the cache again; exits with 1 on damage.
    Verify {
        /// One JSON object.
        #[arg(long)]
        json: bool,
        /// Cache folder.
        #[arg(long, value_name = "DIR")]
        cache: Option<PathBuf>,
        /// No progress.
        #[arg(short, long)]
        quiet: bool,
    },
    /// Remove images and compiled code, and what other versions and interrupted commands left; the next start makes again what it needs.
    Clean {
        /// Remove the fetched interpreters as well.
        #[arg(long)]
        all: bool,
        /// Cache folder.
        #[arg(long, value_name = "DIR")]
        cache: Option<PathBuf>,
        /// No progress.
        #[arg(short, long)]
        quiet: bool,
    },
}

/// The arguments of `sandbox runtime fetch`.
#[derive(Debug, Args)]
pub(crate) struct FetchArgs {
    /// Language.
    #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
    pub(crate) runtime: Runtime,
    /// Folder that holds the interpreter's package, instead of the network.
    #[arg(long, value_name = "DIR")]
    pub(crate) from: Option<PathBuf>,
    /// Cache folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    /// No progress.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// The arguments of `sandbox runtime prepare`.
#[derive(Debug, Args)]
pub(crate) struct PrepareArgs {
    /// Language.
    #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
    pub(crate) runtime: Runtime,
    /// Folder that holds the interpreter's package, instead of the network.
    #[arg(long, value_name = "DIR")]
    pub(crate) from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) engine: super::EngineArgs,
}
