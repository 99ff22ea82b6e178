//! `sandbox run`.

use llm_wasm_sandbox::{CancelHandle, Execution, Program, Run, Runtime, Workspace};

use super::{session, setup, tell};
use crate::cli::{FileArgs, RunArgs};
use crate::error::CliError;
use crate::interrupt::Interrupts;
use crate::output::json;
use crate::output::report;
use crate::output::terminal::Stream;
use crate::source::{self, MAX_STDIN_BYTES, Source};

pub(crate) fn run(arguments: RunArgs) -> Result<u8, CliError> {
    if let Some(id) = arguments.session.clone() {
        return session::run_in_session(arguments, &id);
    }
    let (as_json, value, quiet) = (arguments.json, arguments.value, arguments.engine.quiet);
    let runtime = arguments
        .program
        .runtime
        .map_or(Runtime::Python, |language| language.runtime);
    let (execution, failed) = match execute(arguments) {
        Ok(done) => done,
        // What was misunderstood is no result, with --json either.
        Err(error @ CliError::Usage(_)) => return Err(error),
        Err(error) if as_json => (json::host_failure(runtime, &error), Some(error)),
        Err(error) => return Err(error),
    };
    if as_json {
        print(execution, failed.as_ref())
    } else {
        report::show(&execution, value, quiet).map_err(CliError::stdout)?;
        failed.map_or_else(|| Ok(execution.process_exit_code()), Err)
    }
}

/// Prints the one object; a failure is told to people as well, on the stream that is not the object's.
fn print(mut execution: Execution, failed: Option<&CliError>) -> Result<u8, CliError> {
    if let Some(error) = failed {
        json::note_failure(&mut execution, error);
        tell(error);
    }
    Stream::stdout()
        .write_json(&json::line(&execution))
        .map_err(CliError::stdout)?;
    Ok(failed.map_or_else(|| execution.process_exit_code(), CliError::exit_code))
}

/// Runs the program and moves its files; a failed move does not lose the result.
fn execute(arguments: RunArgs) -> Result<(Execution, Option<CliError>), CliError> {
    let RunArgs {
        program,
        value,
        stdin,
        limits,
        files,
        engine,
        ..
    } = arguments;
    let takes_stdin = program.code.is_none() && program.words.first().is_some_and(|word| word == "-");
    let feeds_stdin = stdin.as_ref().is_some_and(|path| path.as_os_str() == "-");
    if takes_stdin && feeds_stdin {
        return Err(CliError::Usage(
            "standard input cannot be both the program and its input".to_owned(),
        ));
    }
    let mut policy = setup::policy(&limits)?;
    let source = Source::read(program, files.workspace.as_deref())?;
    if !source.args.is_empty() {
        policy = policy.with_args(&source.args);
    }
    let runtime = source.language.runtime;
    let mut program = source.into_program();
    program.last_value = value || policy.last_value;
    if let Some(path) = stdin {
        let input = if feeds_stdin {
            source::read_stdin(MAX_STDIN_BYTES)?
        } else {
            source::read_file(&path, MAX_STDIN_BYTES)?
        };
        program = program.stdin(input);
    }
    let sandbox = setup::sandbox(runtime, &engine, policy, 1)?;
    let interrupts = Interrupts::watch();
    let run = interruptible(&sandbox, &interrupts, &files, program)?;
    let held = interrupts.hold();
    let moved = move_files(&run, &files).err();
    drop(held);
    Ok((run.into_execution(), moved))
}

/// Ctrl-C cancels the program from here on; before, while an image is prepared, it ends the command.
fn interruptible(
    sandbox: &llm_wasm_sandbox::blocking::Sandbox,
    interrupts: &Interrupts,
    files: &FileArgs,
    program: Program,
) -> Result<Run, CliError> {
    let cancel = CancelHandle::new();
    interrupts.aim(Some(cancel.clone()));
    let workspace = files
        .workspace
        .as_ref()
        .map_or_else(Workspace::new, Workspace::from_folder);
    Ok(sandbox.execute_cancellable(workspace, program, cancel)?)
}

fn move_files(run: &Run, files: &FileArgs) -> Result<(), CliError> {
    if let Some(folder) = &files.workspace
        && !files.read_only_workspace
    {
        run.write_back(folder)?;
    }
    if let Some(folder) = &files.export {
        run.export_to(folder)?;
    }
    Ok(())
}
