//! `sandbox policy …`.

use std::path::{Path, PathBuf};

use llm_wasm_sandbox::ExecutionPolicy;

use super::setup::read_policy;
use super::tell;
use crate::cli::PolicyCommand;
use crate::error::CliError;
use crate::output::json;
use crate::output::terminal::Stream;

/// The defaults, with the documentation of every key. That they are the defaults is a test of sandbox-core's.
const DOCUMENTED: &str = include_str!("../../../../config/policy.toml");

pub(crate) fn run(command: PolicyCommand) -> Result<u8, CliError> {
    match command {
        PolicyCommand::Show { file, json } => show(file.as_deref(), json),
        PolicyCommand::Check { files } => check(files),
        PolicyCommand::Schema => pretty(&ExecutionPolicy::json_schema()),
    }
}

fn show(file: Option<&Path>, as_json: bool) -> Result<u8, CliError> {
    let policy = file.map(read_policy).transpose()?;
    if as_json {
        Stream::stdout()
            .write_json(&json::line(&policy.unwrap_or_default()))
            .map_err(CliError::stdout)?;
        return Ok(0);
    }
    let text = match policy {
        Some(policy) => policy.to_toml()?,
        None => DOCUMENTED.to_owned(),
    };
    Stream::stdout().write(&text).map_err(CliError::stdout)?;
    Ok(0)
}

/// Every file is checked, whatever the ones before it are.
fn check(files: Vec<PathBuf>) -> Result<u8, CliError> {
    let mut wrong = false;
    for file in files {
        match read_policy(&file) {
            Ok(_) => Stream::stdout()
                .write(&format!("{}: ok\n", file.display()))
                .map_err(CliError::stdout)?,
            Err(error) => {
                wrong = true;
                tell(&error);
            }
        }
    }
    Ok(u8::from(wrong))
}

fn pretty(value: &serde_json::Value) -> Result<u8, CliError> {
    Stream::stdout()
        .write(&format!("{value:#}\n"))
        .map_err(CliError::stdout)?;
    Ok(0)
}
