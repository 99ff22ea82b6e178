//! `sandbox`: runs untrusted code from a terminal, a script or a pipeline.

mod base64;
mod cli;
mod commands;
mod error;
mod interrupt;
mod language;
mod line;
mod output;
mod source;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os()) {
        Ok(arguments) => ExitCode::from(commands::run(arguments)),
        Err(refused) => ExitCode::from(cli::show(&refused)),
    }
}
