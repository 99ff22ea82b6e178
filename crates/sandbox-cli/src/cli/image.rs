//! `sandbox image …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use llm_wasm_sandbox::Runtime;

/// The commands about images.
#[derive(Debug, Subcommand)]
pub(crate) enum ImageCommand {
    /// Build an image and compile it.
    Build(ImageBuildArgs),
    /// List the images that this command can make, and which of them are ready.
    List {
        /// One JSON object.
        #[arg(long)]
        json: bool,
        /// Cache folder.
        #[arg(long, value_name = "DIR")]
        cache: Option<PathBuf>,
    },
}

/// The arguments of `sandbox image build`.
#[derive(Debug, Args)]
pub(crate) struct ImageBuildArgs {
    /// Language.
    #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
    pub(crate) runtime: Runtime,
    /// Recipe of your own: TOML with `name`, `description`, `modules` and `statements`.
    #[arg(long, value_name = "FILE", conflicts_with = "image")]
    pub(crate) recipe: Option<PathBuf>,
    /// Build it twice from nothing and compare, byte for byte; exits with 1 if the two differ.
    #[arg(long, conflicts_with = "recipe")]
    pub(crate) verify: bool,
    #[command(flatten)]
    pub(crate) engine: super::EngineArgs,
}
