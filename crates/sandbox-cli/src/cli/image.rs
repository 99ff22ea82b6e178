//! `sandbox image …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use llm_wasm_sandbox::Runtime;

/// The commands about images.
#[derive(Debug, Subcommand)]
pub(crate) enum ImageCommand {
    /// Build an image of your own, or make one ready that comes with this program.
    Build(ImageBuildArgs),
    /// Show an image: its recipe, its packages, what it is built on, what it takes.
    Show {
        /// Its name.
        name: String,
        /// Language.
        #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
        runtime: Runtime,
        /// One JSON object.
        #[arg(long)]
        json: bool,
        /// Cache folder.
        #[arg(long, value_name = "DIR")]
        cache: Option<PathBuf>,
    },
    /// Remove an image: its recipe, where it is one of your own, and what was built of it.
    Rm {
        /// Its name.
        name: String,
        /// Language.
        #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
        runtime: Runtime,
        /// Cache folder.
        #[arg(long, value_name = "DIR")]
        cache: Option<PathBuf>,
    },
    /// Build an image twice more and compare, byte for byte; exits with 1 if the two differ.
    Verify {
        /// Its name.
        name: String,
        /// Language.
        #[arg(short, long, value_name = "LANGUAGE", default_value = "python")]
        runtime: Runtime,
        /// Cache folder.
        #[arg(long, value_name = "DIR")]
        cache: Option<PathBuf>,
        /// No progress.
        #[arg(short, long)]
        quiet: bool,
    },
    /// Send an image of your own to a store: its recipe, and the id that others compare theirs with.
    Push {
        /// Its name.
        name: String,
        /// Store: `file:///path`, `s3://bucket/prefix`.
        #[arg(long, value_name = "URL")]
        store: String,
        #[command(flatten)]
        engine: super::EngineArgs,
    },
    /// Fetch an image from a store: its recipe is built here, and the result has to have the same id.
    Pull {
        /// Its name, or `NAME@ID`.
        name: String,
        /// Store: `file:///path`, `s3://bucket/prefix`.
        #[arg(long, value_name = "URL")]
        store: String,
        #[command(flatten)]
        engine: super::EngineArgs,
    },
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
    /// Recipe of your own: TOML with `name`, `parent`, `packages`, `modules`, `statements`, `[env]`, `[files]`. It is kept under its name: `--image NAME` uses it.
    #[arg(long, value_name = "FILE", conflicts_with = "image")]
    pub(crate) recipe: Option<PathBuf>,
    /// Instead of a recipe: an image with these vendored packages and no others, built on the default one. Needs `--name`.
    #[arg(long, value_name = "PACKAGE", num_args = 1.., conflicts_with_all = ["image", "recipe"], requires = "name")]
    pub(crate) with: Vec<String>,
    /// Modules that an image `--with` packages has imported already.
    #[arg(long, value_name = "MODULE", num_args = 1.., requires = "with")]
    pub(crate) import: Vec<String>,
    /// Name of an image `--with` packages.
    #[arg(long, value_name = "NAME", requires = "with")]
    pub(crate) name: Option<String>,
    /// Build it twice from nothing and compare, byte for byte; exits with 1 if the two differ.
    #[arg(long, conflicts_with = "recipe")]
    pub(crate) verify: bool,
    #[command(flatten)]
    pub(crate) engine: super::EngineArgs,
}
