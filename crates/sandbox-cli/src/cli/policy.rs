//! `sandbox policy …`.

use std::path::PathBuf;

use clap::Subcommand;

/// The commands about policies.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Print a policy, complete: the documented defaults, or a file's keys over them.
    Show {
        /// Policy file. Default: the defaults, with the documentation of every key.
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check policy files; exits with 1 if one does not hold.
    Check {
        /// Policy files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print the JSON schema of policies.
    Schema,
}
