//! `sandbox completions` and `sandbox man`: pages that are made from the definitions of the command line.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory;

use crate::cli::{Cli, CompletionsArgs, ManArgs};
use crate::error::CliError;
use crate::output::terminal::Stream;

pub(crate) fn completions(arguments: &CompletionsArgs) -> Result<u8, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "sandbox", &mut script);
    Stream::stdout().write_raw(&script).map_err(CliError::stdout)?;
    Ok(0)
}

pub(crate) fn man(arguments: &ManArgs) -> Result<u8, CliError> {
    match &arguments.folder {
        Some(folder) => write_all(folder)?,
        None => Stream::stdout()
            .write_raw(&page(Cli::command()).map_err(CliError::stdout)?)
            .map_err(CliError::stdout)?,
    }
    Ok(0)
}

fn page(command: clap::Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}

fn write_all(folder: &Path) -> Result<(), CliError> {
    let failed = |source| CliError::write(folder.display().to_string(), source);
    fs::create_dir_all(folder).map_err(failed)?;
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    clap_mangen::generate_to(command, folder).map_err(failed)
}
