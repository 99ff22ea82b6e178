//! Options that several commands have.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use llm_wasm_sandbox::{parse_duration, parse_size};

use crate::language::Language;

/// Which program.
#[derive(Debug, Args)]
pub(crate) struct ProgramArgs {
    /// Language: `python`, `javascript` or `typescript`. Default: from the file's extension, then its `#!` line; python for -c and `-`.
    #[arg(short, long, value_name = "LANGUAGE")]
    pub(crate) runtime: Option<Language>,

    /// Program text. What follows are the program's arguments.
    #[arg(short, value_name = "CODE")]
    pub(crate) code: Option<OsString>,

    /// The program's file, or `-` for standard input; then the program's arguments.
    #[arg(
        value_name = "FILE [ARGS]",
        trailing_var_arg = true,
        required_unless_present = "code"
    )]
    pub(crate) words: Vec<OsString>,
}

/// Which engine, image and cache.
#[derive(Debug, Args)]
#[command(next_help_heading = "Engine")]
pub(crate) struct EngineArgs {
    /// Image to run in: a name that `sandbox image list` shows, or the file of a recipe of your own, which has a `/` or ends in `.toml`. Default:
    /// `default`.
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) image: Option<String>,

    /// Run without counting fuel: about a seventh faster; only the timeout bounds computation. The first use compiles.
    #[arg(long)]
    pub(crate) unmetered: bool,

    /// Folder of guests, images and compiled code. Default: `SANDBOX_CACHE_DIR`, else `llm-wasm-sandbox` in the user's cache folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,

    /// No progress and no hints on standard error.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Limits that are stated on the command line; they go over the policy's.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// Policy file (TOML, or JSON if its name ends in .json). Default: `sandbox policy show`.
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,

    /// Fuel: how many WebAssembly instructions may run.
    #[arg(long, value_name = "N", conflicts_with = "unmetered")]
    pub(crate) fuel: Option<u64>,

    /// Wall-clock limit, sleeps included, such as `5s`, `500ms` or `1m 30s`.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,

    /// Memory that the program may use on top of the image, such as `64MiB`.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(crate) memory: Option<u64>,

    /// Environment variable of the program; may be repeated. Nothing of the host's environment is passed on.
    #[arg(short, long, value_name = "NAME=VALUE", value_parser = variable)]
    pub(crate) env: Vec<(String, String)>,
}

fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text).map_err(|error| error.to_string())
}

fn size(text: &str) -> Result<u64, String> {
    parse_size(text).map_err(|error| error.to_string())
}

fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}
